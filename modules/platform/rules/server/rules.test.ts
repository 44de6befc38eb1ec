import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Call, Problem } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { Webhook as Verifier } from 'standardwebhooks'
import { receiver, type Receiver } from '#modules/platform/webhooks/server/testing.ts'
import { sql } from 'kysely'
import { clients } from '#modules/sales/clients/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { rules } from '../contract.ts'
import { ruleDesk, type RuleDesk, until } from './testing.ts'
import { judgeStays } from './waking/stays.ts'

let desk: RuleDesk
let hook: Receiver
let head: Call
let { p, stages, make, entered, rule, runsOf, notesOf } = {} as RuleDesk
before(async () => {
  hook = await receiver()
  desk = await ruleDesk({ OUTGOING_ALLOWLIST: hook.place })
  ;({ p, head, stages, make, entered, rule, runsOf, notesOf } = desk)
})
after(async () => {
  await p.close()
  await hook.close()
})

test('a deal that enters a stage over an amount is assigned and noted; the trace says why another was not', async (t) => {
  const made = await rule(t, {
    name: 'Large',
    trigger: entered(1),
    conditions: { all: [{ field: 'amount', test: 'at_least', values: [100_000] }] },
    steps: [
      { step: 'deals.assign', params: { owner: p.id('acme', 'seller') } },
      { step: 'note', params: { text: '{{title}} is worth {{amount}}' } },
    ],
  })
  const [large, small] = [await make({ title: 'Large', amount: 500_000 }), await make({ amount: 99_999 })]
  for (const { id } of [large, small]) await head(deals.move, { id, stage: stages[1]! })
  await until(
    () => runsOf(made.id),
    (runs) => runs.length === 2,
  )
  assert.equal((await head(deals.get, { id: large.id })).owner, p.id('acme', 'seller'))
  assert.deepEqual(await notesOf(large.id), ['Large is worth 5000.00'])
  assert.deepEqual(await notesOf(small.id), [])
  const [fired] = await runsOf(made.id, large.id)
  assert.deepEqual([fired!.outcome, fired!.steps.map(({ state }) => state)], ['fired', ['done', 'done']])
  const [unmet] = await runsOf(made.id, small.id)
  assert.equal(unmet!.outcome, 'unmet')
  assert.deepEqual(unmet!.finding, {
    holds: false,
    all: [{ field: 'amount', test: 'at_least', values: [100_000], value: 99_999, holds: false }],
  })
})

test('each rule sees what those before it did', async (t) => {
  await rule(t, {
    name: 'First',
    trigger: { on: 'created' },
    steps: [{ step: 'deals.tag', params: { tags: ['hot'] } }],
  })
  const second = await rule(t, {
    name: 'Second',
    conditions: { field: 'tags', test: 'is', values: ['hot'] },
  })
  const deal = await make()
  await until(
    () => runsOf(second.id, deal.id),
    (runs) => runs[0]?.outcome === 'fired',
  )
})

test('rules that wake each other fire once each in what goes back to one transaction, and are warned of when kept', async (t) => {
  const there = await rule(t, {
    name: 'There',
    trigger: entered(1),
    steps: [{ step: 'deals.move', params: { stage: stages[2]! } }],
  })
  assert.deepEqual(there.warnings, [])
  const back = await rule(t, {
    name: 'Back',
    trigger: entered(2),
    steps: [{ step: 'deals.move', params: { stage: stages[1]! } }],
  })
  assert.deepEqual(
    back.warnings.map((one) => one.rules.map(({ name }) => name)),
    [['Back', 'There']],
  )
  const deal = await make()
  await head(deals.move, { id: deal.id, stage: stages[1]! })
  const runs = await until(
    () => runsOf(there.id, deal.id),
    (all) => all.length === 2,
  )
  assert.deepEqual(
    runs.map(({ outcome, depth }) => [outcome, depth]),
    [
      ['repeated', 2],
      ['fired', 0],
    ],
  )
  assert.equal((await runsOf(back.id, deal.id)).length, 1)
  assert.equal((await head(deals.get, { id: deal.id })).stage, stages[1]!)
  // What a person does later is another transaction.
  await head(deals.move, { id: deal.id, stage: stages[0]! })
  await head(deals.move, { id: deal.id, stage: stages[1]! })
  await until(
    () => runsOf(there.id, deal.id),
    (all) => all.filter(({ outcome }) => outcome === 'fired').length === 2,
  )
})

