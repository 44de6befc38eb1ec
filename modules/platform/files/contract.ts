// Files people attach to things.
import * as z from 'zod'
import { actions, command, entity, id, line, query, reference, whole } from '#kernel/contract/index.ts'

/** 50 MB, the documented limit of one file. */
export const MAX_FILE_BYTES = 52_428_800

export const File = entity('file', {
  table: 'files',
  written: { name: line(255, { personal: true }) },
  kept: { type: line(127), size: whole(), sha256: line(64), uploaded_by: reference('user') },
  access: { own: { uploaded_by: 'me' } },
})

export const files = actions('files', '/files', {
  /** Takes the raw bytes as the body; the name goes into the query. The file is attached to a record by its id afterwards. */
  upload: command('POST /', {
    in: z.object({ name: line(255), body: z.any(), type: z.string() }),
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
