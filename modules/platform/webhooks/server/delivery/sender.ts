// The sender: looks which webhooks have something due and gives each a turn, many at a time, none twice.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '#kernel/server/context.ts'
import type { Service } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { type Place, turn } from './turn.ts'

/** Receivers that may be slow at the same time before others have to wait for a place. */
const TURNS = 32
const LOOK_MS = 250

/** One in every process with the role worker; they share the work by leases. */
export const senderService: Service = {
  name: 'webhooks',
  role: 'worker',
  async start(platform) {
    const ending = new AbortController()
    const busy = new Map<string, Promise<void>>()
    const loop = send(platform, busy, ending.signal)
    return {
      async stop() {
        ending.abort()
        await loop
        await Promise.all(busy.values())
      },
    }
  },
}

async function send(platform: Platform, busy: Map<string, Promise<void>>, ending: AbortSignal): Promise<void> {
  let freed = Promise.withResolvers<void>()
  const begin = (place: Place) => {
    const work = turn(platform, place)
      .catch((error: unknown) => platform.log.error({ error: said(error), webhook: place.webhook }, 'webhook turn'))
      .finally(() => {
        busy.delete(place.webhook)
        freed.resolve()
      })
    busy.set(place.webhook, work)
  }
  while (!ending.aborted) {
    const found = await due(platform, TURNS * 2).catch((error: unknown) => {
      platform.log.warn({ error: String(error) }, 'webhook queue')
      return []
    })
    const begun = found.filter(({ webhook }) => !busy.has(webhook)).slice(0, TURNS - busy.size)
    begun.forEach(begin)
    freed = Promise.withResolvers()
    // A turn that ends at once may leave more to do; otherwise the next look is soon enough.
    await Promise.race([sleep(LOOK_MS, undefined, { signal: ending }).catch(() => undefined), freed.promise])
  }
}

/** Who has waited longest comes first; a webhook takes one place however much it has to send. */
async function due(platform: Platform, limit: number): Promise<Place[]> {
  return (await platform.database.platform('read', (db) =>
    db
      .selectFrom('webhook_queue')
      .select(['tenant_id', 'webhook'])
      .where(sql<boolean>`due_at <= now() and not_before <= now() and leased_until <= now()`)
      .orderBy('due_at')
      .limit(sql.lit(limit))
      .execute(),
  )) as Place[]
}

const said = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))
