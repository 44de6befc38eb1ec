// Two records of one client become one in a transaction; undoing reads back what was kept of it.
import { isDeepStrictEqual } from 'node:util'
import { conflict, invalid, MOST_TAGS, notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { changeBy, find, findLocked } from '#kernel/server/crud.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { hiddenAmong, seenRecord } from '#kernel/server/custom/seen.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { sql } from 'kysely'
import {
  Client,
  clientChanged,
  clientMerged,
  clientRemoved,
  clientRestored,
  type ClientRow,
  IDENTITIES,
  MERGED_FIELDS,
  type merging,
  UNDO_DAYS,
} from '../../contract.ts'
import { changesBetween, lineOf, newIn } from '../client-line.ts'
import { refusingTaken } from '../identity/holders.ts'
import { clientFields, type ClientContext } from '../tables.ts'
import { countPointing, type Moved, movePointing, putBackPointing } from './references.ts'

const OWN = 'custom.'

type Kept = {
  id: string
  winner: string
  loser: string
  winner_before: ClientRow
  winner_after: ClientRow
  loser_before: ClientRow
  moved: { pointing: Moved[]; demoted: string[] }
  undone_at: string | null
  is_late: boolean
}

/** Two different clients that the caller may merge, taken in one order so that two merges cannot wait for each other. */
async function both(
  context: ClientContext,
  winner: string,
  loser: string,
  take: typeof find,
): Promise<[ClientRow, ClientRow]> {
  if (winner === loser) throw invalid([{ pointer: '/other', code: 'same_client' }])
  const found = new Map<string, ClientRow>()
  for (const id of [winner, loser].sort()) found.set(id, await take(context, Client, id, 'clients.merge'))
  return [found.get(winner)!, found.get(loser)!]
}

export async function preview(
  context: ClientContext,
  { id, other }: Parsed<typeof merging.preview>,
): Promise<Out<typeof merging.preview>> {
  const [winner, loser] = await both(context, id, other, find)
  const { db, actor } = context
  const hidden = hiddenAmong(actor, await fieldsOf(db, actor.tenant_id, Client.name))
  return {
    winner: seenRecord(winner, hidden),
    loser: seenRecord(loser, hidden),
    moves: await countPointing(context, other),
  }
}

export async function merge(
  context: ClientContext,
  { id, other, take }: Parsed<typeof merging.merge>,
): Promise<ClientRow> {
  const { db, actor, emit, call } = context
  const [winner, loser] = await both(context, id, other, findLocked)
  const custom = await mergedCustom(context, [winner, loser], take)
  const mergeId = context.id()
  // Its identities are free from here on.
  await db.updateTable('clients').set({ merged_into: id, deleted_at: context.now }).where('id', '=', other).execute()
  const taken = Object.fromEntries(
    MERGED_FIELDS.filter((field) => take.includes(field)).map((field) => [field, loser[field]]),
  )
  const wanted: Partial<ClientRow> = newIn(winner, {
    ...taken,
    tags: [...new Set([...winner.tags, ...loser.tags])].slice(0, MOST_TAGS),
    // Whoever has bought is a client, whichever record says so.
    ...(loser.stage === 'client' && winner.stage === 'lead'
      ? { stage: 'client' as const, converted_at: loser.converted_at ?? context.now }
      : {}),
  })
  const { after: merged } = await changeBy(context, Client, id, 'clients.merge', () => wanted)
  const after = await withCustom(context, merged as ClientRow, custom)
  await keepIdentities(context, mergeId, id, [winner, loser])
  const demoted = await demote(context, id, other)
  const pointing = await movePointing(context, other, id)
  await sql`delete from client_pairs where one = ${other} or other = ${other}`.execute(db)
  await sql`
    insert into client_merges (id, actor, winner, loser, winner_before, winner_after, loser_before, moved)
    values (${mergeId}, ${actor.user_id}, ${id}, ${other}, ${JSON.stringify(winner)}, ${JSON.stringify(after)},
      ${JSON.stringify(loser)}, ${JSON.stringify({ pointing, demoted })})`.execute(db)
  await call(timeline.join, { entity: Client.name, record: id, other })
  emit(clientMerged, {
    client: lineOf(after),
    merged: { id: other, name: loser.name },
    changes: changesBetween(winner, after),
  })
  emit(clientRemoved, { client: lineOf(loser) })
  return after
}

/** What the winner has not, it gets of the other, also what is hidden from who merges; a chosen field is the other's, empty or not. */
async function mergedCustom(
  { db, actor }: ClientContext,
  [winner, loser]: [ClientRow, ClientRow],
  take: readonly string[],
): Promise<ClientRow['custom']> {
  const chosen = take.filter((name) => name.startsWith(OWN)).map((name) => name.slice(OWN.length))
  const custom = { ...loser.custom, ...winner.custom }
  if (chosen.length === 0) return custom
  const fields = await fieldsOf(db, actor.tenant_id, Client.name)
  const hidden = hiddenAmong(actor, fields)
  const known = new Set(fields.map(({ key }) => key).filter((key) => !hidden.has(key)))
  const unknown = take.flatMap((name, at) =>
    name.startsWith(OWN) && !known.has(name.slice(OWN.length))
      ? [{ pointer: `/take/${at}`, code: 'unknown_field' }]
      : [],
  )
  if (unknown.length > 0) throw invalid(unknown)
  const left = Object.entries(custom).filter(([key]) => !chosen.includes(key))
  const theirs = Object.entries(loser.custom).filter(([key]) => chosen.includes(key))
  return Object.fromEntries([...left, ...theirs])
}

async function withCustom({ db }: ClientContext, client: ClientRow, custom: ClientRow['custom']): Promise<ClientRow> {
  if (isDeepStrictEqual(client.custom, custom)) return client
  return db
    .updateTable('clients')
    .set({ custom })
    .where('id', '=', client.id)
    .returning(clientFields)
    .executeTakeFirstOrThrow()
}

/** By what either was known the merged one is found as well, also by an import. */
async function keepIdentities(
  { db }: ClientContext,
  mergeId: string,
  winner: string,
  records: readonly ClientRow[],
): Promise<void> {
  const rows = records.flatMap((record) =>
    IDENTITIES.flatMap((kind) => (record[kind] ? [{ kind, value: record[kind], client: winner, merge: mergeId }] : [])),
  )
  if (rows.length === 0) return
  await db
    .insertInto('client_identities')
    .values(rows)
    .onConflict((on) => on.doNothing())
    .execute()
}

/** One main contact stays: the winner's. Answers whose place was taken. */
async function demote({ db }: ClientContext, winner: string, loser: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update client_contacts set is_main = false
    where client = ${loser} and is_main and deleted_at is null
      and exists (select from client_contacts w where w.client = ${winner} and w.is_main and w.deleted_at is null)
    returning id`.execute(db)
  return rows.map(({ id }) => id)
}

export async function merges(context: ClientContext, { id }: { id: string }): Promise<Out<typeof merging.merges>> {
  await find(context, Client, id, 'clients.read')
  const { rows } = await sql<Out<typeof merging.merges>['items'][number]>`
    select id, at, actor, winner, loser, loser_before ->> 'name' as name, undone_at,
      at + make_interval(days => ${sql.lit(UNDO_DAYS)}) as undo_until
    from client_merges where winner = ${id} order by at desc limit 100`.execute(context.db)
  return { items: rows }
}

export async function undo(context: ClientContext, { merge: id }: { merge: string }): Promise<ClientRow> {
  const { db, emit, call } = context
  const { rows } = await sql<Kept>`
    select id, winner, loser, winner_before, winner_after, loser_before, moved, undone_at,
      at < now() - make_interval(days => ${sql.lit(UNDO_DAYS)}) as is_late
    from client_merges where id = ${id} for update`.execute(db)
  const kept = rows[0]
  if (!kept) throw notFound('client_merge')
  const { winner, loser, winner_before, winner_after, loser_before, moved } = kept
  const now = await findLocked(context, Client, winner, 'clients.merge')
  if (kept.undone_at || kept.is_late) throw conflict('client_merge.not_undoable')
  await sql`delete from client_identities where merge = ${id}`.execute(db)
  const changed = Object.keys(winner_after).filter(
    (field) =>
      !['version', 'updated_at', 'custom'].includes(field) &&
      !isDeepStrictEqual(winner_before[field as never], winner_after[field as never]),
  )
  // What somebody changed since stays as they left it.
  const back = Object.fromEntries(
    changed
      .filter((field) => isDeepStrictEqual(now[field as never], winner_after[field as never]))
      .map((field) => [field, winner_before[field as never]]),
  ) as Partial<ClientRow>
  const { after: before } = await refusingTaken(context, winner_before, winner, () =>
    changeBy(context, Client, winner, 'clients.merge', () => back),
  )
  const isOwnAsMerged = isDeepStrictEqual(now['custom'], winner_after.custom)
  const after = isOwnAsMerged
    ? await withCustom(context, before as ClientRow, winner_before.custom)
    : (before as ClientRow)
  const restored = await refusingTaken(context, loser_before, loser, () =>
    db
      .updateTable('clients')
      .set({ merged_into: null, deleted_at: null })
      .where('id', '=', loser)
      .returning(clientFields)
      .executeTakeFirstOrThrow(),
  )
  await putBackPointing(context, moved.pointing, winner, loser)
  if (moved.demoted.length > 0)
    await db
      .updateTable('client_contacts')
      .set({ is_main: true })
      .where('id', 'in', moved.demoted)
      .where('client', '=', loser)
      .execute()
  await sql`update client_merges set undone_at = now() where id = ${id}`.execute(db)
  await call(timeline.join, { entity: Client.name, record: winner, other: loser, apart: true })
  emit(clientChanged, {
    client: lineOf(after),
    changes: changesBetween(now as ClientRow, after),
  })
  emit(clientRestored, { client: lineOf(restored) })
  return after
}
