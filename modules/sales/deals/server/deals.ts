// Deals as people keep them: made, changed, deleted and brought back. Where they stand is in moving/.
import { conflict, forbidden, invalid, matches, type Parsed, tagsAfter } from '#kernel/contract/index.ts'
import { reach, scopeOf } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { settleNew } from '#kernel/server/custom/settle.ts'
import { keyAt, lockColumn } from '#kernel/server/order/place.ts'
import { Deal, dealChanged, dealCreated, dealRemoved, dealRestored, type DealRow, type deals } from '../contract.ts'
import { changesBetween, lineOf } from './deal-line.ts'
import { decided, stored, type Wanted, withAmount } from './deciding.ts'
import { missingFor, refusalsOf, refuseOverLimit, standingIn } from './moving/rules.ts'
import { countIn, firstStage, stageOfNew } from './moving/stages.ts'
import { beginStay } from './moving/stays.ts'
import { refuseUnknown } from './references.ts'
import { columnOf, dealFields, type DealContext } from './tables.ts'

/** Makes a deal, at the top of its stage. Whoever sees only their own owns what they make. */
export async function create(
  context: DealContext,
  { pipeline, stage: wantedStage, ...asked }: Parsed<typeof deals.create>,
): Promise<DealRow> {
  const { db, actor, emit, now } = context
  const draft = withAmount({ lines: [], tax_included: true }, asked)
  const owner = draft.owner ?? (scopeOf(actor, 'deals.create') === 'all' ? null : actor.user_id)
  if (!matches(reach(actor, Deal, 'deals.create'), { owner, team: draft.team }, actor)) throw forbidden('deals.create')
  await refuseUnknown(context, { ...draft, owner }, draft)
  const stage = await stageOfNew(context, { pipeline, stage: wantedStage })
  const refusals = refusalsOf(missingFor(stage, { ...draft, owner }), '')
  if (stage.kind !== 'open') refusals.push({ pointer: '/stage', code: 'not_open_stage' })
  if (refusals.length > 0) throw invalid(refusals)
  const custom = await settleNew(context, Deal, draft)
  await lockColumn(db, columnOf(stage.id))
  if (stage.wip_limit !== null) refuseOverLimit(stage, await countIn(context, stage.id))
  const position = await keyAt(db, columnOf(stage.id), null, {})
  const deal = (await db
    .insertInto('deals')
    .values(stored({ ...draft, custom, owner, ...standingIn(stage, now, null), position }))
    .returning(dealFields)
    .executeTakeFirstOrThrow()) as DealRow
  await beginStay(context, deal.id, stage.id, now)
  emit(dealCreated, { deal: lineOf(deal) })
  return deal
}

export const update = (context: DealContext, { id, ...wanted }: { id: string } & Wanted): Promise<DealRow> =>
  edit(context, id, () => wanted)

export const tag = (context: DealContext, { id, tags, mode }: Parsed<typeof deals.tag>): Promise<DealRow> =>
  edit(context, id, (before) => ({ tags: tagsAfter(before.tags, tags, mode) }))

/** Changes a locked deal by what it is, and tells what changed; where nothing changes, nothing happens. */
export async function edit(context: DealContext, id: string, decide: (before: DealRow) => Wanted): Promise<DealRow> {
  const { before, after } = await changeBy(context, Deal, id, 'deals.update', async (deal) =>
    stored(await decided(context, deal, decide(deal))),
  )
  const changes = changesBetween(before, after)
  if (Object.keys(changes).length > 0) context.emit(dealChanged, { deal: lineOf(after), changes })
  return after
}

export async function remove(context: DealContext, { id }: { id: string }): Promise<null> {
  const gone = () => ({ deleted_at: context.now }) as Wanted
  const { before } = await changeBy(context, Deal, id, 'deals.delete', gone)
  context.emit(dealRemoved, { deal: lineOf(before) })
  return null
}

/** Where its stage was taken away in the meantime, it begins anew in the first open one. */
export async function restore(context: DealContext, { id }: { id: string }): Promise<DealRow> {
  const { db, actor, emit, now } = context
  const removed = (await db
    .selectFrom('deals')
    .select(dealFields)
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .where(predicate(reach(actor, Deal, 'deals.delete'), actor))
    .forUpdate()
    .executeTakeFirst()) as DealRow | undefined
  if (!removed) {
    await find(context, Deal, id, 'deals.delete')
    throw conflict('deal.not_removed')
  }
  const there = await db
    .selectFrom('pipeline_stages')
    .select('id')
    .where('id', '=', removed.stage)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  const stage = there ? null : await firstStage(context, removed.pipeline, 'open')
  const deal = (await db
    .updateTable('deals')
    .set({ deleted_at: null, ...(stage ? standingIn(stage, now, null) : {}) })
    .where('id', '=', id)
    .returning(dealFields)
    .executeTakeFirstOrThrow()) as DealRow
  if (stage) await beginStay(context, id, stage.id, now)
  emit(dealRestored, { deal: lineOf(deal) })
  return deal
}
