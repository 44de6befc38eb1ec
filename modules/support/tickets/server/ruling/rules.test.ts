import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, Input } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { teams, users } from '#modules/platform/identity/contract.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { type Rule, rules } from '#modules/platform/rules/contract.ts'
import { judgeStays } from '#modules/platform/rules/server/waking/stays.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { tickets } from '../../contract.ts'

let p: TestPlatform
let manager: Call
let customer: Call
let team: string
before(async () => {
  p = await testPlatform()
  await p.start('relay', 'worker')
  manager = p.as('acme', 'manager')
  customer = p.as('acme', 'client')
  team = (await p.as('acme', 'admin')(teams.create, { name: 'Desk' })).id
  await p.as('acme', 'admin')(teams.changeMembers, { id: team, add: [p.id('acme', 'agent'), p.id('acme', 'manager')] })
})
after(() => p.close())

async function until<T>(get: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) {
    const value = await get()
    if (fits(value)) return value
  }
  return assert.fail(`it never came: ${JSON.stringify(await get())}`)
}
async function rule(t: { after: (end: () => Promise<unknown>) => void }, said: Partial<Input<typeof Rule>>) {
  const made = await manager(rules.create, {
    name: 'Rule',
    entity: 'ticket',
    trigger: { on: 'created' },
    ...said,
  } as Input<typeof Rule>)
  t.after(() => manager(rules.remove, { id: made.id }))
  return made
}
const fired = (record: string, count = 1) =>
  until(
    async () => (await manager(rules.trace, { entity: 'ticket', record, outcome: 'fired', limit: 50 })).items,
    (runs) => runs.length >= count,
  )

test('a ticket is assigned by its category, by a word in it and by its requester', async (t) => {
  const category = await p.as('acme', 'admin')(categories.create, { name: 'Tills' })
  const agent = p.id('acme', 'agent')
  const toAgent = [{ step: 'tickets.assign', params: { assignee: agent } }]
  await rule(t, {
    name: 'By category',
    trigger: { on: 'changed', fields: ['category'] },
    conditions: { field: 'category', test: 'is', values: [category.id] },
    steps: toAgent,
  })
  await rule(t, {
    name: 'By word',
    conditions: {
      any: [
        { field: 'title', test: 'contains', values: ['till', 'касса'] },
        { field: 'description', test: 'contains', values: ['касса'] },
      ],
    },
    steps: [
      { step: 'tickets.assign', params: { team } },
      { step: 'tickets.tag', params: { tags: ['till'] } },
    ],
  })
  await rule(t, {
    name: 'By requester',
    conditions: { field: 'requester', test: 'is', values: [p.id('acme', 'client')] },
    steps: [{ step: 'set', params: { field: 'priority', value: 'high' } }],
  })
  const ticket = await customer(tickets.create, { title: 'КАССА не работает' })
  await fired(ticket.id, 2)
  const after = await manager(tickets.get, { id: ticket.id })
  assert.deepEqual([after.team, after.tags, after.priority, after.assignee], [team, ['till'], 'high', null])
  await manager(tickets.update, { id: ticket.id, category: category.id })
  await fired(ticket.id, 3)
  assert.equal((await manager(tickets.get, { id: ticket.id })).assignee, agent)
})

test('a ticket goes to whoever of a team has the fewest open ones', async (t) => {
  const busy = p.id('acme', 'agent')
  for (let at = 0; at < 3; at++) {
    const { id } = await customer(tickets.create, { title: `Busy ${at}` })
    await manager(tickets.assign, { id, assignee: busy })
  }
  await rule(t, { name: 'Least busy', steps: [{ step: 'tickets.assign', params: { how: 'least_busy', team } }] })
  const ticket = await customer(tickets.create, { title: 'Who is free' })
  await fired(ticket.id)
  assert.equal((await manager(tickets.get, { id: ticket.id })).assignee, p.id('acme', 'manager'))
})

