// Files that lists are taken away in: at once where they are small, and as a run in the background where they are not.
import * as z from 'zod'
import {
  type Action,
  actions,
  choice,
  command,
  entity,
  event,
  id,
  instant,
  line,
  noticeKind,
  query,
  reference,
  type Row,
  rowOf,
  SIGNED_IN,
  slot,
  structure,
  whole,
} from '#kernel/contract/index.ts'

/** A result of more records is written in the background. */
export const MOST_AT_ONCE = 5_000
/** How long the file of a run is kept. */
export const KEPT_HOURS = 24

export const EXPORT_STATES = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const

export const ExportRun = entity('export_run', {
  table: 'export_runs',
  written: {},
  kept: {
    /** The kind of record: an entity's name. */
    entity: line(50),
    /** What the list's own export is asked with: its filter, and how the file is written. */
    input: structure(z.record(z.string(), z.unknown())),
    owner: reference('user', { filterable: false }),
    state: choice(EXPORT_STATES, { filterable: false }),
    /** How many records were found when it began, and how many were written by now. */
    total: whole(),
    done: whole(),
    file: reference('file', { filterable: false }).nullable(),
    file_name: line(255).nullable(),
    /** Bytes of the file. */
    size: whole(),
    /** Why it failed: a problem's code. */
    reason: line(100).nullable(),
    ended_at: instant({ sortable: false }).nullable(),
    /** The file is gone then. */
    expires_at: instant({ sortable: false }).nullable(),
    failures: whole(),
  },
  access: { own: { owner: 'me' }, team: { owner: 'me' }, all: { owner: 'me' } },
  // What was handed out is audited where it is taken.
  audited: false,
})
export type ExportRow = Row<typeof ExportRun>

export const RUN_EXPORTS = 'exports.run'
const byId = z.strictObject({ id: id() })
const asked = { entity: line(50), input: z.record(z.string().max(100), z.unknown()) }

export const exporting = actions('exports', '/exports', {
  /** For modules whose records are exported: the file of a list's filter, with the columns of the import. */
  open: query('GET /open', { in: z.strictObject(asked), out: z.any(), can: SIGNED_IN, raw: 'answer', internal: true }),
  /** What the caller may take away, and how: `masked` where personal fields are. */
  kinds: query('GET /kinds', {
    out: z.object({
      items: z.array(z.object({ entity: z.string(), cards: z.boolean(), masked: z.boolean() })),
    }),
    can: RUN_EXPORTS,
  }),
  /** One's own exports of the last days, the newest first. */
  list: query('GET /', { out: z.object({ items: z.array(rowOf(ExportRun)) }), can: RUN_EXPORTS, about: ExportRun }),
  /**
   * Begins to write a list's result into a file, where it has more than 5,000 records or `always`; `run` is null otherwise, and
   * the list's own export answers it at once. 422 for a kind that is not exported, and whatever the list's export refuses with.
   */
  begin: command('POST /', {
    in: z.strictObject({ ...asked, always: z.boolean().default(false) }),
    out: z.object({ run: rowOf(ExportRun).nullable() }),
    can: RUN_EXPORTS,
    status: 201,
  }),
  /** Stops writing; 409 `export_run.is_over`. */
  cancel: command('POST /:id/cancel', { in: byId, out: ExportRun, can: RUN_EXPORTS }),
  /** The file, for a day; 409 `export_run.not_ready`. */
  content: query('GET /:id/content', { in: byId, out: z.any(), can: RUN_EXPORTS, raw: 'answer', audited: 'export' }),
})

/** It went on, or its state changed. */
export const exportRunChanged = event('export_run.changed', {
  about: ExportRun,
  can: RUN_EXPORTS,
  payload: z.object({ export_run: rowOf(ExportRun) }),
  record: ({ export_run }) => export_run,
})

export const exportReady = noticeKind('export_ready', {
  events: [exportRunChanged],
  group: 'exports',
  channels: { in_app: true, email: false, push: true },
  variables: ['name', 'outcome'],
})

/** The button of a list that is exported: its filter as it is shown, and what its records are called. */
export type ExportButton = {
  entity: string
  action: Action
  clear: string
  filter: Record<string, unknown>
  title: string
  /** It may be an address book too. */
  cards?: boolean
}
export const exportButton = slot<ExportButton>('export.button')
