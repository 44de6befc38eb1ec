import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deals } from '#modules/sales/deals/contract.ts'
import { ruleDesk, type RuleDesk, until } from '#modules/platform/rules/server/testing.ts'
import { tasks } from '../contract.ts'

let desk: RuleDesk
before(async () => {
  desk = await ruleDesk()
})
after(() => desk.p.close())

test('a rule makes a task about the record, for whom it concerns, due so many days from then', async (t) => {
  const { p, head, make, entered, rule, stages } = desk
  await rule(t, {
    name: 'Call',
    trigger: entered(1),
    steps: [{ step: 'tasks.create', params: { title: 'Call about {{title}}', days: 3 } }],
  })
  const { id } = await make({ title: 'Cable', owner: p.id('acme', 'seller') })
  await head(deals.move, { id, stage: stages[1]! })
  const [task] = await until(
    async () => (await head(tasks.about, { entity: 'deal', record: id })).items,
    (items) => items.length > 0,
  )
  const due = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  assert.deepEqual([task!.title, task!.assignee, task!.due_on], ['Call about Cable', p.id('acme', 'seller'), due])
})

test('a person must be named where the task is for somebody by name', async (t) => {
  await assert.rejects(
    desk.rule(t, {
      steps: [{ step: 'tasks.create', params: { title: 'Call', whose: 'person' } }],
    }),
    { status: 422 },
  )
})
