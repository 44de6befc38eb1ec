// A tenant that sells, for tests of rules: its head of sales makes rules for deals and looks at what became of them.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { testPlatform } from '#app/testing.ts'
import type { Input } from '#kernel/contract/index.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { deals, pipelines, pipelineStages } from '#modules/sales/deals/contract.ts'
import { type Rule, rules } from '../contract.ts'

type AtEnd = { after: (end: () => Promise<unknown>) => void }

export async function ruleDesk(env: Record<string, string> = {}) {
  const p = await testPlatform(env)
  await p.start('relay', 'worker')
  const head = p.as('acme', 'sales_manager')
  const client = (await head(clients.create, { name: 'Anvar', email: 'anvar@example.com' })).id
  const [pipeline] = (await head(pipelines.list, {})).items
  const { items } = await head(pipelineStages.list, { pipeline: pipeline!.id!, sort: 'position' })
  const stages = items.map(({ id }) => id!)
  return {
    p,
    head,
    stages,
    client,
    make: (more: object = {}) => head(deals.create, { title: 'Deal', client, ...more }),
    entered: (at: number) => ({ on: 'entered', clock: 'stage', value: stages[at]! }) as const,
    /** The newest first. */
    runsOf: async (rule: string, record?: string) =>
      (await head(rules.trace, { rule, ...(record ? { entity: 'deal', record } : {}), limit: 200 })).items,
    notesOf: async (record: string) =>
      (await head(timeline.list, { entity: 'deal', record, kinds: ['note'] })).items.map(({ entry }) => entry!.text),
    /** A rule that is gone again when the test is over. */
    async rule(t: AtEnd, said: Partial<Input<typeof Rule>>) {
      const made = await head(rules.create, {
        name: 'Rule',
        entity: 'deal',
        trigger: { on: 'created' },
        steps: [{ step: 'note', params: { text: 'Seen' } }],
        ...said,
      } as Input<typeof Rule>)
      t.after(() => head(rules.remove, { id: made.id }))
      return made
    },
  }
}
export type RuleDesk = Awaited<ReturnType<typeof ruleDesk>>

/** What is there once it fits; fails after 20 s. */
export async function until<T>(get: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) {
    const value = await get()
    if (fits(value)) return value
  }
  return assert.fail(`it never came: ${JSON.stringify(await get())}`)
}
