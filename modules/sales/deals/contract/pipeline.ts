// The ways that deals go: pipelines, their stages, and why deals are lost.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  entity,
  event,
  id,
  line,
  reference,
  rowOf,
  structure,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'

/** The name in other languages, by language code. */
const names = () => structure(z.partialRecord(z.enum(['ru', 'en', 'uz', 'ar']), z.string().min(1).max(100))).default({})
const position = () => whole({ sortable: true }, [0, 1_000]).default(100)

export const Pipeline = entity('pipeline', {
  table: 'pipelines',
  written: {
    name: line(100),
    names: names(),
    position: position(),
    /** Where deals go when nothing is said; always one of all. */
    is_default: yesNo().default(false),
  },
})

export const STAGE_KINDS = ['open', 'won', 'lost'] as const
/** What a stage may ask of a deal that comes into it. */
export const ASKABLE = [
  'amount',
  'contact',
  'owner',
  'team',
  'source',
  'expected_close',
  'tags',
  'notes',
  'lines',
] as const
export type Askable = (typeof ASKABLE)[number]

export const PipelineStage = entity('pipeline_stage', {
  table: 'pipeline_stages',
  written: {
    pipeline: reference('pipeline'),
    name: line(100),
    names: names(),
    kind: choice(STAGE_KINDS, { filterable: false }).default('open'),
    /** In percent: what share of the deals that are here is won in the end. */
    probability: whole({}, [0, 100]).default(0),
    position: position(),
    /** Fields that a deal must have to come here. */
    required: structure(z.array(z.enum(ASKABLE)).max(ASKABLE.length), { column: 'text[]' }).default([]),
    /** How many deals are to be here at once; null = any number. */
    wip_limit: whole({}, [1, 10_000]).nullable().default(null),
    /** What happens to one more: people are told, or it is refused. */
    wip_rule: choice(['warn', 'block'], { filterable: false }).default('warn'),
    /** After so many days here a deal is stale; null = never. */
    stale_days: whole({}, [1, 3_650]).nullable().default(null),
  },
})

export const LossReason = entity('loss_reason', {
  table: 'loss_reasons',
  written: { name: line(100), names: names(), position: position() },
})

export const pipelines = actions('pipelines', '/pipelines', crud(Pipeline, 'pipelines'))
const { remove: _remove, ...rest } = crud(PipelineStage, 'pipelines')
/** Of one pipeline; positions are given in steps of ten. */
export const MOST_STAGES = 100
export const pipelineStages = actions('pipeline_stages', '/pipelines/stages', {
  ...rest,
  /** Puts the stages of a pipeline in an order: all of them, each once, or 422 `not_all_stages`. */
  arrange: command('POST /arrange', {
    in: z.strictObject({ pipeline: id(), ids: z.array(id()).min(1).max(MOST_STAGES) }),
    out: z.object({ items: z.array(rowOf(PipelineStage)) }),
    can: 'pipelines.update',
  }),
  /**
   * 409 `pipeline_stage.has_deals` while deals are inside and `to`, another stage of the pipeline, is not said;
   * 409 `pipeline_stage.last_open` for the only open one.
   */
  remove: command('DELETE /:id', {
    in: z.strictObject({ id: id(), to: id().optional() }),
    out: z.null(),
    can: 'pipelines.delete',
    about: PipelineStage,
    status: 204,
  }),
})
export const lossReasons = actions('loss_reasons', '/loss-reasons', crud(LossReason, 'pipelines'))

/** A pipeline or one of its stages was made, changed or taken away: boards are to be drawn anew. */
export const pipelineChanged = event('pipeline.changed', {
  payload: z.object({ pipeline: rowOf(Pipeline) }),
  about: Pipeline,
  can: 'pipelines.read',
  record: ({ pipeline }) => pipeline,
})
