// A deal as lists and events carry it, and what changed about it.
import { isDeepStrictEqual } from 'node:util'
import { customChanges } from '#kernel/contract/index.ts'
import { Deal, DEAL_LINE, type DealRow } from '../contract.ts'

export type DealLineRow = Pick<DealRow, (typeof DEAL_LINE)[number]>
export type Changes = Record<string, [unknown, unknown]>

export const lineOf = (deal: DealRow): DealLineRow =>
  Object.fromEntries(DEAL_LINE.map((field) => [field, deal[field]])) as DealLineRow

/** What people would call a change. */
const TOLD = [
  ...Object.keys(Deal.patch.shape).filter((field) => field !== 'custom'),
  'pipeline',
  'stage',
  'state',
  'loss_reason',
] as (keyof DealRow)[]
const LONGEST_TOLD = 200

/** What changed between two states, by field. Of a long text only its beginning is told. */
export function changesBetween(before: DealRow, after: DealRow): Changes {
  const shown = (value: unknown) => (typeof value === 'string' ? value.slice(0, LONGEST_TOLD) : value)
  const told = TOLD.filter((field) => !isDeepStrictEqual(before[field], after[field]))
  return {
    ...Object.fromEntries(told.map((field) => [field, [shown(before[field]), shown(after[field])]])),
    ...customChanges(before.custom, after.custom),
  }
}

/** Those of some wanted values that differ from what is. */
export const newIn = (before: DealRow, wanted: Partial<DealRow>): Partial<DealRow> =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => value !== undefined && !isDeepStrictEqual(value, before[field as keyof DealRow]),
    ),
  )
