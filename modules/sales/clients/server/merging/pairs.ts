// Likely duplicates: looked for by a job, decided by people.
import { type In, invalid, type Out } from '#kernel/contract/index.ts'
import { reach, systemOf } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import type { Platform } from '#kernel/server/context.ts'
import { find } from '#kernel/server/crud.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { hiddenAmong, seenRecord } from '#kernel/server/custom/seen.ts'
import { every, jobKind, worker } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'
import { Client, type ClientRow, type merging } from '../../contract.ts'
import { clientFields, type ClientContext } from '../tables.ts'

const MOST = 100
/** A name that more clients share says nothing about any two of them. */
const MOST_NAMESAKES = 5
const MOST_FOUND = 5_000

const findPairs = jobKind<object>('clients.find_pairs')

export async function pairs(context: ClientContext): Promise<Out<typeof merging.pairs>> {
  const { db, actor } = context
  const { rows } = await sql<{ one: string; other: string; reason: string; found_at: string }>`
    select p.one, p.other, p.reason, p.found_at from client_pairs p
    join clients a on a.id = p.one and a.deleted_at is null and ${predicate(reach(actor, Client, 'clients.merge'), actor, 'a')}
    join clients b on b.id = p.other and b.deleted_at is null and ${predicate(reach(actor, Client, 'clients.merge'), actor, 'b')}
    where p.state = 'likely' order by p.found_at desc, p.one limit ${sql.lit(MOST + 1)}`.execute(db)
  const page = rows.slice(0, MOST)
  const ids = [...new Set(page.flatMap(({ one, other }) => [one, other]))]
  const found =
    ids.length === 0 ? [] : await db.selectFrom('clients').select(clientFields).where('id', 'in', ids).execute()
  const hidden = hiddenAmong(actor, await fieldsOf(db, actor.tenant_id, Client.name))
  const byId = new Map(found.map((client) => [client.id, seenRecord(client, hidden)]))
  return {
    items: page.map(({ one, other, ...pair }) => ({
      ...pair,
      one: byId.get(one) as ClientRow,
      other: byId.get(other) as ClientRow,
    })),
    more: rows.length > MOST,
  }
}

export async function setDifferent(
  context: ClientContext,
  { one, other, different }: In<typeof merging.setDifferent>,
): Promise<null> {
  if (one === other) throw invalid([{ pointer: '/other', code: 'same_client' }])
  for (const id of [one, other]) await find(context, Client, id, 'clients.merge')
  const [smaller, greater] = [one, other].sort()
  const state = different === false ? 'likely' : 'different'
  await sql`
    insert into client_pairs (one, other, reason, state, decided_by)
    values (${smaller}, ${greater}, 'name', ${state}, ${context.actor.user_id})
    on conflict (tenant_id, one, other) do update set state = excluded.state, decided_by = excluded.decided_by`.execute(
    context.db,
  )
  return null
}

export async function askToFind({ enqueue }: ClientContext): Promise<null> {
  await enqueue(findPairs, {})
  return null
}

/** Finds who has the same name, or a contact with another's address or number; forgets pairs of which one is gone. */
export async function findAll({ db }: ClientContext): Promise<void> {
  await sql`
    delete from client_pairs p using clients c
    where p.state = 'likely' and c.deleted_at is not null and c.id in (p.one, p.other)`.execute(db)
  await sql`
    insert into client_pairs (one, other, reason, state)
    select distinct on (one, other) one, other, reason, 'likely' from (
      select a.client as one, b.client as other, 'name' as reason
      from client_names a join client_names b on b.key = a.key and b.client > a.client
      where a.key in (
        select key from client_names where key <> '' group by key having count(*) between 2 and ${sql.lit(MOST_NAMESAKES)})
      union all
      select least(i.client, p.client), greatest(i.client, p.client), i.kind
      from client_contacts p join client_identities i on i.client <> p.client and p.deleted_at is null
        and ((i.kind = 'email' and i.value = p.email) or (i.kind = 'phone' and i.value = p.phone))
    ) found
    where exists (select from clients c where c.id = one and c.deleted_at is null)
      and exists (select from clients c where c.id = other and c.deleted_at is null)
    order by one, other, reason limit ${sql.lit(MOST_FOUND)}
    on conflict do nothing`.execute(db)
}

async function askTenants(platform: Platform): Promise<void> {
  const tenants = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('is_active', '=', true).where('deleted_at', 'is', null).execute(),
  )) as { id: string }[]
  for (const { id } of tenants) await platform.within(systemOf(id), {}, ({ enqueue }) => enqueue(findPairs, {}))
}

export const pairJobs = [every('35 2 * * *', 'clients.find_all_pairs', askTenants), worker(findPairs, findAll)]
