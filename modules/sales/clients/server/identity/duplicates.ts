// Who may be the same client as what is being typed. Everything is asked of an index.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { matches } from '#kernel/contract/index.ts'
import { type Expression, sql, type SqlBool } from 'kysely'
import { Client, type Holder, identity as contract } from '../../contract.ts'
import type { ClientContext } from '../tables.ts'
import { holdersOf, identitiesIn } from './holders.ts'
import { normalise } from './normalise.ts'

const MOST = 10
/** Fewer letters say nothing about a name. */
const SHORTEST_NAME = 3

type Found = { client: string; name: string; owner: string | null; team: string | null }

export async function duplicates(
  context: ClientContext,
  { of, name = '', ...given }: Parsed<typeof contract.duplicates>,
): Promise<Out<typeof contract.duplicates>> {
  const { values } = normalise(given)
  const [held, byContact, sameName, alike, different] = await Promise.all([
    holdersOf(context, identitiesIn(values)),
    contactsWith(context, values),
    name.trim() ? named(context, sameKey(name)) : [],
    name.trim().length >= SHORTEST_NAME ? likeNamed(context, name) : [],
    of ? differentFrom(context, of) : new Set<string>(),
  ])
  const found = new Map<string, Holder>()
  const add = ({ client, name: theirs, owner, team }: Found, reason: Holder['reasons'][number], removed = false) => {
    if (client === of || different.has(client)) return
    const isSeen = matches(reach(context.actor, Client, 'clients.read'), { owner, team }, context.actor)
    const known = found.get(client) ?? { client, name: isSeen ? theirs : null, removed, reasons: [] }
    if (!known.reasons.includes(reason)) known.reasons.push(reason)
    found.set(client, known)
  }
  for (const one of held.values()) add(one, one.kind, one.removed)
  for (const { reason, ...one } of byContact) add(one, reason)
  for (const one of sameName) add(one, 'name')
  for (const one of alike) if (!found.has(one.client)) add(one, 'alike')
  return { items: [...found.values()].slice(0, MOST) }
}

/** A subject of mail and telephone stands behind a contact too. */
async function contactsWith(
  { db }: ClientContext,
  { email, phone }: { email?: string | null; phone?: string | null },
): Promise<(Found & { reason: 'email' | 'phone' })[]> {
  const by = (column: 'email' | 'phone', value: string | null | undefined) =>
    value
      ? db
          .selectFrom('client_contacts as p')
          .innerJoin('clients as c', 'c.id', 'p.client')
          .select(['c.id as client', 'c.name', 'c.owner', 'c.team'])
          .where(`p.${column}`, '=', value)
          .where('p.deleted_at', 'is', null)
          .where('c.deleted_at', 'is', null)
          .limit(sql.lit(MOST))
          .execute()
          .then((rows) => rows.map((row) => ({ ...row, reason: column })))
      : []
  return (await Promise.all([by('email', email), by('phone', phone)])).flat()
}

const sameKey = (name: string): Expression<SqlBool> =>
  sql<SqlBool>`id in (select client from client_names where key = client_name_key(${name}) and key <> '')`

/** By words in any of their forms, a slip of the finger or another alphabet: as the search over everything understands it. */
async function likeNamed(context: ClientContext, name: string): Promise<Found[]> {
  return named(context, await context.platform.search.within(context, Client, name))
}

async function named({ db, actor }: ClientContext, condition: Expression<SqlBool>): Promise<Found[]> {
  return db
    .selectFrom('clients')
    .select(['id as client', 'name', 'owner', 'team'])
    .where('deleted_at', 'is', null)
    .where(condition)
    .where(predicate(reach(actor, Client, 'clients.read'), actor))
    .limit(sql.lit(MOST))
    .execute()
}

/** Whom somebody said to be another than this client. */
async function differentFrom({ db }: ClientContext, of: string): Promise<Set<string>> {
  const { rows } = await sql<{ client: string }>`
    select other as client from client_pairs where one = ${of} and state = 'different'
    union all
    select one from client_pairs where other = ${of} and state = 'different'`.execute(db)
  return new Set(rows.map(({ client }) => client))
}
