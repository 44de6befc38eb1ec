// How long a deal is where it stands, and whether that is too long: a pure rule.
import type { DealRow, PipelineStage } from '../contract.ts'
import type { Row } from '#kernel/contract/index.ts'

const DAY_MS = 86_400_000

type Stage = Pick<Row<typeof PipelineStage>, 'stale_days'>

/** Whole days in its stage; stale from the day on that the stage names. */
export function standing({ stage_since }: Pick<DealRow, 'stage_since'>, stage: Stage | undefined, now: number) {
  const days = Math.max(0, Math.floor((now - Date.parse(stage_since)) / DAY_MS))
  const limit = stage?.stale_days ?? null
  return { days, isStale: limit !== null && days >= limit }
}