test('rules stop at a depth', async (t) => {
  const made = new Map<number, string>()
  // Later ones stand first: what one sets is met by the next only when its own change is told.
  for (let at = 12; at >= 0; at--) {
    const { id } = await rule(t, {
      name: `Deep ${at}`,
      trigger: { on: 'changed', fields: ['title'] },
      conditions: { field: 'title', test: 'is', values: [`Deep ${at}`] },
      steps: [{ step: 'set', params: { field: 'title', value: `Deep ${at + 1}` } }],
    })
    made.set(at, id)
  }
  const deal = await make()
  await head(deals.update, { id: deal.id, title: 'Deep 0' })
  const stopped = await until(
    () => head(rules.trace, { entity: 'deal', record: deal.id, outcome: 'too_deep', limit: 10 }),
    ({ items }) => items.length > 0,
  )
  assert.deepEqual(
    stopped.items.map(({ rule: id, depth }) => [id, depth]),
    [[made.get(11), 11]],
  )
  assert.equal((await head(deals.get, { id: deal.id })).title, 'Deep 11')
})

test('a step that fails is shown and tried again, and holds up neither the next step nor the next rule', async (t) => {
  const failing = await rule(t, {
    name: 'Failing',
    steps: [
      { step: 'deals.move', params: { stage: stages[5]! } },
      { step: 'note', params: { text: 'After the failure' } },
    ],
  })
  const next = await rule(t, { name: 'Next' })
  const deal = await make()
  // A lost deal needs its reason.
  const [run] = await until(
    () => runsOf(failing.id, deal.id),
    (runs) => runs.length > 0,
  )
  assert.equal(run!.trouble, true)
  assert.deepEqual(
    run!.steps.map(({ state, code }) => [state, code]),
    [
      ['waiting', 'invalid /loss_reason needs_loss_reason'],
      ['done', null],
    ],
  )
  assert.deepEqual(await notesOf(deal.id), ['Seen', 'After the failure'])
  assert.equal((await runsOf(next.id, deal.id))[0]!.outcome, 'fired')
  await head(rules.retry, { id: run!.id })
  await until(
    () => runsOf(failing.id, deal.id),
    ([again]) => again!.steps[0]!.attempts > 1,
  )
  assert.deepEqual((await head(rules.standing, {})).items.find((one) => one.rule === failing.id)?.trouble, 1)
})

test('a webhook is called through the guarded client, with one id in all attempts', async (t) => {
  const outside = { step: 'webhook', params: { url: hook.url } }
  await assert.rejects(
    rule(t, { steps: [{ step: 'webhook', params: { url: 'http://10.0.0.1/' } }] }),
    (problem: Problem) => problem.refusals[0]!.pointer === '/steps/0/params/url',
  )
  hook.answer = { status: 503 }
  const made = await rule(t, { name: 'Outside', steps: [outside] })
  const deal = await make({ title: 'Told outside' })
  const [run] = await until(
    () => runsOf(made.id, deal.id),
    ([one]) => one?.steps[0]?.attempts === 1,
  )
  assert.deepEqual([run!.trouble, run!.steps[0]!.code], [true, 'rule_code.hook_status'])
  hook.answer = { status: 200 }
  await head(rules.retry, { id: run!.id })
  await until(
    () => runsOf(made.id, deal.id),
    ([one]) => one?.steps[0]?.state === 'done',
  )
  const ids = hook.received.map(({ headers }) => headers['webhook-id'])
  assert.equal(ids.length >= 2 && new Set(ids).size === 1, true)
  assert.equal(JSON.parse(hook.received.at(-1)!.body).data.deal.title, 'Told outside')
})

test('calls of rules are signed with the organisation’s secret, with both for a day after a change', async (t) => {
  hook.received = []
  const made = await rule(t, { name: 'Signed', steps: [{ step: 'webhook', params: { url: hook.url } }] })
  const call = async () => {
    const count = hook.received.length
    await make({ title: 'Привет' })
    await until(
      async () => hook.received.length,
      (now) => now > count,
    )
    const { body, headers } = hook.received.at(-1)!
    return (secret: string) => new Verifier(secret).verify(body, headers as Record<string, string>)
  }
  const first = await head(rules.rotateSecret, {})
  assert.match(first.secret, /^whsec_/)
  const message = (await call())(first.secret) as { type: string; data: { rule: object; deal: { title: string } } }
  assert.deepEqual([message.type, message.data.deal.title], ['rule.fired', 'Привет'])
  assert.deepEqual(message.data.rule, { id: made.id, name: 'Signed' })
  const second = await head(rules.rotateSecret, {})
  const both = await call()
  for (const { secret } of [first, second]) both(secret)
  assert.equal((await head(rules.secret, {})).previous_until, second.previous_until)
  await p.running.platform.within(systemOf(p.tenantId('acme')), {}, ({ db }) =>
    db
      .updateTable('rule_secrets')
      .set({ previous_until: new Date(0).toISOString() })
      .execute(),
  )
  const alone = await call()
  alone(second.secret)
  assert.throws(() => alone(first.secret))
  await assert.rejects(p.as('acme', 'agent')(rules.rotateSecret, {}), { code: 'forbidden' })
})

