// Clients of the demo's telecom company, with their people and a little history; seeding again adds nothing.
import { personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Running } from '#kernel/server/platform.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients, clientSources, clientStatuses, contacts } from '#modules/sales/clients/contract.ts'
import { COMPANIES } from './companies.ts'
import { PEOPLE } from './people.ts'
import { NOTES, SOURCES, STATUSES } from './words.ts'

const SLUG = 'acme'

/** Needs the organisation and its people of the support demo. Answers how many clients were made. */
export async function seedClients({ platform }: Pick<Running, 'platform'>): Promise<number> {
  const tenant = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('slug', '=', SLUG).executeTakeFirst(),
  )) as { id: string } | undefined
  if (!tenant) return 0
  return platform.within(systemOf(tenant.id), {}, async (context) => {
    const { items } = await context.call(clientStatuses.list, { limit: 1 })
    const sellers = await peopleWhoSell(context)
    if (items.length > 0 || sellers.length === 0) return 0
    const statuses = await made(context, clientStatuses, STATUSES)
    const sources = await made(context, clientSources, SOURCES)
    const all = [...COMPANIES, ...PEOPLE]
    for (const [index, one] of all.entries()) {
      const owner = sellers[index % sellers.length]!
      const { people = [], ...given } = one
      await context.as(owner, async ({ call }) => {
        const { id } = await call(clients.create, {
          ...given,
          owner: index % 9 === 8 && owner.role === 'sales_manager' ? null : owner.user_id,
          status: statuses[index % statuses.length]!,
          source: sources[index % sources.length]!,
          language: (['ru', 'uz', 'en'] as const)[index % 3]!,
          consent: index % 2 === 0,
        })
        for (const [place, person] of people.entries())
          await call(contacts.create, { id, ...person, is_main: place === 0 })
        const note = NOTES[index % NOTES.length]!
        if (index % 3 !== 2) await call(timeline.write, { entity: 'client', record: id, ...note })
        if (index % 4 === 1 && given.stage === 'lead') await call(clients.convert, { id })
      })
    }
    return all.length
  })
}

async function peopleWhoSell({ db, actor, platform }: Context) {
  const found = (await db
    .selectFrom('users')
    .select(['id', 'role', 'teams', 'language'])
    .where('role', 'in', ['sales_manager', 'seller'])
    .where('deleted_at', 'is', null)
    .orderBy('role')
    .execute()) as { id: string; role: string; teams: string[]; language: string }[]
  return found.map((person) => personOf(platform.access.roles, actor.tenant_id, person))
}

type Lists = typeof clientStatuses | typeof clientSources

async function made({ call }: Context, lists: Lists, words: readonly (readonly [string, string])[]): Promise<string[]> {
  const ids: string[] = []
  for (const [index, [name, color]] of words.entries()) {
    const draft = { name, color: color as 'gray', position: (index + 1) * 10, is_default: index === 0 }
    ids.push((await call(lists.create, draft)).id)
  }
  return ids
}
