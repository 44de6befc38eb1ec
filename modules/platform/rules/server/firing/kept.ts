// The rules of a kind of record that are switched on, in the order in which they are asked.
import { runShape, slot } from '#kernel/server/database/statement/shape.ts'
import type { RuleRow } from '../../contract.ts'
import { ruleFields, type RuleContext } from '../tables.ts'

export const rulesOf = ({ db }: RuleContext, entity: string): Promise<RuleRow[]> =>
  runShape<RuleRow>(db, 'rules of kind', [entity], () =>
    db
      .selectFrom('rules')
      .select(ruleFields)
      .where('entity', '=', slot(0))
      .where('is_on', '=', true)
      .where('deleted_at', 'is', null)
      .orderBy('position')
      .orderBy('id'),
  )
