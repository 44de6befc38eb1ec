// Which clients have which identities, and the refusal that names them.
import { IDENTITIES, type IdentityKind, identity as contract, Client } from '../../contract.ts'
import { invalid, matches, type Out, type Parsed, type Refusal } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { sql } from 'kysely'
import type { ClientContext } from '../tables.ts'
import { type Identities, normalise } from './normalise.ts'

/** One client that has one identity. */
export type Held = { kind: IdentityKind; value: string; client: string; removed: boolean }
type HeldRow = Held & { name: string; owner: string | null; team: string | null }

/** The key of an identity in maps. */
export const keyOf = (kind: string, value: string) => `${kind} ${value}`

/**
 * Who holds some identities, thousands at once: one statement over the unique index. Values must be normalised. Each is looked up
 * by itself (`limit 1` keeps it so): a join that was planned while there were no clients compares every identity with each.
 */
export async function holdersOf(
  { db }: ClientContext,
  wanted: readonly { kind: IdentityKind; value: string }[],
): Promise<Map<string, HeldRow>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<HeldRow>`
    select w.kind, w.value, i.client, c.removed, c.name, c.owner, c.team
    from unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ value }) => value)}::text[]) as w (kind, value)
    cross join lateral (
      select h.client from client_identities h where h.kind = w.kind and h.value = w.value limit 1) as i
    cross join lateral (
      select h.deleted_at is not null as removed, h.name, h.owner, h.team from clients h where h.id = i.client limit 1) as c`.execute(
    db,
  )
  return new Map(rows.map((row) => [keyOf(row.kind, row.value), row]))
}

/** The identities among some values. */
export const identitiesIn = (values: Identities): { kind: IdentityKind; value: string }[] =>
  IDENTITIES.flatMap((kind) => (values[kind] ? [{ kind, value: values[kind] }] : []))

/** Does what writes clients; where the unique index refuses, says which field is taken and by whom. */
export async function refusingTaken<T>(
  context: ClientContext,
  values: Identities,
  own: string | null,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await context.attempt(write)
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'client_identities_pkey') throw error
    const held = await holdersOf(context, identitiesIn(values))
    throw invalid([...held.values()].filter(({ client }) => client !== own).map((one) => takenBy(context, one)))
  }
}

/** Whoever may see the holder is told its name and id. */
function takenBy({ actor }: ClientContext, { kind, client, name, removed, owner, team }: HeldRow): Refusal {
  const pointer = `/${kind}`
  if (!matches(reach(actor, Client, 'clients.read'), { owner, team }, actor))
    return { pointer, code: 'taken_by_hidden_client' }
  return { pointer, code: removed ? 'taken_by_removed_client' : 'taken_by_client', params: { name, client } }
}

/** Normalises rows and finds who holds what of them: what an import asks, a few thousand rows at a time. */
export async function identify(
  context: ClientContext,
  { rows }: Parsed<typeof contract.identify>,
): Promise<Out<typeof contract.identify>> {
  const seen = rows.map((row) => normalise(row))
  const held = await holdersOf(
    context,
    seen.flatMap(({ values }) => identitiesIn(values)),
  )
  return {
    rows: seen.map(({ values, refusals }) => ({
      email: values.email ?? null,
      phone: values.phone ?? null,
      tax_number: values.tax_number ?? null,
      refusals: refusals.map(({ pointer, code }) => ({ pointer, code })),
      holders: identitiesIn(values).flatMap(({ kind, value }) => {
        const holder = held.get(keyOf(kind, value))
        return holder ? [{ kind, client: holder.client, removed: holder.removed }] : []
      }),
    })),
  }
}