test('a mail of a rule has the language of whoever gets it', async (t) => {
  const uzbek = await head(clients.create, { name: 'Dilnoza', email: 'dilnoza@example.com', language: 'uz' })
  await rule(t, {
    name: 'Languages',
    steps: [{ step: 'mail', params: { to: ['client'], address: 'nobody@example.com', subject: 'Hi', text: 'Hello' } }],
  })
  await make({ title: 'In Uzbek', client: uzbek.id })
  const asked = () =>
    p.running.platform.within(systemOf(p.tenantId('acme')), {}, ({ db }) =>
      sql<{
        recipient: string
        language: string
      }>`select recipient, language from outbound_mails where subject = 'Hi' order by recipient`.execute(db),
    )
  const { rows } = await until(asked, (found) => found.rows.length === 2)
  assert.deepEqual(rows, [
    { recipient: 'dilnoza@example.com', language: 'uz' },
    { recipient: 'nobody@example.com', language: 'en' },
  ])
})

test('people are notified who see the record, and mails stay within what an address may get', async (t) => {
  const seller = p.id('acme', 'seller')
  const made = await rule(t, {
    name: 'Tell',
    steps: [
      { step: 'notify', params: { who: ['owner'], users: [p.id('acme', 'agent')], text: 'Look at {{title}}' } },
      { step: 'mail', params: { to: ['client'], subject: 'About {{title}}', text: 'Hello' } },
    ],
  })
  const [first] = [await make({ title: 'Told 0', owner: seller })]
  for (let at = 1; at <= 5; at++) await make({ title: `Told ${at}` })
  const runs = await until(
    () => runsOf(made.id),
    (all) => all.length === 6,
  )
  const mails = runs.toReversed().map(({ steps }) => steps[1]!)
  assert.deepEqual(
    mails.map(({ state }) => state),
    ['done', 'done', 'done', 'done', 'done', 'skipped'],
  )
  assert.equal(mails[5]!.code, 'rule_code.mail_held')
  const mine = p.as('acme', 'seller')
  const { items } = await until(
    () => mine(notifications.list, {}),
    (page) => page.items.length > 0,
  )
  assert.match(JSON.stringify(items), new RegExp(`/deals/${first!.id}`))
  assert.equal((await p.as('acme', 'agent')(notifications.list, {})).items.length, 0)
})

test('a long stay fires once for each stay, and a change makes it due without waiting for the clock', async (t) => {
  const made = await rule(t, {
    name: 'Stale',
    trigger: { on: 'stays', clock: 'stage', value: stages[3]!, minutes: 60 },
    conditions: { field: 'amount', test: 'at_least', values: [100] },
  })
  const nobody = { field: 'amount', test: 'at_least', values: [1_000_000] } as const
  const arriving = await rule(t, { name: 'Arriving', trigger: entered(3), conditions: nobody })
  const [stale, fresh, poor] = [await make({ amount: 500 }), await make({ amount: 500 }), await make({ amount: 1 })]
  for (const { id } of [stale, fresh, poor]) await head(deals.move, { id, stage: stages[3]! })
  // Once the moves are seen: a move that is seen when the stay is long already is a change that makes it due.
  await until(
    () => runsOf(arriving.id),
    (runs) => runs.length === 3,
  )
  const long = new Date(Date.now() - 2 * 3_600_000).toISOString()
  const tenant = systemOf(p.tenantId('acme'))
  await p.running.platform.within(tenant, {}, ({ db }) =>
    db.updateTable('deals').set({ stage_since: long }).where('id', 'in', [stale.id, poor.id]).execute(),
  )
  await judgeStays(p.running.platform)
  await judgeStays(p.running.platform)
  const outcomes = async (id: string) => (await runsOf(made.id, id)).map(({ outcome }) => outcome)
  assert.deepEqual(await Promise.all([stale, fresh, poor].map(({ id }) => outcomes(id))), [['fired'], [], ['unmet']])
  await head(deals.update, { id: poor.id, amount: 1_000 })
  await until(
    () => outcomes(poor.id),
    (all) => all.includes('fired'),
  )
  assert.deepEqual(await notesOf(stale.id), ['Seen'])
})
