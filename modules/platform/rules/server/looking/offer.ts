// What rules may be made of, for pages that draw them.
import type { Out } from '#kernel/contract/index.ts'
import type { rules } from '../../contract.ts'
import { maySee } from '../keeping/check.ts'
import type { RuleContext } from '../tables.ts'
import { judgedFields, paramFields } from './describe.ts'

export async function offer(context: RuleContext): Promise<Out<typeof rules.offer>> {
  const { platform, actor } = context
  const isThere = (thing: object) => platform.components.offers(actor.tenant_id, thing)
  const kinds = [...platform.ruled.values()].filter((one) => isThere(one) && maySee(context, one))
  const steps = [...platform.steps.values()].filter(isThere)
  return {
    items: kinds.map(({ of, hides, settable, clocks, people, addresses }) => ({
      entity: of.name,
      fields: judgedFields(of, hides),
      settable: [...settable],
      clocks: Object.entries(clocks).map(([name, { field, since }]) => ({ name, field, stays: since !== null })),
      people: Object.keys(people),
      addresses: Object.keys(addresses),
      steps: steps
        .filter((one) => one.of === null || one.of === of)
        .map(({ name, params }) => ({ name, params: paramFields(params) })),
    })),
  }
}
