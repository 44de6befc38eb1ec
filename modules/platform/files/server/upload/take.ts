// One way in for every file, however it came: type, pixels, table of contents; bytes first, then the row.
import { Problem, type Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { File } from '../../contract.ts'
import { checkJob } from '../check/check.ts'
import { MOST_PIXELS, pictureSize } from '../pictures/picture-size.ts'
import { keyOf, storageOf } from '../storage/storage.ts'
import { checkArchive } from './archive.ts'
import { receive, type Received } from './receive.ts'

export type FileRow = Row<typeof File>
export const fileFields = Object.keys(File.fields) as (keyof FileRow)[]

/** Pictures that a browser may show in place, after we made them anew: they carry no script. */
export const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
const ARCHIVES = /^application\/(zip|vnd\.openxmlformats-officedocument\..*)$/

type Taken = {
  id: string
  name: string
  bytes: AsyncIterable<Uint8Array>
  /** Bytes. */
  most: number
  /** The media type by the beginning of the content; throws for a kind that is refused. */
  typeOf: (head: Uint8Array) => Promise<string>
}

/** Stores and checks bytes. Throws as `receive` and `checkArchive` do; nothing is left then. */
export async function take({ platform, actor }: Context, { id, name, bytes, most, typeOf }: Taken): Promise<Received> {
  const storage = storageOf(platform.config)
  const key = keyOf(actor.tenant_id, id)
  const lookedAt = async (head: Uint8Array) => {
    const type = await typeOf(head)
    refuseLarge(head, type)
    return type
  }
  const received = await receive({ storage, key, bytes, most, typeOf: lookedAt })
  try {
    if (ARCHIVES.test(received.type) && (await isZip(storage.read(key, { start: 0, end: 3 }))))
      await checkArchive({ storage, key, size: received.size, name })
  } catch (error) {
    await storage.remove(key)
    throw error
  }
  return received
}

/** Office files with a password are of another format, which has no table of contents. */
async function isZip(head: Promise<AsyncIterable<Buffer>>): Promise<boolean> {
  const chunks: Buffer[] = []
  for await (const chunk of await head) chunks.push(chunk)
  return Buffer.concat(chunks).toString('latin1').startsWith('PK')
}

function refuseLarge(head: Uint8Array, type: string): void {
  if (!PICTURES.has(type)) return
  const size = pictureSize(head)
  if (size && size.width * size.height > MOST_PIXELS)
    throw new Problem('file.too_many_pixels', 413, { megapixels: MOST_PIXELS / 1_000_000 })
}

type New = Received & Pick<FileRow, 'id' | 'name' | 'purpose'>

/** The row of bytes that are there; its check is under way with it, unless they are ours. */
export async function addRow(context: Context, file: New, ours?: 'unscanned'): Promise<FileRow> {
  const { db, actor, platform, enqueue } = context
  const scan = ours ?? (platform.config.files.clamav ? 'waiting' : 'unscanned')
  const preview = PICTURES.has(file.type) ? 'waiting' : 'none'
  const uploaded_by = actor.kind === 'person' ? actor.user_id : null
  const row = await db
    .insertInto('files')
    .values({ ...file, uploaded_by, attached_at: null, scan, preview })
    .returning(fileFields)
    .executeTakeFirstOrThrow()
  if (scan === 'waiting' || preview === 'waiting') await enqueue(checkJob, { file: file.id })
  return row as FileRow
}
