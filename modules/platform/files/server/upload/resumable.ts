// Uploads in pieces that go on where they stopped: every few megabytes are stored and noted before the next.
import { randomBytes } from 'node:crypto'
import { conflict, invalid, notFound, type Parsed, Problem, type Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import { sql } from 'kysely'
import { PURPOSES, Upload, type uploads } from '../../contract.ts'
import { keyOf, storageOf, type Storage } from '../storage/storage.ts'
import { LOOKED_AT, uploadType } from './content-type.ts'
import { endingOf, fileNameOf } from './file-name.ts'
import { ruleOf } from './rules.ts'
import { addRow, take } from './take.ts'

type UploadRow = Row<typeof Upload>
const fields = Object.keys(Upload.fields) as (keyof UploadRow)[]

/** What a process that is killed loses of an upload, at most. */
const PART_BYTES = 4 * 1_048_576
/** So small pieces that there would be more of them are no upload any more. */
const MOST_PARTS = 2_000
const LIVES_MS = 86_400_000

/** Opens an upload; what is refused by its name or size is refused before any byte is sent. */
export async function create(context: Context, asked: Parsed<typeof uploads.create>): Promise<UploadRow> {
  const { db, actor, now, id } = context
  const { name: given = asked.name, purpose = asked.purpose ?? 'attachment' } = told(asked.metadata)
  if (!given) throw invalid([{ pointer: '/name', code: 'required' }])
  const name = fileNameOf(given)
  const { types, maxSize } = await ruleOf(context, purpose)
  if (asked.size > maxSize) throw new Problem('file.too_large', 413, { megabytes: Math.floor(maxSize / 1_048_576) })
  const ending = endingOf(name)
  if (ending && !types.includes(ending)) throw new Problem('file.type_refused', 415, { types: types.join(', ') })
  const expires_at = new Date(Date.parse(now) + LIVES_MS).toISOString()
  const values = {
    id: id(),
    name,
    size: asked.size,
    received: 0,
    purpose,
    uploaded_by: actor.user_id,
    expires_at,
    finished: false,
  }
  return (await db.insertInto('file_uploads').values(values).returning(fields).executeTakeFirstOrThrow()) as UploadRow
}

/** tus' Upload-Metadata: `filename d29ybGQ=,purpose YXZhdGFy`. */
function told(metadata = ''): { name?: string; purpose?: UploadRow['purpose'] } {
  const pairs = metadata.split(',').map((pair) => pair.trim().split(' '))
  const value = (key: string) => {
    const found = pairs.find(([name]) => name === key)?.[1]
    return found && Buffer.from(found, 'base64').toString('utf8').slice(0, 1_000)
  }
  const [name, purpose] = [value('filename'), PURPOSES.find((one) => one === value('purpose'))]
  return { ...(name ? { name } : {}), ...(purpose ? { purpose } : {}) }
}

export const uploadOf = (context: Context, { id }: { id: string }): Promise<UploadRow> =>
  find(context, Upload, id, 'files.read') as Promise<UploadRow>

/** Takes bytes from an offset on. Throws 409 when that is not where the upload stands, 404 when there is none any more. */
export async function send(context: Context, { id, offset, body }: Parsed<typeof uploads.send>): Promise<UploadRow> {
  const { platform, actor, meta } = context
  const within = <T>(work: (inside: Context) => Promise<T>) => platform.within(actor, meta, work)
  const [found, { types }] = await within(async (inside) => {
    const row = await find(inside, Upload, id, 'files.upload')
    return [row, await ruleOf(inside, row.purpose)] as const
  })
  if (Date.parse(found.expires_at) < Date.now()) throw notFound(Upload.name)
  if (offset !== found.received) throw conflict('file.offset', { offset: found.received })
  if (found.finished) return found
  const storage = storageOf(platform.config)
  const pieces = intoParts(body as AsyncIterable<Uint8Array>, found.size - found.received)
  const typeOf = (head: Uint8Array) => uploadType(head, found.name, types)
  let upload = found
  for await (const part of pieces.parts) {
    const key = `${keyOf(actor.tenant_id, id)}.${upload.received}.${randomBytes(4).toString('hex')}.part`
    await storage.write(key, part.bytes)
    if (upload.received === 0 && (part.head.length >= LOOKED_AT || part.size === upload.size))
      await orDrop(typeOf(part.head), [key])
    upload = await noted(upload, key, part.size)
  }
  if (upload.received === upload.size) return finished()
  if (pieces.broken()) throw new Problem('file.upload_aborted', 400)
  return upload

  /** Of two who send the same bytes one is told that the upload has gone on. */
  async function noted({ received: start }: UploadRow, key: string, size: number): Promise<UploadRow> {
    try {
      return await within(async ({ db }) => {
        const row = await db
          .updateTable('file_uploads')
          .set({ received: sql`received + ${size}` })
          .where('id', '=', id)
          .where('received', '=', start)
          .returning(fields)
          .executeTakeFirst()
        if (!row) throw conflict('file.offset', { offset: start + size })
        await db.insertInto('file_parts').values({ upload: id, start, size, key }).execute()
        const { count } = (await db
          .selectFrom('file_parts')
          .select(sql<number>`count(*)::int`.as('count'))
          .where('upload', '=', id)
          .executeTakeFirstOrThrow()) as { count: number }
        if (count > MOST_PARTS) throw new Problem('file.too_many_parts', 413)
        return row as UploadRow
      })
    } catch (error) {
      await storage.remove(key)
      throw error
    }
  }

  async function finished(): Promise<UploadRow> {
    const keys = await within(async ({ db }) => {
      const rows = await db.selectFrom('file_parts').select('key').where('upload', '=', id).orderBy('start').execute()
      return rows.map(({ key }) => key as string)
    })
    const bytes = joined(storage, keys)
    const { name, purpose, size } = upload
    const received = await orDrop(take(context, { id, name, bytes, most: size, typeOf }), keys).catch(overtaken)
    if (!received) return { ...upload, finished: true }
    const row = await within(async (inside) => {
      const done = await inside.db
        .updateTable('file_uploads')
        .set({ finished: true })
        .where('id', '=', id)
        .where('finished', '=', false)
        .returning(fields)
        .executeTakeFirst()
      // Somebody who sent the same last bytes was faster, or it was given up: then there is none.
      if (!done) return find(inside, Upload, id, 'files.upload')
      await addRow(inside, { id, name, purpose, ...received })
      await inside.db.deleteFrom('file_parts').where('upload', '=', id).execute()
      return done as UploadRow
    })
    for (const key of keys) await storage.remove(key)
    return { ...row, finished: true }
  }

  /** The parts go when somebody else has finished the upload, or has given it up; null in the first case, 404 in the other. */
  async function overtaken(error: unknown): Promise<null> {
    if (error instanceof Problem) throw error
    const now = await within((inside) => find(inside, Upload, id, 'files.upload') as Promise<UploadRow>)
    if (!now.finished) throw error
    return null
  }

  /** What is refused for what it is will not be better the next time: nothing of it is kept. */
  async function orDrop<T>(judged: Promise<T>, keys: readonly string[]): Promise<T> {
    try {
      return await judged
    } catch (error) {
      if (error instanceof Problem && error.status < 500) {
        await within(({ db }) => db.deleteFrom('file_uploads').where('id', '=', id).execute())
        for (const key of keys) await storage.remove(key)
      }
      throw error
    }
  }
}

export async function remove(context: Context, { id }: { id: string }): Promise<null> {
  const { db, platform } = context
  await findLocked(context, Upload, id, 'files.upload')
  const parts = await db.deleteFrom('file_parts').where('upload', '=', id).returning('key').execute()
  await db.deleteFrom('file_uploads').where('id', '=', id).execute()
  const storage = storageOf(platform.config)
  for (const { key } of parts) await storage.remove(key as string)
  return null
}

async function* joined(storage: Storage, keys: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const key of keys) yield* await storage.read(key)
}

