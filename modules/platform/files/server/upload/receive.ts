// Taking bytes in: measured, hashed and recognised on their way to the storage, never all in memory.
import { createHash } from 'node:crypto'
import { Problem } from '#kernel/contract/index.ts'
import { LOOKED_AT } from './content-type.ts'
import type { Storage } from '../storage/storage.ts'

export type Received = { type: string; size: number; sha256: string }

type Asked = {
  storage: Storage
  key: string
  bytes: AsyncIterable<Uint8Array>
  /** Bytes. */
  most: number
  /** The media type by the beginning of the content; throws for a kind that is refused. */
  typeOf: (head: Uint8Array) => Promise<string>
}

/** Stores bytes as they come. Throws 413 beyond `most`, 422 for no bytes, and as `typeOf` does; nothing is left then. */
export async function receive({ storage, key, bytes, most, typeOf }: Asked): Promise<Received> {
  const hash = createHash('sha256')
  let size = 0
  let type = ''

  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const chunk of withHead(bytes, async (head) => void (type = await recognised(head)))) {
      size += chunk.length
      if (size > most) throw new Problem('file.too_large', 413, { megabytes: Math.floor(most / 1_048_576) })
      hash.update(chunk)
      yield chunk
    }
  }
  async function recognised(head: Uint8Array): Promise<string> {
    if (head.length === 0) throw new Problem('file.empty', 422)
    return typeOf(head)
  }

  await storage.write(key, measured())
  return { type, size, sha256: hash.digest('hex') }
}

/** The same bytes, after `look` has seen their beginning. */
async function* withHead(
  bytes: AsyncIterable<Uint8Array>,
  look: (head: Uint8Array) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] | null = []
  let length = 0
  for await (const chunk of bytes) {
    if (!held) {
      yield chunk
      continue
    }
    held.push(chunk)
    length += chunk.length
    if (length < LOOKED_AT) continue
    await look(Buffer.concat(held))
    yield* held
    held = null
  }
  if (!held) return
  await look(Buffer.concat(held))
  yield* held
}
