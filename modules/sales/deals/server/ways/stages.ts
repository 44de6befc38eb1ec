// The stages of a pipeline as the tenant keeps them.
import { conflict, type Draft, invalid, type Out, type Parsed } from '#kernel/contract/index.ts'
import { changeBy, crudHandlers, find, findLocked } from '#kernel/server/crud.ts'
import { refuseUnknown } from '#kernel/server/access/references.ts'
import { keysBetween } from '#kernel/server/order/keys.ts'
import { lockColumn } from '#kernel/server/order/place.ts'
import { sql } from 'kysely'
import {
  dealMoved,
  type DealRow,
  Pipeline,
  pipelineChanged,
  PipelineStage,
  type pipelineStages,
} from '../../contract.ts'
import { lineOf } from '../deal-line.ts'
import { countIn, stageAt } from '../moving/stages.ts'
import { columnOf, dealFields, type DealContext, stageFields, type StageRow } from '../tables.ts'

const standard = crudHandlers<typeof PipelineStage>(PipelineStage, 'pipelines')

/** Between two positions, so that programs may put a stage in between. */
const STEP = 10

export const list = standard.list
export const get = standard.get

async function tell(context: DealContext, stage: StageRow): Promise<void> {
  const pipeline = await find(context, Pipeline, stage.pipeline, 'pipelines.read')
  context.emit(pipelineChanged, { pipeline })
}

export async function create(context: DealContext, draft: Draft<typeof PipelineStage>): Promise<StageRow> {
  await refusePipeline(context, draft.pipeline)
  const stage = await standard.create(context, draft)
  await tell(context, stage)
  return stage
}

/** A new stage stands where it was put among the others; two orders given at once come one after the other. */
export async function arrange(
  context: DealContext,
  { pipeline: id, ids }: Parsed<typeof pipelineStages.arrange>,
): Promise<Out<typeof pipelineStages.arrange>> {
  const { db, emit } = context
  const pipeline = await findLocked(context, Pipeline, id, 'pipelines.update')
  const known = await db
    .selectFrom('pipeline_stages')
    .select('id')
    .where('pipeline', '=', id)
    .where('deleted_at', 'is', null)
    .execute()
  const isWhole = known.length === ids.length && known.every((one) => ids.includes(one.id))
  if (!isWhole) throw invalid([{ pointer: '/ids', code: 'not_all_stages' }])
  await sql`
    update pipeline_stages as s set position = given.place * ${sql.lit(STEP)}
    from unnest(${ids}::uuid[]) with ordinality as given (id, place)
    where s.id = given.id and s.position <> given.place * ${sql.lit(STEP)}`.execute(db)
  emit(pipelineChanged, { pipeline })
  const items = await db
    .selectFrom('pipeline_stages')
    .select(stageFields)
    .where('pipeline', '=', id)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .execute()
  return { items }
}

/** A pipeline that is gone takes no stages. */
async function refusePipeline({ db }: DealContext, pipeline: string | undefined): Promise<void> {
  if (pipeline === undefined) return
  const found = await db
    .selectFrom('pipelines')
    .select('id')
    .where('id', '=', pipeline)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!found) throw invalid([{ pointer: '/pipeline', code: 'unknown_reference' }])
}

/** What kind it is and where it belongs changes only while no deal is inside. */
export async function update(
  context: DealContext,
  { id, ...wanted }: { id: string } & Partial<Draft<typeof PipelineStage>>,
): Promise<StageRow> {
  await refusePipeline(context, wanted.pipeline)
  await refuseUnknown(context, PipelineStage, wanted)
  await lockColumn(context.db, columnOf(id))
  const { after } = await changeBy(context, PipelineStage, id, 'pipelines.update', async (stage) => {
    const turns = wanted.kind !== undefined && wanted.kind !== stage.kind
    if (turns || (wanted.pipeline !== undefined && wanted.pipeline !== stage.pipeline)) {
      await refuseInside(context, id)
      if (stage.kind === 'open') await refuseLastOpen(context, stage)
    }
    return wanted
  })
  await tell(context, after)
  return after
}

async function refuseInside(context: DealContext, id: string): Promise<void> {
  const count = await countIn(context, id)
  if (count > 0) throw conflict('pipeline_stage.has_deals', { count })
}

async function refuseLastOpen({ db }: DealContext, { id, pipeline }: StageRow): Promise<void> {
  const other = await db
    .selectFrom('pipeline_stages')
    .select('id')
    .where('pipeline', '=', pipeline)
    .where('kind', '=', 'open')
    .where('id', '<>', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!other) throw conflict('pipeline_stage.last_open')
}

export async function remove(context: DealContext, { id, to }: Parsed<typeof pipelineStages.remove>): Promise<null> {
  const target = to === undefined ? null : await stageAt(context, to, '/to')
  for (const column of [id, ...(target ? [target.id] : [])].toSorted()) await lockColumn(context.db, columnOf(column))
  const { before } = await changeBy(context, PipelineStage, id, 'pipelines.delete', async (stage) => {
    if (stage.kind === 'open') await refuseLastOpen(context, stage)
    if (!target) await refuseInside(context, id)
    else if (target.id === id || target.pipeline !== stage.pipeline || target.kind !== stage.kind)
      throw invalid([{ pointer: '/to', code: 'other_way' }])
    else await moveAll(context, id, target.id)
    return { deleted_at: context.now } as Partial<StageRow>
  })
  await tell(context, before)
  return null
}

/** All deals of a stage, in their order, behind those of another. */
async function moveAll({ db, now, actor, emit }: DealContext, from: string, to: string): Promise<void> {
  const [ids, last] = await Promise.all([
    db
      .selectFrom('deals')
      .select('id')
      .where('stage', '=', from)
      .where('deleted_at', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('deals')
      .select('position')
      .where('stage', '=', to)
      .where('deleted_at', 'is', null)
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ])
  if (ids.length === 0) return
  const keys = keysBetween(last?.position ?? null, null, ids.length)
  const columns = sql.join(dealFields.map((field) => sql.ref(`deals.${field}`)))
  const { rows } = await sql<DealRow>`
    update deals set stage = ${to}, stage_since = ${now}, position = given.key
    from unnest(${ids.map((one) => one.id)}::uuid[], ${keys}::text[]) as given (id, key)
    where deals.id = given.id returning ${columns}`.execute(db)
  const by = actor.kind === 'person' ? actor.user_id : null
  await sql`
    with ended as (update deal_stays set until = ${now} where stage = ${from} and until is null returning deal)
    insert into deal_stays (deal, since, stage, actor) select deal, ${now}, ${to}, ${by} from ended
    on conflict (tenant_id, deal, since) do update set stage = excluded.stage, until = null`.execute(db)
  for (const deal of rows) emit(dealMoved, { deal: lineOf(deal), changes: { stage: [from, to] } })
}
