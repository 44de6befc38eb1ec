// Records that come from files: read and tried first, then written in the background, and taken back for a month.
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
  structure,
  whole,
  type Row,
} from '#kernel/contract/index.ts'
import { Column, Counts, Format, Kind, Mapped } from './contract/parts.ts'

export const MOST_ROWS = 200_000
export const MAX_IMPORT_BYTES = 52_428_800
export const UNDO_DAYS = 30
/** How many rows are looked at and written in one transaction. */
export const PIECE = 1_000

export const STATES = [
  'draft',
  'checking',
  'checked',
  'running',
  'done',
  'cancelled',
  'undoing',
  'undone',
  'failed',
] as const
export const WORKING = ['checking', 'running', 'undoing'] as const
export const ON_MATCH = ['update', 'skip', 'create'] as const
export const ON_REMOVED = ['restore', 'skip'] as const
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const
export const DECIMALS = ['comma', 'point'] as const

export const ImportRun = entity('import_run', {
  table: 'import_runs',
  written: {
    /** How the file is read; what was guessed may be changed. */
    format: structure(Format),
    /** Which column fills which field. */
    mapping: structure(Mapped),
    /** What becomes of a row whose record is there already. */
    on_match: choice(ON_MATCH, { filterable: false }).default('update'),
    /** What becomes of a row whose record was put away. */
    on_removed: choice(ON_REMOVED, { filterable: false }).default('restore'),
    date_order: choice(DATE_ORDERS, { filterable: false }).default('dmy'),
    decimal: choice(DECIMALS, { filterable: false }).default('comma'),
  },
  kept: {
    entity: line(50),
    owner: reference('user', { filterable: false }),
    file: reference('file', { filterable: false }),
    file_name: line(255, { personal: true }),
    state: choice(STATES, { filterable: false }),
    columns: structure(z.array(Column)),
    /** Rows of the file; known once it was read to its end. */
    total: whole(),
    /** How many were gone through in this state. */
    done: whole(),
    /** How much of the file was read, in percent. */
    read: whole(),
    counts: structure(Counts),
    /** Rows that the error file names. */
    faults: whole(),
    undone: whole(),
    undo_kept: whole(),
    /** Why it failed: a problem's code. */
    reason: line(100).nullable(),
    undo_until: instant({ sortable: false }).nullable(),
    ended_at: instant({ sortable: false }).nullable(),
    failures: whole(),
    /** Who reads the file at the moment: another who begins leaves this one without rows. */
    reader: id().nullable(),
  },
  access: { own: { owner: 'me' }, team: { owner: 'me' }, all: { owner: 'me' } },
  // What it does to the records is audited there.
  audited: false,
})
export type ImportRow = Row<typeof ImportRun>

export const RUN_IMPORTS = 'imports.run'
const byId = z.strictObject({ id: id() })

export const imports = actions('imports', '/imports', {
  /** What the caller may import: fields by which columns are mapped, and those that find an existing record. */
  kinds: query('GET /kinds', { out: z.object({ items: z.array(Kind) }), can: RUN_IMPORTS }),
  /** One's own imports of the last month, the newest first. */
  list: query('GET /', { out: z.object({ items: z.array(rowOf(ImportRun)) }), can: RUN_IMPORTS, about: ImportRun }),
  /** Takes a CSV, XLSX or vCard file as the body; its encoding, delimiter and mapping are guessed. */
  upload: command('POST /', {
    in: z.strictObject({
      entity: line(50),
      name: line(255),
      body: z.any(),
      type: z.string().max(255).default(''),
    }),
    out: ImportRun,
    can: RUN_IMPORTS,
    status: 201,
    raw: 'body',
    form: true,
    free: true,
    bodyLimit: MAX_IMPORT_BYTES,
  }),
  /** The same with a file that was uploaded before. */
  begin: command('POST /begin', {
    in: z.strictObject({ entity: line(50), file: id() }),
    out: ImportRun,
    can: RUN_IMPORTS,
    internal: true,
  }),
  get: query('GET /:id', { in: byId, out: ImportRun, can: RUN_IMPORTS }),
  /** Changes how the file is read and mapped; it has to be tried again. 409 `import_run.works` while it works or is over. */
  update: command('PATCH /:id', {
    in: byId.extend({
      format: Format.partial().optional(),
      mapping: Mapped.optional(),
      on_match: z.enum(ON_MATCH).optional(),
      on_removed: z.enum(ON_REMOVED).optional(),
      date_order: z.enum(DATE_ORDERS).optional(),
      decimal: z.enum(DECIMALS).optional(),
    }),
    out: ImportRun,
    can: RUN_IMPORTS,
  }),
  /** Reads the whole file and says what would become of each row; writes no record. */
  check: command('POST /:id/check', { in: byId, out: ImportRun, can: RUN_IMPORTS }),
  /** Writes what was tried. 409 `import_run.not_checked`. */
  run: command('POST /:id/run', { in: byId, out: ImportRun, can: RUN_IMPORTS }),
  /** Stops behind the rows that are being written, or stops reading. 409 `import_run.is_over`. */
  cancel: command('POST /:id/cancel', { in: byId, out: ImportRun, can: RUN_IMPORTS }),
  /** Removes what was made and gives back what was changed, where nobody changed it since. 409 `import_run.not_undoable`. */
  undo: command('POST /:id/undo', { in: byId, out: ImportRun, can: RUN_IMPORTS }),
  /** The rows that were not taken as they are, as a CSV: line, field, reason in the caller's language, and the row. */
  faults: query('GET /:id/faults', { in: byId, out: z.any(), can: RUN_IMPORTS, raw: 'answer', audited: 'export' }),
})

/** It went on, or its state changed. */
export const importRunChanged = event('import_run.changed', {
  about: ImportRun,
  can: RUN_IMPORTS,
  payload: z.object({ import_run: rowOf(ImportRun) }),
  record: ({ import_run }) => import_run,
})

export {
  EXPORT_STATES,
  type ExportButton,
  exportButton,
  exporting,
  exportReady,
  ExportRun,
  exportRunChanged,
  type ExportRow,
  KEPT_HOURS,
  MOST_AT_ONCE,
  RUN_EXPORTS,
} from './contract/exports.ts'
export * from './contract/parts.ts'
