// Files as rows: bytes are stored first, a row comes only after them.
import { conflict, invalid, type Parsed, Problem, type Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { find } from '#kernel/server/crud.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { File, type files, type fileStore } from '../contract.ts'
import { allowedType, anyType } from './content-type.ts'
import { fileNameOf } from './file-name.ts'
import { receive, type Received } from './receive.ts'
import { keyOf, storageOf } from './storage/storage.ts'

type In = Context<TablesOf<[typeof File]>>
type FileRow = Row<typeof File>
const fields = Object.keys(File.fields) as (keyof FileRow)[]

/** What a browser may show in place: pictures that carry no script. Everything else is saved, whatever it pretends to be. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Takes an upload while it comes; without a transaction, which would stay open as long as the sender's line is slow. */
export async function upload(context: In, { name: given, body }: Parsed<typeof files.upload>): Promise<FileRow> {
  const { platform, actor } = context
  const { maxSize, types } = platform.config.files
  const name = fileNameOf(given)
  const id = context.id()
  const key = keyOf(actor.tenant_id, id)
  const storage = storageOf(platform.config)
  const bytes = body as AsyncIterable<Uint8Array>
  const typeOf = async (head: Uint8Array) =>
    (await allowedType(head, name, types)) ?? refuse(new Problem('file.type_refused', 415, { types: types.join(', ') }))
  const received = await receive({ storage, key, bytes, most: maxSize, typeOf }).catch(refuseBroken)
  try {
    return await platform.within(actor, context.meta, (inside) => addRow(inside, id, name, received))
  } catch (error) {
    await storage.remove(key)
    throw error
  }
}

function refuse(problem: Problem): never {
  throw problem
}

/** A sender who hung up is no fault of ours. */
function refuseBroken(error: unknown): never {
  const { code, message } = error as { code?: string; message?: string }
  throw code === 'ECONNRESET' && message === 'aborted' ? new Problem('file.upload_aborted', 400) : error
}

/** Keeps bytes for another module's transaction; if that is rolled back the sweep finds them. */
export async function store(context: In, { name: given, bytes }: Parsed<typeof fileStore.store>): Promise<FileRow> {
  const { platform, actor } = context
  const name = fileNameOf(given)
  const id = context.id()
  const received = await receive({
    storage: storageOf(platform.config),
    key: keyOf(actor.tenant_id, id),
    bytes: only(bytes),
    most: platform.config.files.maxSize,
    typeOf: async (head) => (await anyType(head, name)) ?? refuse(new Problem('file.program', 415)),
  })
  return addRow(context, id, name, received)
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function addRow({ db, actor }: In, id: string, name: string, received: Received): Promise<FileRow> {
  const uploaded_by = actor.kind === 'person' ? actor.user_id : null
  return db
    .insertInto('files')
    .values({ id, name, ...received, uploaded_by, attached_at: null })
    .returning(fields)
    .executeTakeFirstOrThrow()
}

export async function claim(context: In, { ids }: Parsed<typeof fileStore.claim>): Promise<{ items: FileRow[] }> {
  const { db, actor, now } = context
  const me = actor.kind === 'person' ? actor.user_id : null
  const found = await db
    .selectFrom('files')
    .select(fields)
    .where('id', 'in', ids)
    .where('uploaded_by', 'is not distinct from', me)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const byId = new Map(found.map((file) => [file.id, file]))
  const unknown = ids.flatMap((id, index) =>
    byId.has(id) ? [] : [{ pointer: `/ids/${index}`, code: 'unknown_reference' }],
  )
  if (unknown.length > 0) throw invalid(unknown)
  if (found.some(({ attached_at }) => attached_at !== null)) throw conflict('file.taken')
  await db.updateTable('files').set({ attached_at: now }).where('id', 'in', ids).execute()
  return { items: ids.map((id) => byId.get(id)!) }
}

export const get = (context: In, { id }: { id: string }): Promise<FileRow> => find(context, File, id, 'files.read')

export async function content(context: In, { id }: { id: string }): Promise<RawAnswer> {
  const { name, type, size, sha256 } = await find(context, File, id, 'files.read')
  const storage = storageOf(context.platform.config)
  const key = keyOf(context.actor.tenant_id, id)
  return { open: (range) => storage.read(key, range), name, type, size, inline: SHOWN.has(type), etag: sha256 }
}
