// Files people attach to things.
import * as z from 'zod'
import {
  actions,
  command,
  entity,
  id,
  instant,
  line,
  query,
  reference,
  rowOf,
  SIGNED_IN,
  whole,
} from '#kernel/contract/index.ts'

/** 50 MB, the documented limit of one file. */
export const MAX_FILE_BYTES = 52_428_800

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
  },
  access: { own: { uploaded_by: 'me' } },
})

export const files = actions('files', '/files', {
  /** Takes the raw bytes as the body; the name goes into the query. The file is attached to a record by its id afterwards. */
  upload: command('POST /', {
    in: z.strictObject({ name: line(255), body: z.any(), type: z.string().max(255).default('') }),
    out: File,
    can: 'files.upload',
    status: 201,
    raw: 'body',
    free: true,
    bodyLimit: MAX_FILE_BYTES,
  }),
  get: query('GET /:id', { in: z.strictObject({ id: id() }), out: File, can: 'files.read' }),
  /** The bytes of a file one has uploaded oneself; what is attached to a record is read through that record. */
  content: query('GET /:id/content', {
    in: z.strictObject({ id: id() }),
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
  }),
})

/** For other modules, in their own transaction. */
export const fileStore = actions('file_store', '/files', {
  /**
   * Keeps bytes that came another way than by upload (a mail's attachment). Any kind is taken but programs (415);
   * too large is 413. Attach it with `claim`.
   */
  store: command('POST /store', {
    in: z.strictObject({ name: z.string(), bytes: z.instanceof(Uint8Array) }),
    out: File,
    can: 'files.upload',
    internal: true,
  }),
  /** Marks one's own files as belonging to a record. Throws 422 for others' files, 409 for those that belong already. */
  claim: command('POST /claim', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100) }),
    out: z.object({ items: z.array(rowOf(File)) }),
    can: 'files.upload',
    internal: true,
  }),
})
