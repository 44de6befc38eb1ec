// Deals on their way: from stage to stage, up and down a column, won, lost and opened again.
import { conflict, invalid, type Parsed } from '#kernel/contract/index.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { keyAt, lockColumn, type Place } from '#kernel/server/order/place.ts'
import { Deal, dealLost, dealMoved, type DealRow, type deals, dealWon } from '../../contract.ts'
import { changesBetween, lineOf } from '../deal-line.ts'
import { decided, stored, type Wanted } from '../deciding.ts'
import { columnOf, type DealContext, type StageRow } from '../tables.ts'
import { missingFor, refusalsOf, refuseOverLimit, standingIn } from './rules.ts'
import { beginStay, lastOpenStage } from './stays.ts'
import { countIn, firstStage, stageAt } from './stages.ts'

type Way = Place & { loss_reason?: string | null | undefined; values?: Wanted | undefined }

export async function move(context: DealContext, { id, stage, ...way }: Parsed<typeof deals.move>): Promise<DealRow> {
  return moveTo(context, id, async () => stageAt(context, stage, '/stage'), way as Way)
}

export async function win(context: DealContext, { id, values }: Parsed<typeof deals.win>): Promise<DealRow> {
  return moveTo(context, id, ({ pipeline }) => firstStage(context, pipeline, 'won'), { values })
}

export async function lose(context: DealContext, { id, ...way }: Parsed<typeof deals.lose>): Promise<DealRow> {
  return moveTo(context, id, ({ pipeline }) => firstStage(context, pipeline, 'lost'), way as Way)
}

export async function reopen(context: DealContext, { id }: { id: string }): Promise<DealRow> {
  return moveTo(
    context,
    id,
    async ({ state, pipeline }) => {
      if (state === 'open') throw conflict('deal.is_open')
      const last = await lastOpenStage(context, id)
      return last === null ? firstStage(context, pipeline, 'open') : stageAt(context, last, '/stage')
    },
    {},
  )
}

async function moveTo(
  context: DealContext,
  id: string,
  where: (deal: DealRow) => Promise<StageRow>,
  way: Way,
): Promise<DealRow> {
  const { db, emit, now } = context
  const seen = await find(context, Deal, id, 'deals.update')
  const stage = await where(seen)
  // Columns before records, and always in one order: whoever makes keys anew there waits for no one who waits for them.
  for (const column of [...new Set([seen.stage, stage.id])].toSorted()) await lockColumn(db, columnOf(column))
  const { before, after } = await changeBy(context, Deal, id, 'deals.update', async (deal) => {
    const values = await decided(context, deal, way.values ?? {}, '/values')
    if (stage.id !== deal.stage) await refuseEntry(context, stage, { ...deal, ...values }, way)
    const place = {
      ...(await standing(context, stage, deal, way)),
      position: await keyAt(db, columnOf(stage.id), id, way),
    }
    return stored({ ...values, ...place })
  })
  if (after.stage !== before.stage) await beginStay(context, id, after.stage, now)
  const told =
    after.state === before.state || after.state === 'open' ? dealMoved : after.state === 'won' ? dealWon : dealLost
  emit(told, { deal: lineOf(after), changes: changesBetween(before, after) })
  return after
}

/** In the same stage nothing changes but the place; the stage is named all the same, so that the deal gets a new version. */
async function standing(
  context: DealContext,
  stage: StageRow,
  deal: DealRow,
  { loss_reason = null }: Way,
): Promise<Partial<DealRow>> {
  if (stage.id === deal.stage) return { stage: deal.stage }
  return standingIn(stage, context.now, loss_reason)
}

async function refuseEntry(context: DealContext, stage: StageRow, deal: DealRow, way: Way): Promise<void> {
  const refusals = refusalsOf(missingFor(stage, deal), '/values')
  if (stage.kind === 'lost') refusals.push(...(await refuseReason(context, way.loss_reason ?? null)))
  if (refusals.length > 0) throw invalid(refusals)
  if (stage.wip_limit !== null) refuseOverLimit(stage, await countIn(context, stage.id))
}

async function refuseReason({ db }: DealContext, reason: string | null) {
  if (reason === null) return [{ pointer: '/loss_reason', code: 'needs_loss_reason' }]
  const found = await db
    .selectFrom('loss_reasons')
    .select('id')
    .where('id', '=', reason)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return found ? [] : [{ pointer: '/loss_reason', code: 'unknown_reference' }]
}
