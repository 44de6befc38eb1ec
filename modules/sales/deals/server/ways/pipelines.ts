// Pipelines and reasons of loss as the tenant keeps them.
import { conflict, type Draft, type Row } from '#kernel/contract/index.ts'
import { changeBy, crudHandlers, find } from '#kernel/server/crud.ts'
import { sql } from 'kysely'
import { Pipeline, pipelineChanged } from '../../contract.ts'
import type { DealContext } from '../tables.ts'

type PipelineRow = Row<typeof Pipeline>
const standard = crudHandlers<typeof Pipeline>(Pipeline, 'pipelines')

/** What a new pipeline begins with; people make their own of it. */
const FIRST_STAGES = [
  { name: 'New', names: { ru: 'Новая', en: 'New', uz: 'Yangi', ar: 'جديدة' }, kind: 'open', probability: 10 },
  { name: 'Won', names: { ru: 'Выиграна', en: 'Won', uz: 'Yutildi', ar: 'رابحة' }, kind: 'won', probability: 100 },
  {
    name: 'Lost',
    names: { ru: 'Проиграна', en: 'Lost', uz: 'Boy berildi', ar: 'خاسرة' },
    kind: 'lost',
    probability: 0,
  },
] as const

/** One at a time changes which pipeline is the default: a new one takes the place of the one before it. */
async function alone(
  { db }: DealContext,
  id: string | null,
  given: { is_default?: boolean | undefined },
): Promise<void> {
  if (given.is_default === undefined) return
  await sql`select pg_advisory_xact_lock(hashtext('pipelines' || current_setting('app.tenant_id')))`.execute(db)
  if (given.is_default) {
    await db.updateTable('pipelines').set({ is_default: false }).where('is_default', '=', true).execute()
    return
  }
  const kept = await db
    .selectFrom('pipelines')
    .select('id')
    .where('is_default', '=', true)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (kept && kept.id === id) throw conflict('pipeline.is_default')
}

export const list = standard.list
export const get = standard.get

export async function create(context: DealContext, draft: Draft<typeof Pipeline>): Promise<PipelineRow> {
  await alone(context, null, draft)
  const pipeline = await standard.create(context, draft)
  await context.db
    .insertInto('pipeline_stages')
    .values(
      FIRST_STAGES.map((stage, index) => ({
        ...stage,
        pipeline: pipeline.id,
        position: (index + 1) * 10,
        required: [],
        wip_limit: null,
        wip_rule: 'warn' as const,
        stale_days: null,
      })),
    )
    .execute()
  context.emit(pipelineChanged, { pipeline })
  return pipeline
}

export async function update(
  context: DealContext,
  input: { id: string } & Partial<Draft<typeof Pipeline>>,
): Promise<PipelineRow> {
  await find(context, Pipeline, input.id, 'pipelines.update')
  await alone(context, input.id, input)
  const pipeline = await standard.update(context, input)
  context.emit(pipelineChanged, { pipeline })
  return pipeline
}

/** A pipeline with deals stays: they go elsewhere first. */
export async function remove(context: DealContext, { id }: { id: string }): Promise<null> {
  const { db, now, emit } = context
  const { before } = await changeBy(context, Pipeline, id, 'pipelines.delete', async (pipeline) => {
    if (pipeline.is_default) throw conflict('pipeline.is_default')
    const inside = await db
      .selectFrom('deals')
      .select('id')
      .where('pipeline', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (inside) throw conflict('pipeline.has_deals')
    return { deleted_at: now } as Partial<PipelineRow>
  })
  await db.updateTable('pipeline_stages').set({ deleted_at: now }).where('pipeline', '=', id).execute()
  emit(pipelineChanged, { pipeline: before })
  return null
}
