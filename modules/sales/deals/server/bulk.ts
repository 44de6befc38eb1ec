// What may be done to many deals at once, and how it is taken back.
import type { Parsed } from '#kernel/contract/index.ts'
import { bulkable, type Bulkable } from '#kernel/server/bulk/bulkable.ts'
import { Deal, type DealRow, deals } from '../contract.ts'
import { edit } from './deals.ts'
import { move } from './moving/move.ts'
import type { DealContext } from './tables.ts'

const undo: Bulkable['undo'] = ({ call }, id, values) => call(deals.putBack, { id, values: { ...values } })

export const dealBulk = [
  bulkable(Deal, deals.update, { takes: ['owner', 'team'], keeps: [['owner'], ['team']], undo }),
  bulkable(Deal, deals.move, {
    takes: ['stage', 'loss_reason'],
    keeps: [['stage', 'loss_reason']],
    undo,
  }),
  bulkable(Deal, deals.lose, { takes: ['loss_reason'], keeps: [['stage', 'loss_reason']], undo }),
  bulkable(Deal, deals.tag, { takes: ['tags', 'mode'], keeps: [['tags']], undo }),
  bulkable(Deal, deals.remove, {
    takes: [],
    keeps: [['deleted_at']],
    undo: ({ call }, id) => call(deals.restore, { id }),
  }),
]

/** Gives back what a run over many changed: a stage by moving there, so that its rules hold. */
export async function putBack(
  context: DealContext,
  { id, values: { stage, loss_reason, ...values } }: Parsed<typeof deals.putBack>,
): Promise<DealRow> {
  if (typeof stage !== 'string') return edit(context, id, () => values as Partial<DealRow>)
  return move(context, { id, stage, ...(typeof loss_reason === 'string' ? { loss_reason } : {}) })
}
