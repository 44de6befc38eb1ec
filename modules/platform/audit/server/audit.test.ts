import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { Problem } from '#kernel/contract/index.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { eventually, PASSWORD, testPlatform, type TestPlatform } from '#app/testing.ts'
import { audit, auditAlerts } from '../contract.ts'

let desk: TestPlatform
let owner: pg.Client
before(async () => {
  desk = await testPlatform()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
  await desk.start('relay')
})
after(async () => {
  await owner.end()
  await desk.close()
})

const admin = () => desk.as('acme', 'admin')
const login = async (username: string, password: string, address = '203.0.113.5') => {
  const app = await desk.edge()
  const headers = { 'user-agent': 'Probe/1.0' }
  return app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { username, password },
    headers,
    remoteAddress: address,
  })
}
const found = async (filter: object, check: (items: readonly { action: string; outcome: string }[]) => void) =>
  eventually(async () => check((await admin()(audit.list, filter)).items))

test('sign-ins and failed ones are found, with the person, the address and what was typed', async () => {
  assert.equal((await login('agent@acme.test', PASSWORD)).statusCode, 200)
  assert.equal((await login('agent@acme.test', 'wrong')).statusCode, 401)
  const agent = desk.id('acme', 'agent')
  await eventually(async () => {
    const { items } = await admin()(audit.list, { address: '203.0.113.5' })
    assert.deepEqual(
      items.map(({ outcome, code, actor_id, about_id, actor_kind, origin }) => [
        outcome,
        code,
        actor_id ?? about_id,
        actor_kind,
        origin?.typed,
      ]),
      [
        ['refused', 'credentials', agent, 'anonymous', 'agent@acme.test'],
        ['done', '', agent, 'person', null],
      ],
    )
  })
  await found({ section: 'sign_ins', actor: agent }, (items) => assert.equal(items.length, 1))
  await found({ section: 'sign_in_failures' }, (items) => assert.equal(items.length, 1))
})

test('a name that nobody has is told to nobody, and what was typed is not kept whole', async () => {
  await login('my-secret-password@nowhere', 'x')
  await eventually(async () => {
    const { rows } = await owner.query(
      `select tenant_id, origin from audit_details where origin like '%"typed":"my…"%'`,
    )
    assert.deepEqual(rows.length, 1)
    assert.match((rows[0] as { tenant_id: string }).tenant_id, /^0{8}/)
  })
  const { rows } = await owner.query(`select 1 from audit_details where origin like '%secret-password%'`)
  assert.deepEqual(rows, [])
})

test('every filter finds what it says, pages go through all, and nothing of another organisation', async () => {
  const agent = desk.as('acme', 'agent', { request_id: 'find-me', address: '198.51.100.9' })
  const ticket = await agent(tickets.create, { title: 'Кассовый аппарат', priority: 'low' })
  await agent(tickets.update, { id: ticket.id, priority: 'critical' })
  await desk.as('globex', 'agent')(tickets.create, { title: 'Кассовый аппарат' })
  const person = desk.id('acme', 'agent')
  const both = ['tickets.update', 'tickets.create']
  const names = async (filter: object) => (await admin()(audit.list, filter)).items.map(({ action }) => action)
  await eventually(async () => assert.deepEqual(await names({ record: ticket.id }), both))
  assert.deepEqual(await names({ address: '198.51.100.9' }), both)
  assert.deepEqual(await names({ q: 'принтер' }).then((all) => all.includes('tickets.create')), false)
  assert.deepEqual(await names({ q: 'кассовые аппараты' }), ['tickets.create'])
  assert.deepEqual(await names({ actor: person, entity: 'ticket', outcome: 'done', from: ticket.created_at }), both)
  assert.deepEqual(await names({ actor: person, to: '2020-01-01T00:00:00Z' }), [])
  assert.ok((await names({ actor: person, action: 'tickets.create' })).every((name) => name === 'tickets.create'))

  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await admin()(audit.list, {
      limit: 2,
      to: new Date().toISOString(),
      section: 'admin',
      ...(cursor ? { cursor } : {}),
    })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.equal(new Set(seen).size, seen.length)

  const [newest] = (await admin()(audit.list, { record: ticket.id })).items
  const entry = await admin()(audit.get, { id: newest!.id })
  assert.deepEqual(entry.changes?.[0]?.fields, [
    { name: 'priority', before: 'low', after: 'critical', refers: null, choice: true, hidden: false },
  ])
  const foreign = desk.as('globex', 'admin')(audit.get, { id: newest!.id })
  await assert.rejects(foreign, (refusal: Problem) => refusal.status === 404)
})

test('only those who may read the audit', async () => {
  for (const person of ['agent', 'client', 'manager', 'analyst'] as const)
    await assert.rejects(desk.as('acme', person)(audit.list, {}), (refusal: Problem) => refusal.status === 403)
})

test('the chain is proven over the API', async () => {
  const verdict = await admin()(audit.verify, {})
  assert.deepEqual([verdict.ok, verdict.broken, verdict.next], [true, null, null])
  assert.ok(verdict.checked > 5)
})

test('a report counts by kind and day, and is downloaded as CSV', async () => {
  const period = {
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date(Date.now() + 60_000).toISOString(),
  }
  await eventually(async () => {
    const { total, days, people } = await admin()(audit.reports, period)
    assert.deepEqual([total.sign_ins, total.sign_in_failures, total.refused], [1, 1, 4])
    assert.ok(total.entries > 8 && days.length >= 1 && people.length >= 2)
  })
  const app = await desk.edge()
  const headers = await desk.signIn(app, 'acme', 'admin')
  const url = `/api/audit/reports/csv?from=${period.from}&to=${period.to}`
  const answer = await app.inject({ url, headers })
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
  assert.match(answer.body, /^\uFEFFat,seq,[^]*,tickets\.update,ticket,/)
  await found({ section: 'exports' }, (items) => assert.equal(items.length, 1))
  await assert.rejects(
    admin()(audit.reports, { from: period.to, to: period.from }),
    (refusal: Problem) => refusal.status === 422,
  )
})

test('guessing a password and a changed role raise alerts, once, and these are acknowledged', async () => {
  for (let n = 0; n < 6; n++) await login('manager@acme.test', `guess ${n}`, `203.0.113.${100 + n}`)
  await admin()(users.update, { id: desk.id('acme', 'client'), role: 'analyst' })
  await eventually(async () => {
    const { items } = await admin()(auditAlerts.list, {})
    const raised = new Map(items.map(({ rule, person }) => [rule, person]))
    assert.equal(raised.get('brute_force_account'), desk.id('acme', 'manager'))
    assert.equal(raised.get('role_changed'), desk.id('acme', 'client'))
    assert.equal(items.filter(({ rule }) => rule === 'brute_force_account').length, 1)
  })
  const { items } = await admin()(auditAlerts.list, { rule: 'brute_force_account', is_open: true })
  const seen = await admin()(auditAlerts.acknowledge, { id: items[0]!.id })
  assert.deepEqual([seen.is_open, seen.acknowledged_by], [false, desk.id('acme', 'admin')])
  const { rows } = await owner.query(`select 1 from event_log where name = 'audit_alert.raised'`)
  assert.ok(rows.length >= 2)
})