type Part = { bytes: AsyncIterable<Uint8Array>; head: Uint8Array; size: number }

/**
 * Splits a stream into parts of a few megabytes without holding them; `size` and `head` of a part are there once its
 * bytes have been read. A line that breaks ends the last part: what arrived is kept. Throws 413 beyond `most` bytes.
 */
function intoParts(source: AsyncIterable<Uint8Array>, most: number) {
  const iterator = source[Symbol.asyncIterator]()
  let total = 0
  let isBroken = false
  const next = async (): Promise<Uint8Array | null> => {
    try {
      const { value, done } = await iterator.next()
      if (done) return null
      total += (value as Uint8Array).length
      if (total > most) throw new Problem('file.longer_than_said', 413)
      return value as Uint8Array
    } catch (error) {
      if (error instanceof Problem) throw error
      isBroken = true
      return null
    }
  }
  async function* parts(): AsyncGenerator<Part> {
    for (let first = await next(); first; first = await next()) {
      const part: Part = { bytes: [] as never, head: Buffer.alloc(0), size: 0 }
      const begin = first
      part.bytes = (async function* () {
        for (let chunk: Uint8Array | null = begin; chunk; chunk = part.size < PART_BYTES ? await next() : null) {
          part.size += chunk.length
          if (part.head.length < LOOKED_AT) part.head = Buffer.concat([part.head, chunk])
          yield chunk
        }
      })()
      yield part
    }
  }
  return { parts: parts(), broken: () => isBroken }
}
