// What a stage asks of a deal: pure rules over plain data.
import { conflict, type Refusal } from '#kernel/contract/index.ts'
import type { Askable, DealRow } from '../../contract.ts'
import type { StageRow } from '../tables.ts'

/** The fields that a stage asks for and the deal has not. */
export function missingFor(stage: Pick<StageRow, 'required'>, deal: Pick<DealRow, Askable>): Askable[] {
  return stage.required.filter((field) => isEmpty(deal[field]))
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0)

export const refusalsOf = (missing: readonly Askable[], at: string): Refusal[] =>
  missing.map((field) => ({ pointer: `${at}/${field}`, code: 'required_by_stage' }))

/** Throws 409 when a stage that holds so many takes no more. */
export function refuseOverLimit({ wip_limit, wip_rule }: StageRow, inside: number): void {
  if (wip_limit === null || wip_rule === 'warn' || inside < wip_limit) return
  throw conflict('deal.wip_reached', { limit: wip_limit })
}

/** What else changes about a deal that comes into a stage of another kind. */
export function standingIn(
  stage: Pick<StageRow, 'id' | 'pipeline' | 'kind'>,
  now: string,
  lossReason: string | null,
): Pick<DealRow, 'pipeline' | 'stage' | 'state' | 'stage_since' | 'won_at' | 'lost_at' | 'loss_reason'> {
  return {
    pipeline: stage.pipeline,
    stage: stage.id,
    state: stage.kind,
    stage_since: now,
    won_at: stage.kind === 'won' ? now : null,
    lost_at: stage.kind === 'lost' ? now : null,
    loss_reason: stage.kind === 'lost' ? lossReason : null,
  }
}
