// Files people attach to things.
import * as z from 'zod'
import {
  SIGNED_IN,
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
  type Row,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'

/** 50 MB, the documented limit of one file. */
export const MAX_FILE_BYTES = 52_428_800

/** What the scanner said: nobody reads a file that waits, is infected or could not be checked. */
export const SCANS = ['waiting', 'clean', 'infected', 'failed', 'unscanned'] as const
/** Whether there are smaller pictures: never, not yet, there, or impossible. */
export const PREVIEWS = ['none', 'waiting', 'ready', 'failed'] as const
/** What a file is for; each has its own kinds and size, which a tenant may narrow or widen. */
export const PURPOSES = ['attachment', 'avatar', 'document', 'report'] as const
/** Longer sides of previews, in pixels: beside a text, and on a whole screen. */
export const PREVIEW_SIZES = ['320', '1600'] as const

export const scanState = () => choice(SCANS, { filterable: false }).default('unscanned')
export const previewState = () => choice(PREVIEWS, { filterable: false }).default('none')
/** Asks for a smaller picture instead of the file. */
export const previewSize = () => z.enum(PREVIEW_SIZES).optional()

export const File = entity('file', {
  table: 'files',
  written: { name: line(255, { personal: true }) },
  kept: {
    /** Found from the content, not said by the sender. */
    type: line(127),
    size: whole(),
    sha256: line(64),
    /** Null for what the platform itself stored. */
    uploaded_by: reference('user').nullable(),
    /** Since when it belongs to a record; what belongs to none is gone after a day. */
    attached_at: instant().nullable(),
    purpose: choice(PURPOSES, { filterable: false }).default('attachment'),
    scan: scanState(),
    preview: previewState(),
    /** Of a picture, in pixels as it is seen. */
    width: whole().nullable(),
    height: whole().nullable(),
  },
  access: { own: { uploaded_by: 'me' } },
})

const fileEvent = (name: string) =>
  event(name, { payload: z.object({ file: rowOf(File) }), about: File, can: 'files.read', record: ({ file }) => file })
/** A file was checked, or its pictures were made. */
export const fileChanged = fileEvent('file.changed')
/** A virus was found: the uploader and the administrators are to know. */
export const fileInfected = fileEvent('file.infected')

export const files = actions('files', '/files', {
  /** Takes the raw bytes as the body, with the name in the query, or a form. The file is attached to a record by its id afterwards. */
  upload: command('POST /', {
    in: z.strictObject({
      name: line(255),
      purpose: z.enum(PURPOSES).default('attachment'),
      body: z.any(),
      type: z.string().max(255).default(''),
    }),
    out: File,
    can: 'files.upload',
    status: 201,
    raw: 'body',
    form: true,
    free: true,
    // A little more than is taken, so that who is just above it is told how large a file may be.
    bodyLimit: MAX_FILE_BYTES + 1_048_576,
  }),
  get: query('GET /:id', { in: z.strictObject({ id: id() }), out: File, can: 'files.read' }),
  /**
   * The bytes of a file one has uploaded oneself; what is attached to a record is read through that record. `size` asks
   * for a smaller picture. Throws 409 while the file is checked, 403 when it may not be read, 404 for a picture that
   * there is not.
   */
  content: query('GET /:id/content', {
    in: z.strictObject({ id: id(), size: previewSize() }),
    out: z.any(),
    can: 'files.read',
    raw: 'answer',
  }),
})

export const links = actions('file_links', '/files/links', {
  /**
   * An address that may be opened without a token, for at most five minutes and only as long as this session lives:
   * for the browser's own download, a new tab, `<video>`. `path` is that of any action that answers bytes.
   */
  create: command('POST /', {
    in: z.strictObject({
      path: z
        .string()
        .max(500)
        .regex(/^\/api\/[\w/.~-]+(\?[\w=&.~%-]*)?$/),
    }),
    out: z.object({ url: z.string(), expires_at: instant() }),
    can: SIGNED_IN,
    free: true,
    secret: true,
  }),
})

/** A file on its way that goes on after a line or a process broke: the core protocol of tus 1.0 (with creation, termination). */
export const Upload = entity('file_upload', {
  table: 'file_uploads',
  written: { name: line(255, { personal: true }) },
  kept: {
    size: whole(),
    /** How many bytes are safe: where to go on. */
    received: whole(),
    purpose: choice(PURPOSES, { filterable: false }),
    uploaded_by: reference('user', { filterable: false }),
    /** What is not finished by then is gone. */
    expires_at: instant(),
    /** The file is there, under the same id. */
    finished: yesNo(),
  },
  access: { own: { uploaded_by: 'me' } },
})

const tus = { 'tus-resumable': '1.0.0' }
const progress = ({ received, size, expires_at }: Row<typeof Upload>) => ({
  ...tus,
  'upload-offset': String(received),
  'upload-length': String(size),
  'upload-expires': new Date(expires_at).toUTCString(),
})

export const uploads = actions('uploads', '/files/uploads', {
  /** `metadata` as tus has it: `filename` and `purpose`, each with its value in base64, instead of the fields. */
  create: command('POST /', {
    in: z.strictObject({
      name: line(255).optional(),
      size: z
        .int()
        .min(1)
        .max(2 ** 40),
      purpose: z.enum(PURPOSES).optional(),
      metadata: z.string().max(2_000).optional(),
    }),
    out: Upload,
    can: 'files.upload',
    status: 201,
    takes: { size: 'upload-length', metadata: 'upload-metadata' },
    tells: progress,
  }),
  /** How far an upload has come, also by HEAD. */
  get: query('GET /:id', { in: z.strictObject({ id: id() }), out: Upload, can: 'files.read', tells: progress }),
  /** Bytes from an offset on; those that arrived before the line broke are kept. The last one makes the file. */
  send: command('PATCH /:id', {
    in: z.strictObject({
      id: id(),
      offset: z
        .int()
        .min(0)
        .max(2 ** 40),
      body: z.any(),
      type: z.string().max(255).default(''),
    }),
    out: Upload,
    can: 'files.upload',
    status: 204,
    raw: 'body',
    free: true,
    bodyLimit: MAX_FILE_BYTES,
    takes: { offset: 'upload-offset' },
    tells: progress,
  }),
  /** Gives an upload up. */
  remove: command('DELETE /:id', {
    in: z.strictObject({ id: id() }),
    out: z.null(),
    can: 'files.upload',
    status: 204,
    tells: () => tus,
  }),
})

const Rule = z.object({
  purpose: z.enum(PURPOSES),
  /** Endings in lower case without the dot. */
  types: z
    .array(z.string().regex(/^[a-z0-9]{1,10}$/))
    .min(1)
    .max(100),
  /** Bytes; the installation's largest file is the most that counts. */
  max_size: z
    .int()
    .min(1)
    .max(2 ** 40),
})
/** What an organisation allows to be uploaded, for each purpose. */
export const fileRules = actions('file_rules', '/files/rules', {
  list: query('GET /', { out: z.object({ items: z.array(Rule) }), can: 'files.upload' }),
  /** The rules with where they come from, and the most that the installation allows. */
  overview: query('GET /overview', {
    out: z.object({
      items: z.array(Rule.extend({ is_own: z.boolean(), usual: Rule.omit({ purpose: true }) })),
      most: z.int(),
    }),
    can: 'files.govern',
  }),
  set: command('PUT /:purpose', { in: z.strictObject(Rule.shape), out: Rule, can: 'files.govern' }),
  /** Back to what the installation allows. */
  reset: command('DELETE /:purpose', {
    in: z.strictObject({ purpose: z.enum(PURPOSES) }),
    out: Rule,
    can: 'files.govern',
  }),
})

const isBytes = (value: unknown) =>
  value instanceof Uint8Array || (typeof value === 'object' && value !== null && Symbol.asyncIterator in value)

/** For other modules, in their own transaction. */
export const fileStore = actions('file_store', '/files', {
  /**
   * Keeps bytes that came another way than by upload (a mail's attachment). Any kind is taken but programs (415);
   * too large is 413. Attach it with `claim`.
   */
  store: command('POST /store', {
    in: z.strictObject({
      name: z.string(),
      /** All at once, or as they come: then from near by, for the transaction waits for the last of them. */
      bytes: z.custom<Uint8Array | AsyncIterable<Uint8Array>>(isBytes),
      purpose: z.enum(PURPOSES).default('attachment'),
    }),
    out: File,
    can: 'files.upload',
    internal: true,
  }),
  /**
   * Keeps what the platform itself writes: of any size, as it comes and outside of a transaction, believed and not scanned. It is
   * there when it is whole, and then belongs to no record until it is claimed.
   */
  write: command('POST /write', {
    in: z.strictObject({
      name: z.string(),
      type: z.string().max(127),
      bytes: z.custom<AsyncIterable<Uint8Array>>(isBytes),
      purpose: z.enum(PURPOSES).default('attachment'),
    }),
    out: File,
    can: 'files.upload',
    internal: true,
    free: true,
  }),
  /** Marks one's own files as belonging to a record. Throws 422 for others' files, 409 for those that belong already. */
  claim: command('POST /claim', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100) }),
    out: z.object({ items: z.array(rowOf(File)) }),
    can: 'files.upload',
    internal: true,
  }),
  /** Files whose record is gone: two years later they are gone too, unless they are held. */
  release: command('POST /release', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100) }),
    out: z.null(),
    can: 'files.govern',
    internal: true,
  }),
  /** Holds files back from every deletion for as long as the law wants (`held`), or lets them go. */
  hold: command('POST /hold', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100), held: z.boolean() }),
    out: z.null(),
    can: 'files.govern',
    internal: true,
  }),
})
