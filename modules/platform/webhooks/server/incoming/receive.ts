// A call from outside: proven, stored as it is, answered at once. What it means is found out afterwards.
import { createHash } from 'node:crypto'
import { notFound, Problem } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { implement } from '#kernel/server/module.ts'
import { sealOf } from '#kernel/server/seal/seal.ts'
import { hooks } from '../../contract.ts'
import { type Headers, isHmacOf, verified } from '../signing.ts'
import { type HookContext, type IncomingHookRow, tables } from '../tables.ts'
import { secretPlace } from './endpoints.ts'
import { handleCall } from './handle.ts'

const MOST_BYTES = 256 * 1024

type Call = { token: string; body: AsyncIterable<Uint8Array>; headers: Headers }

export default implement(
  hooks,
  { tables },
  {
    async receive({ platform, meta }, input) {
      const { token, body, headers } = input as Call
      const place = await platform.database.platform('read', (db) =>
        db
          .selectFrom('incoming_hooks')
          .select(['id', 'tenant_id'])
          .where('token', '=', token)
          .where('is_active', '=', true)
          .where('deleted_at', 'is', null)
          .executeTakeFirst(),
      )
      if (!place) throw notFound('incoming_hook')
      const bytes = await whole(body)
      return platform.within(systemOf(place['tenant_id'] as string), meta, (context) =>
        take(context, place['id'] as string, bytes, headers),
      )
    },
  },
)

async function take(context: HookContext, id: string, body: Buffer, headers: Headers) {
  const { db, enqueue, platform, now } = context
  const hook = (await db
    .selectFrom('incoming_hooks as hook')
    .innerJoin('incoming_secrets as secret', 'secret.hook', 'hook.id')
    .select(['hook.id', 'hook.scheme', 'hook.signature_header', 'hook.id_header', 'secret.sealed'])
    .where('hook.id', '=', id)
    .executeTakeFirstOrThrow()) as IncomingHookRow & { sealed: string }
  const message = proven(hook, sealOf(platform).open(hook.sealed, secretPlace(id)), headers, body, Date.parse(now))
  const call = context.id()
  const stored = await db
    .insertInto('incoming_calls')
    .values({
      id: call,
      hook: id,
      // Who gives no id repeats themselves on purpose.
      message: message ?? call,
      state: 'received',
      size: body.length,
      body: body.toString('utf8').replaceAll('\u0000', '�').toWellFormed(),
    })
    .onConflict((met) => met.columns(['tenant_id', 'hook', 'message']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!stored) {
    const before = await db
      .selectFrom('incoming_calls')
      .select('id')
      .where('hook', '=', id)
      .where('message', '=', message!)
      .executeTakeFirstOrThrow()
    return { id: before['id'] as string, duplicate: true }
  }
  await enqueue(handleCall, { call })
  return { id: call, duplicate: false }
}

/** The id that a genuine call gives itself, null when it gives none; throws 401 for a call that is not genuine. */
function proven(hook: IncomingHookRow, secret: string, headers: Headers, body: Buffer, now: number): string | null {
  if (hook.scheme === 'standard') {
    const found = verified(secret, headers, body, now)
    if ('refusal' in found) throw new Problem(`hook.${found.refusal}`, 401)
    return found.id
  }
  const given = headers[hook.signature_header.toLowerCase()]
  if (typeof given !== 'string' || !given) throw new Problem('hook.unsigned', 401)
  if (!isHmacOf(secret, given, body)) throw new Problem('hook.wrong_signature', 401)
  const named = hook.id_header ? headers[hook.id_header.toLowerCase()] : undefined
  if (typeof named !== 'string' || !named) return null
  return named.length <= 200 ? named : createHash('sha256').update(named).digest('hex')
}

async function whole(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    parts.push(part)
    size += part.length
    if (size > MOST_BYTES) throw new Problem('body_too_large', 413)
  }
  return Buffer.concat(parts)
}
