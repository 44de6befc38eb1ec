import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Call, Input, Problem } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { stageActions } from '#modules/sales/deals/contract.ts'
import { type Rule, rules } from '../../contract.ts'
import { sweepRuns } from '../sweep.ts'
import { ruleDesk, type RuleDesk, until } from '../testing.ts'

let desk: RuleDesk
let head: Call
let { p, stages, client, make, entered, rule, runsOf, notesOf } = {} as RuleDesk
before(async () => {
  desk = await ruleDesk()
  ;({ p, head, stages, client, make, entered, rule, runsOf, notesOf } = desk)
})
after(() => p.close())

test('a dry run says for each of the latest records whether the rule would fire and why not, and does nothing', async () => {
  await make({ title: 'Other' })
  const deal = await make({ title: 'Dry', amount: 777_000 })
  const said = {
    name: 'Dry',
    entity: 'deal',
    trigger: entered(0),
    conditions: {
      any: [
        { field: 'amount', test: 'at_least', values: [700_000] },
        { field: 'title', test: 'contains', values: ['dRY'] },
      ],
    },
    steps: [{ step: 'note', params: { text: 'Never' } }],
  } as Input<typeof Rule>
  const { items } = await head(rules.dryRun, { rule: said, last: 20 })
  assert.deepEqual([items[0]!.record, items[0]!.fires, items[0]!.why], [deal.id, true, null])
  assert.deepEqual(new Set(items.slice(1).map(({ why }) => why)), new Set(['conditions']))
  const moved = await head(rules.dryRun, { rule: { ...said, trigger: entered(4) }, last: 1 })
  assert.equal(moved.items[0]!.why, 'elsewhere')
  assert.deepEqual(await notesOf(deal.id), [])
})

test('what makes no sense is refused at its place', async (t) => {
  const at =
    (...wanted: string[]) =>
    (problem: Problem) => {
      assert.deepEqual(
        problem.refusals.map(({ pointer, code }) => `${pointer} ${code}`),
        wanted,
      )
      return true
    }
  await assert.rejects(rule(t, { entity: 'user' }), at('/entity no_rules'))
  await assert.rejects(
    rule(t, {
      trigger: { on: 'entered', clock: 'stage', value: client },
      conditions: { field: 'position', test: 'filled', values: [] },
      steps: [
        { step: 'nothing', params: {} },
        { step: 'set', params: { field: 'stage', value: 'x' } },
        { step: 'deals.assign', params: { owner: client } },
      ],
    }),
    at(
      '/trigger/value unknown_reference',
      '/conditions unknown_field',
      '/steps/0/step unknown_step',
      '/steps/1/params/field unknown_field',
      '/steps/2/params/owner unknown_reference',
    ),
  )
})

test('rules are put in order, remember what they said before, and run only while they are on', async (t) => {
  const [one, two] = [await rule(t, { name: 'One' }), await rule(t, { name: 'Two' })]
  const listed = async () =>
    (await head(rules.list, { entity: 'deal', sort: 'position', limit: 200 })).items.map(({ id }) => id!)
  const all = await listed()
  const turned = [two.id, ...all.filter((id) => id !== two.id)]
  await head(rules.order, { entity: 'deal', ids: turned })
  assert.deepEqual(await listed(), turned)
  await assert.rejects(head(rules.order, { entity: 'deal', ids: [one.id] }), { code: 'rule.others' })
  await head(rules.update, { id: one.id, name: 'One more' })
  await head(rules.update, { id: one.id, is_on: false })
  const { items } = await head(rules.revisions, { id: one.id })
  assert.deepEqual(
    items.map(({ revision, rule: said }) => [revision, said.name]),
    [
      [2, 'One more'],
      [1, 'One'],
    ],
  )
  const deal = await make()
  await until(
    () => runsOf(two.id, deal.id),
    (runs) => runs.length === 1,
  )
  assert.deepEqual(await runsOf(one.id, deal.id), [])
})

test('a stage’s automation is the same rules, seen from the stage', async (t) => {
  const stage = stages[2]!
  const made = await head(stageActions.create, {
    name: 'At the stage',
    stage,
    when: 'stays',
    minutes: 30,
    steps: [{ step: 'note', params: { text: 'Still here' } }],
  })
  t.after(() => head(rules.remove, { id: made.id }))
  assert.deepEqual((await head(rules.get, { id: made.id })).trigger, {
    on: 'stays',
    clock: 'stage',
    value: stage,
    minutes: 30,
  })
  await head(stageActions.update, { id: made.id, when: 'left', minutes: null })
  assert.deepEqual(
    (await head(stageActions.list, { stage })).items.map(({ name, when }) => [name, when]),
    [['At the stage', 'left']],
  )
  const other = await rule(t, { name: 'No stage' })
  await assert.rejects(head(stageActions.remove, { id: other.id }), { status: 404 })
  await assert.rejects(
    p.as('acme', 'seller')(stageActions.create, {
      name: 'x',
      stage,
      when: 'left',
      steps: [{ step: 'note', params: { text: 'x' } }],
    }),
    { status: 403 },
  )
})

test('who may not manage a kind of record makes no rules for it; another tenant sees none', async (t) => {
  const made = await rule(t, { name: 'Ours' })
  await assert.rejects(p.as('acme', 'seller')(rules.list, {}), { status: 403 })
  const support = p.as('acme', 'manager')
  const ticketRule = {
    name: 'T',
    entity: 'ticket',
    trigger: { on: 'created' },
    steps: [{ step: 'note', params: { text: 'x' } }],
  }
  await assert.rejects(head(rules.create, ticketRule as never), { status: 403 })
  const { items } = await support(rules.offer, {})
  assert.ok(items.some(({ entity }) => entity === 'ticket'))
  await assert.rejects(p.as('globex', 'admin')(rules.get, { id: made.id }), { status: 404 })
  assert.deepEqual((await p.as('globex', 'admin')(rules.list, {})).items, [])
})

test('traces are swept: what did not fire after two weeks, what fired later', async (t) => {
  const made = await rule(t, { name: 'Swept', conditions: { field: 'title', test: 'is', values: ['Kept'] } })
  const kept = await make({ title: 'Kept' })
  await make({ title: 'Gone' })
  await until(
    () => runsOf(made.id),
    (runs) => runs.length === 2,
  )
  await p.running.platform.within(systemOf(p.tenantId('acme')), {}, ({ db }) =>
    db
      .updateTable('rule_runs')
      .set({ created_at: new Date(Date.now() - 20 * 86_400_000).toISOString() })
      .where('rule', '=', made.id)
      .execute(),
  )
  await sweepRuns(p.running.platform)
  assert.deepEqual(
    (await runsOf(made.id)).map(({ record }) => record),
    [kept.id],
  )
})
