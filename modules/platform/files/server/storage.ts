// Bytes on the local disk: `files/<tenant>/<last two of the id>/<id>` below DATA_DIR.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { Problem } from '#kernel/contract/index.ts'
import { LOOKED_AT } from './content-type.ts'

export type Place = { dataDir: string; tenant: string; id: string }
export type Stored = { size: number; sha256: string; head: Buffer }
export type Bytes = Readable | Uint8Array | string

// The end of an id is random, its beginning is the time.
const fileOf = ({ dataDir, tenant, id }: Place) => path.join(dataDir, 'files', tenant, id.slice(-2), id)

/** Writes bytes as they come, durable when it returns. Throws 413 beyond `most` bytes, and leaves nothing behind then. */
export async function store(place: Place, bytes: Bytes, most: number): Promise<Stored> {
  const file = fileOf(place)
  const draft = `${file}.draft`
  await mkdir(path.dirname(file), { recursive: true })
  const handle = await open(draft, 'wx', 0o644)
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let size = 0
  try {
    for await (const piece of piecesOf(bytes)) {
      const chunk = Buffer.from(piece)
      size += chunk.length
      if (size > most) throw new Problem('file.too_large', 413, { megabytes: Math.floor(most / 1_048_576) })
      if (head.length < LOOKED_AT) head = Buffer.concat([head, chunk]).subarray(0, LOOKED_AT)
      hash.update(chunk)
      await handle.writeFile(chunk)
    }
    await handle.sync()
    await handle.close()
    await rename(draft, file)
    return { size, sha256: hash.digest('hex'), head }
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

const piecesOf = (bytes: Bytes): Iterable<Uint8Array> | AsyncIterable<Uint8Array> =>
  typeof bytes === 'string' ? [Buffer.from(bytes)] : bytes instanceof Uint8Array ? [bytes] : bytes

export const read = (place: Place): Readable => createReadStream(fileOf(place))

export const discard = (place: Place): Promise<void> => rm(fileOf(place), { force: true })
