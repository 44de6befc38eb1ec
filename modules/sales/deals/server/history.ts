import { sql } from 'kysely'
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { historyOf } from '#kernel/server/events/history.ts'
import { Deal, type deals } from '../contract.ts'
import type { DealContext } from './tables.ts'

/** A deal that only went up or down in its column has no history of it. */
const told = sql<boolean>`payload -> 'changes' is distinct from '{}'`

export function history(context: DealContext, page: Parsed<typeof deals.history>): Promise<Out<typeof deals.history>> {
  return historyOf(context, Deal, page, { permission: 'deals.read', told })
}
