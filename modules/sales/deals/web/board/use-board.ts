// What a board shows: the stages of a pipeline and what they add up to, kept in step with what happens.
import { useEffect, useMemo, useRef } from 'react'
import { useAction, useLive } from '#kernel/web/index.tsx'
import type { Out, Row } from '#kernel/contract/index.ts'
import { board, Deal, Pipeline, type PipelineStage, pipelines, pipelineStages } from '../../contract.ts'

export type StageRow = Row<typeof PipelineStage>
/** What the list of deals is narrowed by. */
export type Filters = Readonly<Record<string, unknown>>
type Answer = Out<typeof board.board>
export type Total = Answer['columns'][number]
export type Lane = Answer['lanes'][number]
export type Rest = Answer['rest']

/** How pipelines and stages are asked for: page and what runs ahead of it ask the same. */
export const ALL = { limit: 200, sort: 'position' } as const
/** Many moves within a moment cost one count. */
const COUNT_EVERY_MS = 500

/** The pipelines, the wanted or the usual one of them, and its stages, asked for side by side. */
export function usePipeline(wanted: string | undefined) {
  const all = useAction(pipelines.list, ALL)
  const every = useAction(pipelineStages.list, ALL)
  const known = all.data?.items ?? []
  const pipeline = known.find(({ id }) => id === wanted) ?? known.find((one) => one.is_default) ?? known[0]
  // More stages than a page holds: then those of the one.
  const isMore = pipeline !== undefined && (every.data?.next ?? null) !== null
  const own = useAction(pipelineStages.list, { ...ALL, pipeline: pipeline?.id ?? '' }, { enabled: isMore })
  const answered = isMore ? own.data : every.data
  const id = pipeline?.id
  const stages = useMemo(() => id && answered?.items.filter((stage) => stage.pipeline === id), [id, answered])
  useLive([Pipeline.name], ({ name }) => {
    if (name !== 'pipeline.changed') return
    void all.refetch()
    void (isMore ? own : every).refetch()
  })
  return { pipelines: known, pipeline, stages: stages || undefined, problem: all.error ?? every.error ?? own.error }
}

/** What its stages and lanes add up to; `lanes` names the field that divides it. */
export function useTotals(pipeline: string, filters: Filters, lanes: string | undefined) {
  const totals = useAction(board.board, { id: pipeline, ...filters, ...(lanes ? { lanes } : {}) }, { keep: true })
  const { refetch, data } = totals
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => void (waiting.current && clearTimeout(waiting.current)), [])
  const count = () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = null
      void refetch()
    }, COUNT_EVERY_MS)
  }
  useLive([Deal.name, Pipeline.name], count)
  const byStage = useMemo(() => new Map((data?.columns ?? []).map((total) => [total.stage, total] as const)), [data])
  return { totals: byStage, lanes: data?.lanes, rest: data?.rest ?? null, count, problem: totals.error }
}
