// One command given for many records: a run that goes on by itself, can be stopped, and taken back for a day.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  entity,
  event,
  id,
  instant,
  line,
  query,
  reference,
  rowOf,
  slot,
  structure,
  whole,
  type FieldRead,
  type Row,
} from '#kernel/contract/index.ts'

export const MOST_RECORDS = 20_000
/** How many are done in one transaction; as few are done before the answer. */
export const PIECE = 100
export const UNDO_HOURS = 24
/** Of how many skipped records it is said which. */
export const MOST_NAMED = 50

export const STATES = ['queued', 'running', 'done', 'cancelled', 'undoing', 'undone', 'failed'] as const
export const ACTIVE = ['queued', 'running', 'undoing'] as const

/** Why records were left as they are: the code of the refusal, how many, and which, as far as they are named. */
export const Skipped = z.array(z.object({ code: z.string(), count: z.int(), ids: z.array(id()) }))
export type Skipped = z.output<typeof Skipped>

const words = () => z.record(z.string().max(100), z.unknown())

export const BulkRun = entity('bulk_run', {
  table: 'bulk_runs',
  written: {
    /** The kind of record: an entity's name. */
    entity: line(50, { filterable: false }),
    /** The command's name. */
    action: line(100),
    /** What the command is given beside the record. */
    input: structure(words()),
  },
  kept: {
    owner: reference('user', { filterable: false }),
    state: choice(STATES, { filterable: false }),
    total: whole(),
    /** How many were gone through, in this direction. */
    done: whole(),
    changed: whole(),
    skipped: structure(Skipped),
    /** Of the changed ones, how many were put back. */
    undone: whole(),
    undo_skipped: structure(Skipped),
    undo_until: instant({ sortable: false }).nullable(),
    ended_at: instant({ sortable: false }).nullable(),
    failures: whole(),
  },
  access: { own: { owner: 'me' }, team: { owner: 'me' }, all: { owner: 'me' } },
  // What it does to the records is audited there.
  audited: false,
})
export type BulkRunRow = Row<typeof BulkRun>

export const RUN_BULK = 'bulk.run'
const byId = z.strictObject({ id: id() })

export const bulk = actions('bulk', '/bulk', {
  /**
   * Gives one command for many records; as few as 100 are done when it answers. A filter is answered now: what comes to fit
   * later is left alone. 422 `bulk_run.too_many` beyond 20,000 records.
   */
  start: command('POST /', {
    in: z.strictObject({
      entity: line(50),
      action: line(100),
      input: words().default({}),
      selection: z.strictObject({
        /** These records, or all that a list's filters find but some. */
        ids: z.array(id()).min(1).max(MOST_RECORDS).optional(),
        filter: words().optional(),
        except: z.array(id()).max(MOST_RECORDS).default([]),
      }),
    }),
    out: BulkRun,
    can: RUN_BULK,
    status: 201,
    bodyLimit: 1024 * 1024,
  }),
  /** One's own runs of the last day, and those that are not over; the newest first. */
  mine: query('GET /', { out: z.object({ items: z.array(rowOf(BulkRun)) }), can: RUN_BULK, about: BulkRun }),
  get: query('GET /:id', { in: byId, out: BulkRun, can: RUN_BULK }),
  /** Stops behind the records that are being done. 409 `bulk_run.is_over`. */
  cancel: command('POST /:id/cancel', { in: byId, out: BulkRun, can: RUN_BULK }),
  /**
   * Gives the changed records their values back, where nobody changed them since. 409 `bulk_run.not_undoable` once undone,
   * after a day, or while it runs.
   */
  undo: command('POST /:id/undo', { in: byId, out: BulkRun, can: RUN_BULK }),
})

/** It went on, or its state changed. */
export const bulkRunChanged = event('bulk_run.changed', {
  about: BulkRun,
  can: RUN_BULK,
  payload: z.object({ bulk_run: rowOf(BulkRun) }),
  record: ({ bulk_run }) => bulk_run,
})

/** One thing to be done with chosen records. A value is chosen from `options`, found as a record, or typed as words. */
export type Offer = {
  key: string
  label: string
  /** The command's name, and the permission it needs. */
  action: string
  can: string
  /** What the command is given; null where nothing is chosen. */
  input: (value: string | null) => Record<string, unknown>
  options?: readonly { value: string; label: string }[]
  entity?: string
  shortcuts?: readonly { id: string | null; label: string }[]
  words?: boolean
  /** Fields that the organisation added, one of which is set: the value is JSON of `{ [key]: value }`. */
  fields?: readonly FieldRead[]
  /** It is asked about even where the records are few. */
  asks?: boolean
}
/** Buttons for what is chosen in a list. */
export type BulkBar = {
  entity: string
  selection: { ids: readonly string[] } | { filter: Record<string, unknown>; except: readonly string[] }
  count: number
  offers: readonly Offer[]
  onStarted: () => void
}
export const bulkBar = slot<BulkBar>('bulk.bar')
/** How far runs over a kind of record are, and their results. */
export type BulkStrip = { entity: string }
export const bulkStrip = slot<BulkStrip>('bulk.strip')
