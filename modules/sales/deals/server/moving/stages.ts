// Stages as deals find them.
import { invalid } from '#kernel/contract/index.ts'
import type { DealContext, StageRow } from '../tables.ts'
import { stageFields } from '../tables.ts'

/** A stage of the tenant; throws 422 at `pointer` when there is none. */
export async function stageAt({ db }: DealContext, id: string, pointer: string): Promise<StageRow> {
  const stage = await db
    .selectFrom('pipeline_stages')
    .select(stageFields)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!stage) throw invalid([{ pointer, code: 'unknown_reference' }])
  return stage as StageRow
}

/** The first stage of a kind in a pipeline; throws 422 when it has none. */
export async function firstStage(context: DealContext, pipeline: string, kind: StageRow['kind']): Promise<StageRow> {
  const stage = await context.db
    .selectFrom('pipeline_stages')
    .select(stageFields)
    .where('pipeline', '=', pipeline)
    .where('kind', '=', kind)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .executeTakeFirst()
  if (!stage) throw invalid([{ pointer: '/pipeline', code: `no_${kind}_stage` }])
  return stage as StageRow
}

/** The stage that a new deal begins in. */
export async function stageOfNew(
  context: DealContext,
  { pipeline, stage }: { pipeline?: string | undefined; stage?: string | undefined },
): Promise<StageRow> {
  if (stage === undefined) return firstStage(context, pipeline ?? (await defaultPipeline(context)), 'open')
  const found = await stageAt(context, stage, '/stage')
  if (pipeline !== undefined && found.pipeline !== pipeline)
    throw invalid([{ pointer: '/stage', code: 'not_of_pipeline' }])
  return found
}

async function defaultPipeline({ db }: DealContext): Promise<string> {
  const found = await db
    .selectFrom('pipelines')
    .select('id')
    .where('deleted_at', 'is', null)
    .orderBy('is_default', 'desc')
    .orderBy('position')
    .orderBy('id')
    .executeTakeFirst()
  if (!found) throw invalid([{ pointer: '/pipeline', code: 'unknown_reference' }])
  return found.id
}

/** How many deals are in a stage, whoever sees them. */
export async function countIn({ db }: DealContext, stage: string): Promise<number> {
  const { count } = await db
    .selectFrom('deals')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('stage', '=', stage)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}