test('people are told of new tickets and reminded of unanswered ones, with a note that customers do not see', async (t) => {
  await rule(t, {
    name: 'New',
    steps: [{ step: 'notify', params: { users: [p.id('acme', 'agent')], text: 'New: {{title}}' } }],
  })
  await rule(t, {
    name: 'Unanswered',
    trigger: { on: 'stays', clock: 'reply', value: 'requester', minutes: 240 },
    conditions: { field: 'status', test: 'is', values: ['new', 'in_progress'] },
    steps: [{ step: 'note', params: { text: 'Nobody has answered {{title}}' } }],
  })
  const waiting = await customer(tickets.create, { title: 'Waiting' })
  await fired(waiting.id)
  const agent = p.as('acme', 'agent')
  await until(
    async () => JSON.stringify((await agent(notifications.list, {})).items),
    (told) => told.includes(`/tickets/${waiting.id}`),
  )
  // Only now: what one rule tells a person is one notice, with the link of the last ticket.
  const answered = await customer(tickets.create, { title: 'Answered' })
  await manager(tickets.comment, { id: answered.id, text: 'On it' })
  await p.running.platform.within(systemOf(p.tenantId('acme')), {}, ({ db }) =>
    db
      .updateTable('tickets')
      .set({ last_reply_at: new Date(Date.now() - 5 * 3_600_000).toISOString() })
      .where('id', 'in', [waiting.id, answered.id])
      .execute(),
  )
  await judgeStays(p.running.platform)
  await judgeStays(p.running.platform)
  const notes = async (id: string, by: Call) =>
    (await by(tickets.comments, { id })).items.filter(({ internal }) => internal)
  const [note, ...more] = await notes(waiting.id, manager)
  assert.match(note!.text, /Nobody has answered WN-\d+ Waiting/)
  assert.deepEqual([more, await notes(answered.id, manager), await notes(waiting.id, customer)], [[], [], []])
})

test('a typical question is answered automatically, marked so, and still waits for a person', async (t) => {
  await rule(t, {
    name: 'Hours',
    conditions: { field: 'title', test: 'contains', values: ['часы работы'] },
    steps: [{ step: 'tickets.answer', params: { text: '{{requester}}, we work from 9 to 18' } }],
  })
  const [asked, other] = [
    await customer(tickets.create, { title: 'Какие у вас часы работы?' }),
    await customer(tickets.create, { title: 'Другое' }),
  ]
  const [run] = await fired(asked.id)
  assert.deepEqual(run!.steps[0]!.state, 'done')
  const { items } = await customer(tickets.comments, { id: asked.id })
  const { name } = await manager(users.get, { id: p.id('acme', 'client') })
  assert.deepEqual(
    items.map(({ text, automatic, internal, author }) => ({ text, automatic, internal, author })),
    [{ text: `${name}, we work from 9 to 18`, automatic: true, internal: false, author: p.id('acme', 'manager') }],
  )
  const after = await manager(tickets.get, { id: asked.id })
  assert.deepEqual([after.last_reply_by, after.status, after.comment_count], ['requester', 'new', 1])
  assert.equal((await manager(tickets.get, { id: other.id })).comment_count, 0)
  const mails = await p.running.platform.within(systemOf(p.tenantId('acme')), {}, ({ db }) =>
    db.selectFrom('outbound_mails').select(['subject', 'automatic']).where('thread', '=', asked.id).execute(),
  )
  assert.deepEqual(mails, [{ subject: 'Re: Какие у вас часы работы?', automatic: true }])
})

test('an answer that would be one mail too many is not given', async (t) => {
  await rule(t, {
    name: 'Loop',
    trigger: { on: 'changed', fields: ['tags'] },
    steps: [{ step: 'tickets.answer', params: { text: 'Again' } }],
  })
  const ticket = await customer(tickets.create, { title: 'Talks to itself' })
  for (const tag of ['a', 'b', 'c']) await manager(tickets.tag, { id: ticket.id, tags: [tag] })
  const runs = await fired(ticket.id, 3)
  assert.deepEqual(runs.map(({ steps }) => steps[0]!.code).toReversed(), [
    null,
    'rule_code.mail_held',
    'rule_code.mail_held',
  ])
  assert.equal((await customer(tickets.comments, { id: ticket.id })).items.length, 1)
})
