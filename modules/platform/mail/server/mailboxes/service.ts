// One process watches the mailboxes of all tenants; when it ends, another one goes on within seconds.
import type { Platform } from '#kernel/server/context.ts'
import type { Service } from '#kernel/server/module.ts'
import { ownMailboxSource } from '../own-mailboxes/source.ts'
import { organisationMailbox } from './source.ts'
import { watch } from './watch.ts'

const TURN = 'mail.mailboxes'
const LOOK_MS = 2_000

type Wanted = { id: string; tenant_id: string; configured_at: string; of: 'organisation' | 'person' }
type Watched = { configured_at: string; halt: AbortController; done: Promise<void> }

export const mailboxService: Service = {
  name: 'mail.mailboxes',
  role: 'worker',
  start: (platform) => watchAll(platform),
}

async function watchAll(platform: Platform): Promise<{ stop(): Promise<void> }> {
  const watched = new Map<string, Watched>()
  const halt = new AbortController()
  platform.turn.claim(TURN)

  const leave = (id: string) => {
    const one = watched.get(id)
    watched.delete(id)
    one?.halt.abort()
    return one?.done
  }

  async function look(): Promise<void> {
    const wanted = platform.turn.holds(TURN) ? await wantedOf(platform) : []
    const byId = new Map(wanted.map((one) => [one.id, one]))
    for (const [id, { configured_at }] of watched) if (byId.get(id)?.configured_at !== configured_at) await leave(id)
    if (halt.signal.aborted) return
    for (const { configured_at, of, ...box } of wanted) {
      const { id } = box
      if (watched.has(id)) continue
      const own = new AbortController()
      const source = of === 'person' ? ownMailboxSource : organisationMailbox
      watched.set(id, { configured_at, halt: own, done: watch(platform, source(platform, box), own.signal) })
    }
  }

  let looking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking
      .then(() => (halt.signal.aborted ? undefined : look()))
      .catch((error: unknown) => platform.log.warn({ error: String(error) }, 'looking for mailboxes'))
  }, LOOK_MS)

  return {
    async stop() {
      clearInterval(timer)
      halt.abort()
      await looking
      await Promise.all([...watched.keys()].map(async (id) => leave(id)))
    },
  }
}

async function wantedOf(platform: Platform): Promise<Wanted[]> {
  const of = (table: 'mailboxes' | 'own_mailboxes') =>
    platform.database.platform('read', (db) =>
      db
        .selectFrom(`${table} as m`)
        .innerJoin('tenants as t', 't.id', 'm.tenant_id')
        .select(['m.id', 'm.tenant_id', 'm.configured_at'])
        .where('m.is_active', '=', true)
        .where('m.deleted_at', 'is', null)
        .where('t.is_active', '=', true)
        .where('t.deleted_at', 'is', null)
        .execute(),
    ) as Promise<Omit<Wanted, 'of'>[]>
  const [organisations, people] = await Promise.all([of('mailboxes'), of('own_mailboxes')])
  return [
    ...organisations.map((one) => ({ ...one, of: 'organisation' as const })),
    ...people.map((one) => ({ ...one, of: 'person' as const })),
  ]
}
