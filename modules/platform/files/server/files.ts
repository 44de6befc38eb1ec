// Files as rows, and reading them.
import { conflict, invalid, type Parsed, Problem, type Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { find } from '#kernel/server/crud.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { File, type files, type fileStore } from '../contract.ts'
import { keyOf, storageOf } from './storage/storage.ts'
import { anyType, uploadType } from './upload/content-type.ts'
import { fileNameOf } from './upload/file-name.ts'
import { receive } from './upload/receive.ts'
import { ruleOf } from './upload/rules.ts'
import { addRow, fileFields, type FileRow, PICTURES, take } from './upload/take.ts'

type In = Context<TablesOf<[typeof File]>>

/** Takes an upload while it comes; without a transaction, which would stay open as long as the sender's line is slow. */
export async function upload(
  context: In,
  { name: given, purpose, body }: Parsed<typeof files.upload>,
): Promise<FileRow> {
  const { platform, actor } = context
  const name = fileNameOf(given)
  const id = context.id()
  const { types, maxSize } = await platform.within(actor, context.meta, (inside) => ruleOf(inside, purpose))
  const typeOf = (head: Uint8Array) => uploadType(head, name, types)
  const bytes = body as AsyncIterable<Uint8Array>
  const received = await take(context, { id, name, bytes, most: maxSize, typeOf }).catch(refuseBroken)
  return rowOrNothing(context, { id, name, purpose, ...received })
}

/** The row of bytes that came outside of a transaction; where there can be none, the bytes go again. */
async function rowOrNothing(context: In, file: Parameters<typeof addRow>[1], ours?: 'unscanned'): Promise<FileRow> {
  const { platform, actor } = context
  try {
    return await context.finish(actor, (inside) => addRow(inside, file, ours))
  } catch (error) {
    await storageOf(platform.config).remove(keyOf(actor.tenant_id, file.id))
    throw error
  }
}

/** A sender who hung up is no fault of ours. */
function refuseBroken(error: unknown): never {
  const { code, message } = error as { code?: string; message?: string }
  throw code === 'ECONNRESET' && message === 'aborted' ? new Problem('file.upload_aborted', 400) : error
}

/** Keeps bytes for another module's transaction; if that is rolled back the sweep finds them. */
export async function store(
  context: In,
  { name: given, bytes, purpose }: Parsed<typeof fileStore.store>,
): Promise<FileRow> {
  const name = fileNameOf(given)
  const id = context.id()
  const received = await take(context, {
    id,
    name,
    bytes: bytes instanceof Uint8Array ? only(bytes) : bytes,
    most: context.platform.config.files.maxSize,
    async typeOf(head) {
      const type = await anyType(head, name)
      if (!type) throw new Problem('file.program', 415)
      return type
    },
  })
  return addRow(context, { id, name, purpose, ...received })
}

/** Keeps what the platform writes itself, however large. */
export async function write(
  context: In,
  { name: given, type, bytes, purpose }: Parsed<typeof fileStore.write>,
): Promise<FileRow> {
  const { platform, actor } = context
  const name = fileNameOf(given)
  const id = context.id()
  const [storage, key] = [storageOf(platform.config), keyOf(actor.tenant_id, id)]
  const received = await receive({ storage, key, bytes, most: Infinity, typeOf: async () => type })
  return rowOrNothing(context, { id, name, purpose, ...received }, 'unscanned')
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

export async function claim(context: In, { ids }: Parsed<typeof fileStore.claim>): Promise<{ items: FileRow[] }> {
  const { db, actor, now } = context
  const me = actor.kind === 'person' ? actor.user_id : null
  const found = await db
    .selectFrom('files')
    .select(fileFields)
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

/** Files whose record is gone; those of records that come back are claimed by nobody else meanwhile. */
export async function release({ db, now }: Context, { ids }: { ids: string[] }): Promise<null> {
  await keep(db, ids, { released_at: now })
  return null
}

export async function hold({ db }: Context, { ids, held }: { ids: string[]; held: boolean }): Promise<null> {
  await keep(db, ids, { held })
  return null
}

async function keep(db: Context['db'], ids: readonly string[], values: object): Promise<void> {
  await db
    .insertInto('file_keeping')
    .values(ids.map((file) => ({ file, ...values })))
    .onConflict((clash) => clash.columns(['tenant_id', 'file']).doUpdateSet(values))
    .execute()
}

export const get = (context: In, { id }: { id: string }): Promise<FileRow> => find(context, File, id, 'files.read')

/** The bytes of one file, or of a smaller picture of it. */
export async function content(context: In, { id, size }: Parsed<typeof files.content>): Promise<RawAnswer> {
  const file = await find(context, File, id, 'files.read')
  refuseUnchecked(file)
  const storage = storageOf(context.platform.config)
  const key = keyOf(context.actor.tenant_id, id)
  const { name, type, sha256 } = file
  const isPicture = PICTURES.has(type) && file.preview === 'ready'
  if (size) {
    if (!isPicture) throw new Problem('file.no_preview', 404)
    const bytes = (await keepingOf(context, id)).previews[size] ?? 0
    const open: RawAnswer['open'] = (range) => storage.read(`${key}.${size}.webp`, range)
    return { open, name: `${name}.webp`, type: 'image/webp', size: bytes, inline: true, etag: `${sha256}.${size}` }
  }
  const from = isPicture && (await keepingOf(context, id)).cleaned ? `${key}.clean` : key
  return { open: (range) => storage.read(from, range), name, type, size: file.size, inline: isPicture, etag: sha256 }
}

async function keepingOf({ db }: Context, id: string): Promise<{ cleaned: boolean; previews: Record<string, number> }> {
  const found = await db
    .selectFrom('file_keeping')
    .select(['cleaned', 'previews'])
    .where('file', '=', id)
    .executeTakeFirst()
  return (
    (found as { cleaned: boolean; previews: Record<string, number> } | undefined) ?? { cleaned: false, previews: {} }
  )
}

/** Nobody reads what has not been checked, and nobody ever what is infected. */
function refuseUnchecked({ scan, preview }: Row<typeof File>): void {
  if (scan === 'infected') throw new Problem('file.blocked', 403)
  if (scan === 'failed') throw new Problem('file.check_failed', 403)
  if (scan === 'waiting' || preview === 'waiting') throw conflict('file.checking')
}
