// What people may know of each other, many at once: asked by every page that names somebody.
import { sql } from 'kysely'
import type { Out } from '#kernel/contract/index.ts'
import { scopeOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { type Organisation, type User, users } from '../../contract.ts'
import type { IdentityTables } from '../tables.ts'
import { SEEN_MINUTES, stateOf } from './state.ts'

type In = Context<TablesOf<[typeof User, typeof Organisation]> & IdentityTables>

const UNTOLD = { state: null, state_note: null, state_until: null }

export async function cards({ db, actor, now }: In, ids: readonly string[]): Promise<Out<typeof users.cards>> {
  const told = scopeOf(actor, users.list.can) === 'all'
  const since = new Date(Date.parse(now) - SEEN_MINUTES * 60_000).toISOString()
  const people = await db
    .selectFrom('users')
    .leftJoin('organisations', 'organisations.id', 'users.organisation')
    .select(['users.id', 'users.name', 'role', 'organisations.name as organisation', 'is_active', 'avatar'])
    .select(['availability', 'availability_note', 'availability_until'])
    .$if(told, (some) =>
      some.select(
        sql<boolean>`exists (
          select from sessions s
          left join session_sightings w on w.tenant_id = s.tenant_id and w.session_id = s.id
          where s.tenant_id = users.tenant_id and s.user_id = users.id and s.ended_at is null
            and greatest(s.used_at, w.seen_at) > ${since}::timestamptz)`.as('seen'),
      ),
    )
    .where('users.id', 'in', ids)
    .execute()
  return {
    items: people.map(({ availability, availability_note, availability_until, seen, ...card }) => ({
      ...card,
      ...(told ? stateOf({ availability, availability_note, availability_until }, seen === true, now) : UNTOLD),
    })),
  }
}
