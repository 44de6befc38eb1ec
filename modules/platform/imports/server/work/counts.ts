import type { Counts } from '../../contract.ts'
import type { Plan } from '../rows/judge.ts'

/** The counts with those of more rows. */
export function counted(counts: Counts, plans: readonly Pick<Plan, 'outcome'>[]): Counts {
  const all: Counts = { ...counts }
  for (const { outcome } of plans) all[outcome] = (all[outcome] ?? 0) + 1
  return all
}
