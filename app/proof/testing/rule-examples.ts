// Inputs of rules that a schema cannot know.
import { rules } from '#modules/platform/rules/contract.ts'
import { stageActions } from '#modules/sales/deals/contract.ts'
import type { TestPlatform, TenantSlug } from '#app/testing.ts'
import type { Maker } from './examples.ts'
import { insert, recordOf } from './records.ts'

const steps = [{ step: 'note', params: { text: 'Seen' } }]
const rule = () => ({ name: 'A rule', entity: 'deal', trigger: { on: 'created' }, conditions: null, steps })

/** A rule that fired for a deal, and whose step failed. */
export async function ruleRun(desk: TestPlatform, tenant: TenantSlug): Promise<string> {
  const failed = { step: 'note', params: {}, state: 'failed', attempts: 5, code: null, at: null }
  const row = await insert(desk, tenant, 'rule_runs', {
    rule: await recordOf(desk, tenant, 'rule'),
    revision: 1,
    entity: 'deal',
    record: await recordOf(desk, tenant, 'deal'),
    outcome: 'fired',
    chain: 'at now',
    depth: 0,
    steps: JSON.stringify([failed]),
    trouble: true,
  })
  return row['id'] as string
}

const atStage: Maker = async (desk, tenant) => ({
  name: 'At the stage',
  stage: await recordOf(desk, tenant, 'pipeline_stage'),
  when: 'entered',
  steps,
})
const made: Maker = async (desk, tenant) => {
  const asked = (await atStage(desk, tenant)) as never
  return { id: (await desk.as(tenant, 'admin')(stageActions.create, asked)).id }
}

export const ruleExamples: Record<string, Maker> = {
  'rules.create': rule,
  'rules.replace': rule,
  'rules.update': () => ({ name: 'Another name' }),
  'rules.dryRun': () => ({ rule: rule() }),
  'rules.order': async (desk, tenant) => {
    const { items } = await desk.as(tenant, 'admin')(rules.list, { entity: 'deal', limit: 200 })
    return { entity: 'deal', ids: items.map(({ id }) => id!) }
  },
  'rules.retry': async (desk, tenant) => ({ id: await ruleRun(desk, tenant) }),
  'pipeline_actions.create': atStage,
  'pipeline_actions.update': made,
  'pipeline_actions.remove': made,
}
