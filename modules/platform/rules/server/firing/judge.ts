// A rule's conditions beside a record.
import { type Finding, found, type Shown, valueIn } from '#kernel/contract/index.ts'
import type { Values } from '#kernel/server/rules/ruled.ts'

/** Why a rule's conditions hold or not; null where it has none. */
export const judged = (conditions: Shown | null, record: Values): Finding | null =>
  conditions && found(conditions, (field) => valueIn(record, field))

export const holdsAll = (finding: Finding | null): boolean => finding === null || finding.holds
