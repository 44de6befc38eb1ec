// Who belongs to a segment: asked by its conditions, within what the caller may see.
import type { Conditions, ListInput, Out, Page, Parsed } from '#kernel/contract/index.ts'
import { bounded, conditionAsk, heldBy } from '#kernel/server/conditions/ask.ts'
import { mayAsk, offeredOn, refuseConditions } from '#kernel/server/conditions/offered.ts'
import type { Context } from '#kernel/server/context.ts'
import { find } from '#kernel/server/crud.ts'
import type { Ask } from '#kernel/server/asks/ask.ts'
import { list } from '#kernel/server/list.ts'
import { Client, type ClientRow, PREVIEWED, type segments } from '../../contract.ts'
import { listed } from '../listing.ts'
import type { ClientContext } from '../tables.ts'
import { askOf, keptSegments } from './asks.ts'

// Of a page of figures one that is slow must not keep the others.
const COUNT_MS = 2_000
const PERMISSION = 'clients.read'

/** How many clients an ask holds for, exact up to 100,000, and the first of them. */
async function foundBy({ db, actor }: Context, ask: Ask, limit: number) {
  const asked = { sort: '-created_at', fields: ['id', 'name'], limit, total: true }
  const {
    items,
    total = 0,
    total_capped = false,
  } = await list(db, actor, Client, asked, {
    permission: PERMISSION,
    also: [ask],
  })
  return { count: total, capped: total_capped, items: items.map(({ id, name }) => ({ id, name })) }
}

export const members = (
  context: ClientContext,
  { id, ...asked }: { id: string } & ListInput<ClientRow>,
): Promise<Page<ClientRow>> => listed(context, { ...asked, segment: id } as ListInput<ClientRow>)

export async function counts(
  context: Context,
  { ids }: Parsed<typeof segments.counts>,
): Promise<Out<typeof segments.counts>> {
  const [all] = await Promise.all([keptSegments(context, ids), bounded(context.db, COUNT_MS)])
  const items: Out<typeof segments.counts>['items'] = []
  for (const segment of all) {
    const ask = await askOf(context, segment)
    const figure = ask && (await figureOf(context, ask))
    items.push({ id: segment.id, count: figure?.count ?? null, capped: figure?.capped ?? false })
  }
  return { items }
}

async function figureOf(context: Context, ask: Ask) {
  try {
    return await context.attempt(() => foundBy(context, ask, 1))
  } catch (refused) {
    if ((refused as { code?: unknown }).code !== 'conditions.too_slow') throw refused
    return null
  }
}

export async function preview(
  context: Context,
  { conditions }: Parsed<typeof segments.preview>,
): Promise<Out<typeof segments.preview>> {
  const [offered] = await Promise.all([offeredOn(context, Client), bounded(context.db)])
  refuseConditions(conditions, offered, '/conditions')
  return foundBy(context, await conditionAsk(context, Client, conditions), PREVIEWED)
}

export async function ofClient(
  context: Context,
  { client }: Parsed<typeof segments.ofClient>,
): Promise<Out<typeof segments.ofClient>> {
  const { id } = await find(context, Client, client, PERMISSION)
  const all = await keptSegments(context, null)
  const offered = await offeredOn(context, Client)
  const items: { id: string; name: string }[] = []
  for (const segment of all) {
    const conditions = segment.conditions as Conditions
    if (!mayAsk(conditions, offered)) continue
    const held = await heldBy(context, Client, conditions, [id])
    if (held.has(id)) items.push({ id: segment.id, name: segment.name })
  }
  return { items }
}
