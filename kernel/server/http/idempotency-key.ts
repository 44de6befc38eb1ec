// The Idempotency-Key header of a request, and what its body amounts to.
import type { FastifyRequest } from 'fastify'
import { createHash, createHmac, type Hash } from 'node:crypto'
import { type Action, malformed, Problem } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import { isKept, type Once } from '../idempotency/once.ts'

type Bytes = AsyncIterable<Uint8Array>
/** A request's key, and its body as it must be read so that the fingerprint knows it. */
export type Keyed = { once: Once | undefined; hashed: (body: Bytes) => Bytes }

const unkeyed: Keyed = { once: undefined, hashed: (body) => body }
const KEY = /^[\x21-\x7e]{1,255}$/

/**
 * `input` is all that was asked, but for a body of bytes. Reads the key of a request whose answer is kept. Anonymous callers have no account that a key could belong to: theirs
 * are ignored. `secret` keeps the fingerprints from telling what was sent. Throws 400 for a key that is none.
 */
export function keyOf(request: FastifyRequest, action: Action, actor: Actor, input: unknown, secret: string): Keyed {
  const key = request.headers['idempotency-key']
  if (key === undefined || actor.kind !== 'person' || !isKept(action)) return unkeyed
  if (typeof key !== 'string' || !KEY.test(key)) throw malformed('idempotency.key')
  const body = action.raw === 'body' ? bodyHash(action.bodyLimit) : null
  const said = () =>
    JSON.stringify([action.method, action.path, input, request.headers['if-match'] ?? null, body && body.digest()])
  return {
    hashed: body?.hashed ?? unkeyed.hashed,
    once: {
      tenant_id: actor.tenant_id,
      account: actor.user_id,
      key,
      across: action.across === true && !action.free,
      replayed: false,
      kept: false,
      fingerprint: async () => {
        await body?.drain()
        return createHmac('sha256', secret).update('idempotency ').update(said()).digest('base64url')
      },
    },
  }
}

/** Hashes up to `most` bytes as they go by; what nobody has read is read when the digest is asked for. */
function bodyHash(most: number): { hashed: (body: Bytes) => Bytes; drain: () => Promise<void>; digest: () => string } {
  const hash: Hash = createHash('sha256')
  let source: AsyncIterator<Uint8Array> | undefined
  let digest: string | undefined
  let size = 0
  async function next(): Promise<IteratorResult<Uint8Array>> {
    const read = await source!.next()
    if (read.done) digest ??= hash.digest('base64url')
    else if ((size += read.value.length) > most) throw new Problem('body_too_large', 413)
    else hash.update(read.value)
    return read
  }
  return {
    hashed: (body) => {
      source = body[Symbol.asyncIterator]()
      return { [Symbol.asyncIterator]: () => ({ next }) }
    },
    drain: async () => {
      while (source && digest === undefined) await next()
    },
    digest: () => digest ?? '',
  }
}
