// What a board shows: the stages of a pipeline and what they add up to, kept in step with what happens.
import { useEffect, useMemo, useRef } from 'react'
import { useAction, useLive } from '#kernel/web/index.tsx'
import type { Out, Row } from '#kernel/contract/index.ts'
import { board, Deal, Pipeline, type PipelineStage, pipelines, pipelineStages } from '../../contract.ts'

export type StageRow = Row<typeof PipelineStage>
/** What the list of deals is narrowed by. */
export type Filters = Readonly<Record<string, unknown>>
export type Total = Out<typeof board.board>['columns'][number]

const ALL = { limit: 200, sort: 'position' } as const
/** Many moves within a moment cost one count. */
const COUNT_EVERY_MS = 500

export function useBoard(wanted: string | undefined, filters: Filters) {
  const all = useAction(pipelines.list, ALL)
  const known = all.data?.items ?? []
  const pipeline = known.find(({ id }) => id === wanted) ?? known.find((one) => one.is_default) ?? known[0]
  const here = pipeline !== undefined
  const stages = useAction(pipelineStages.list, { ...ALL, pipeline: pipeline?.id ?? '' }, { enabled: here })
  const totals = useAction(board.board, { id: pipeline?.id ?? '', ...filters }, { enabled: here })
  const { refetch } = totals
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => void (waiting.current && clearTimeout(waiting.current)), [])
  const count = () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = null
      void refetch()
    }, COUNT_EVERY_MS)
  }
  useLive([Deal.name, Pipeline.name], ({ name }) => {
    count()
    if (name !== 'pipeline.changed') return
    void all.refetch()
    void stages.refetch()
  })
  const byStage = useMemo(
    () => new Map((totals.data?.columns ?? []).map((total) => [total.stage, total] as const)),
    [totals.data],
  )
  return {
    pipelines: known,
    pipeline,
    stages: stages.data?.items,
    totals: byStage,
    count,
    problem: all.error ?? stages.error,
  }
}
