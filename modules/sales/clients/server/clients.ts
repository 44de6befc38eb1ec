// Clients as people keep them: made, changed, converted, put away and brought back.
import { conflict, customBack, forbidden, matches, type Parsed, tagsAfter } from '#kernel/contract/index.ts'
import { reach, scopeOf } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import type { Context } from '#kernel/server/context.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { settleNew } from '#kernel/server/custom/settle.ts'
import {
  Client,
  clientChanged,
  clientConverted,
  clientCreated,
  clientRemoved,
  clientRestored,
  type ClientRow,
  type clients,
} from '../contract.ts'
import { changesBetween, lineOf, newIn } from './client-line.ts'
import { refusingTaken } from './identity/holders.ts'
import { normalised } from './identity/normalise.ts'
import { refuseUnknown } from './references.ts'
import { clientFields, type ClientContext } from './tables.ts'

type Wanted = Partial<ClientRow>

/** Makes a lead or a client. Whoever sees only their own owns what they make. */
export async function create(context: ClientContext, asked: Parsed<typeof clients.create>): Promise<ClientRow> {
  const { db, actor, emit } = context
  const draft = normalised(asked)
  const owner = draft.owner ?? (scopeOf(actor, 'clients.create') === 'all' ? null : actor.user_id)
  const status = draft.status ?? (await defaultOf(context, 'client_statuses'))
  const source = draft.source ?? (await defaultOf(context, 'client_sources'))
  if (!matches(reach(actor, Client, 'clients.create'), { owner, team: draft.team }, actor))
    throw forbidden('clients.create')
  await refuseUnknown(context, { ...draft, owner } as Wanted)
  const custom = await settleNew(context, Client, draft)
  const client = await refusingTaken(context, draft, null, () =>
    db
      .insertInto('clients')
      .values({ ...draft, custom, owner, status, source, converted_at: null, merged_into: null })
      .returning(clientFields)
      .executeTakeFirstOrThrow(),
  )
  emit(clientCreated, { client: lineOf(client) })
  return client
}

async function defaultOf({ db }: Context, table: 'client_statuses' | 'client_sources'): Promise<string | null> {
  const found = await db
    .selectFrom(table)
    .select('id')
    .where('is_default', '=', true)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return (found?.['id'] as string | undefined) ?? null
}

export const update = (context: ClientContext, { id, ...wanted }: { id: string } & Wanted): Promise<ClientRow> =>
  edit(context, id, () => normalised(wanted))

export const tag = (context: ClientContext, { id, tags, mode }: Parsed<typeof clients.tag>): Promise<ClientRow> =>
  edit(context, id, (before) => ({ tags: tagsAfter(before.tags, tags, mode) }))

export const putBack = (context: ClientContext, { id, values }: Parsed<typeof clients.putBack>): Promise<ClientRow> =>
  edit(context, id, (before) => {
    const { custom, ...rest } = values as Wanted
    return custom ? { ...rest, custom: customBack(custom, before.custom) as never } : rest
  })

/** Changes a locked client by what it is, and tells what changed; where nothing changes, nothing happens. */
export async function edit(
  context: ClientContext,
  id: string,
  decide: (before: ClientRow) => Wanted,
): Promise<ClientRow> {
  let wanted: Wanted = {}
  const { before, after } = await refusingTaken(
    context,
    new Proxy({}, { get: (_none, field) => wanted[field as keyof ClientRow] }),
    id,
    () =>
      changeBy(context, Client, id, 'clients.update', async (client) => {
        wanted = newIn(client, decide(client))
        if ('owner' in wanted || 'team' in wanted) mayAssign(context, client)
        await refuseUnknown(context, wanted)
        return wanted
      }),
  )
  const changes = changesBetween(before, after)
  if (Object.keys(changes).length > 0) context.emit(clientChanged, { client: lineOf(after), changes })
  return after
}

/** Who has a client may hand it on as far as their permission reaches. */
function mayAssign({ actor }: ClientContext, client: ClientRow): void {
  if (!matches(reach(actor, Client, 'clients.assign'), client, actor)) throw forbidden('clients.assign')
}

export async function convert(
  context: ClientContext,
  { id, status }: Parsed<typeof clients.convert>,
): Promise<ClientRow> {
  const { before, after } = await changeBy(context, Client, id, 'clients.update', async (client) => {
    if (client.stage === 'client') throw conflict('client.is_client')
    const wanted: Wanted = { stage: 'client', converted_at: context.now, ...(status === undefined ? {} : { status }) }
    await refuseUnknown(context, wanted)
    return wanted
  })
  context.emit(clientConverted, { client: lineOf(after), changes: changesBetween(before, after) })
  return after
}

/** Puts a client away. Its identities stay its own, so that it is offered when somebody like it is written down. */
export async function remove(context: ClientContext, { id }: { id: string }): Promise<null> {
  const { before } = await changeBy(
    context,
    Client,
    id,
    'clients.delete',
    () => ({ deleted_at: context.now }) as Wanted,
  )
  context.emit(clientRemoved, { client: lineOf(before) })
  return null
}

export async function restore(context: ClientContext, { id }: { id: string }): Promise<ClientRow> {
  const { db, actor, emit } = context
  const client = await db
    .updateTable('clients')
    .set({ deleted_at: null })
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .where('merged_into', 'is', null)
    .where(predicate(reach(actor, Client, 'clients.delete'), actor))
    .returning(clientFields)
    .executeTakeFirst()
  if (!client) {
    const merged = await db.selectFrom('clients').select('merged_into').where('id', '=', id).executeTakeFirst()
    if (merged?.merged_into) throw conflict('client.was_merged')
    await find(context, Client, id, 'clients.delete')
    throw conflict('client.not_removed')
  }
  emit(clientRestored, { client: lineOf(client) })
  return client
}
