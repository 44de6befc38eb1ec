// Limits of one's own and blocked addresses, in two processes and after a restart.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { type Actor, systemOf } from '#kernel/server/access/actor.ts'
import { MOST_ACCOUNTS, MOST_STRAYS } from '#kernel/server/blocks/suspicion.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { AuditAlert, auditAlerts } from '#modules/platform/audit/contract.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { incomingHooks } from '#modules/platform/webhooks/contract.ts'
import { blocks, limits } from '../contract.ts'

const PLATFORM = { api_per_minute: null, api_burst: null, sign_in_attempts: null, calls_per_minute: null }

let desk: TestPlatform
let apps: readonly [FastifyInstance, FastifyInstance]
let second: Awaited<ReturnType<TestPlatform['beside']>>
let root: Actor
before(async () => {
  desk = await testPlatform({
    RATE_LIMIT_ENABLED: 'true',
    RATE_LIMIT_REQUESTS_PER_MINUTE: '1000',
    RATE_LIMIT_BURST: '20',
  })
  second = await desk.beside()
  apps = [await desk.edge(), second.app]
  await desk.start('relay', 'worker')
  await second.running.start([])
  root = {
    ...desk.actor('acme', 'admin'),
    role: 'super_admin',
    grants: desk.running.platform.access.roles.get('super_admin')!,
  }
})
after(async () => {
  await second.stop()
  await desk.close()
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 100; n++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('it did not come')
}
const login = (app: FastifyInstance, username: string, remoteAddress: string) =>
  app.inject({ method: 'POST', url: '/api/auth/login', payload: { username, password: 'wrong' }, remoteAddress })

describe('limits of one’s own', () => {
  test('hold in every process for that organisation only, and are shown in the headers', async () => {
    const admin = desk.as('acme', 'admin')
    const [acme, globex] = [
      await desk.signIn(apps[0], 'acme', 'agent'),
      await desk.signIn(apps[0], 'globex', 'agent'),
    ] as const
    const policy = async (app: FastifyInstance, headers: { authorization: string }) =>
      (await app.inject({ url: '/api/auth/me', headers })).headers['ratelimit-policy']
    const set = await admin(limits.set, { ...PLATFORM, api_per_minute: 60, calls_per_minute: 90 })
    assert.deepEqual([set.own.api_per_minute, set.own.api_burst, set.defaults.api_per_minute], [60, null, 1000])
    for (const app of apps) await until(async () => (await policy(app, acme)) === '"api";q=60;w=60')
    for (const app of apps) assert.equal(await policy(app, globex), '"api";q=1000;w=60')

    const { token } = await admin(incomingHooks.create, { name: 'Monitoring', action: 'tickets.create' })
    const call = await apps[1].inject({ method: 'POST', url: `/api/hooks/${token}`, payload: {} })
    assert.equal(call.headers['ratelimit-policy'], '"calls";q=90;w=60')

    // Whoever keeps the platform replaces an organisation without taking its limits away.
    const by = desk.by(root)
    const { id, name, config } = await by(tenants.get, { id: desk.tenantId('acme') })
    assert.deepEqual(config.limits, { api_per_minute: 60, calls_per_minute: 90 })
    const kept = await by(tenants.replace, { id, name, domain: 'acme.test', config: { theme: {} } })
    assert.deepEqual(kept.config.limits, { api_per_minute: 60, calls_per_minute: 90 })

    await admin(limits.set, PLATFORM)
    for (const app of apps) await until(async () => (await policy(app, acme)) === '"api";q=1000;w=60')
    assert.deepEqual((await by(tenants.get, { id })).config, { theme: {} })
  })

  test('go no further than the platform lets them, and only administrators choose them', async () => {
    const admin = desk.as('acme', 'admin')
    await assert.rejects(
      admin(limits.set, { ...PLATFORM, api_per_minute: 10_001, sign_in_attempts: 2 }),
      (error: { refusals: object[] }) => {
        assert.deepEqual(error.refusals, [
          { pointer: '/api_per_minute', code: 'limit_bounds', params: { minimum: 30, maximum: 10_000 } },
          { pointer: '/sign_in_attempts', code: 'limit_bounds', params: { minimum: 3, maximum: 10 } },
        ])
        return true
      },
    )
    for (const person of ['manager', 'agent', 'client'] as const)
      await assert.rejects(desk.as('acme', person)(limits.set, PLATFORM), { status: 403 })
  })

  test('of guesses tell nothing of who has an account', async () => {
    await desk.as('globex', 'admin')(limits.set, { ...PLATFORM, sign_in_attempts: 3 })
    const tries = async (username: string) => {
      const statuses = []
      for (let n = 0; n < 5; n++) statuses.push((await login(apps[n % 2]!, username, '192.0.2.40')).statusCode)
      return statuses
    }
    await until(async () => second.running.platform.limits.ofSignIn('x@globex.test').sign_in_attempts === 3)
    for (const name of ['agent@globex.test', 'nobody@globex.test'])
      assert.deepEqual(await tries(name), [401, 401, 401, 429, 429])
    assert.deepEqual(await tries('analyst@acme.test'), [401, 401, 401, 401, 401])
  })
})

describe('made-up addresses of hooks', () => {
  test('count as requests of one stranger, and get that stranger blocked', async () => {
    const call = (n: number) =>
      apps[n % 2]!.inject({ method: 'POST', url: `/api/hooks/made-up-${n}`, payload: {}, remoteAddress: '9.8.7.6' })
    const first = await call(0)
    assert.deepEqual([first.statusCode, first.headers['ratelimit-policy']], [404, '"api";q=1000;w=60'])
    let blocked = 0
    for (let n = 1; n < 2 * MOST_STRAYS + 2; n++) blocked += Number((await call(n)).statusCode === 429)
    assert.ok(blocked > 0)
    // A genuine address is answered from there all the same.
    const { token } = await desk.as('acme', 'admin')(incomingHooks.create, { name: 'x', action: 'tickets.create' })
    const genuine = await apps[0].inject({
      method: 'POST',
      url: `/api/hooks/${token}`,
      payload: {},
      remoteAddress: '9.8.7.6',
    })
    assert.equal(genuine.headers['ratelimit-policy'], '"calls";q=1000;w=60')
  })
})

describe('blocked addresses', () => {
  const keep = () => desk.by(root, { address: '192.0.2.250' })
  const statusFrom = async (app: FastifyInstance, remoteAddress: string, headers = {}) =>
    (await app.inject({ url: '/api/auth/me', remoteAddress, headers })).statusCode

  test('guessing is blocked in both processes, kept, told to the organisation, and can be ended', async () => {
    for (let n = 0; n < MOST_ACCOUNTS; n++) await login(apps[0], `nobody${n}@acme.test`, '9.9.9.9')
    const isBlocked = async (app: FastifyInstance) => (await login(app, 'x@x.test', '9.9.9.9')).statusCode === 429
    for (const app of apps) await until(() => isBlocked(app))

    let id = ''
    await until(async () => {
      const { items } = await keep()(blocks.list, { q: '9.9.9.9', is_active: true })
      id = items[0]?.id ?? ''
      return items.length === 1 && items[0]!.cause === 'sign_ins' && items[0]!.made_by === null
    })
    const alertsOf = (tenant: 'acme' | 'globex') =>
      desk.as(tenant, 'admin')(auditAlerts.list, { rule: 'address_blocked' })
    await until(async () => (await alertsOf('acme')).items.length === 1)
    const [alert] = (await alertsOf('acme')).items
    assert.deepEqual([alert!.address, alert!.count, alert!.severity], ['9.9.9.9', MOST_ACCOUNTS, 'high'])
    assert.equal((await alertsOf('globex')).items.length, 0)
    assert.equal(AuditAlert.name, 'audit_alert')

    const third = await desk.beside()
    assert.ok(await isBlocked(third.app), 'a process that starts later knows it')
    await third.stop()

    await keep()(blocks.end, { id })
    for (const app of apps) await until(async () => !(await isBlocked(app)))
    const ended = await keep()(blocks.get, { id })
    assert.deepEqual([ended.is_active, ended.ended_by], [false, root.user_id])
  })

  test('a person’s block of a range turns everybody away, signed in or not, but who is allowed', async () => {
    const agent = await desk.signIn(apps[0], 'acme', 'agent')
    const until_ = new Date(Date.now() + 3_600_000).toISOString()
    const block = await keep()(blocks.create, { network: '8.1.0.77/16', reason: 'Abuse report 17', until: until_ })
    assert.deepEqual([block.network, block.cause, block.made_by], ['8.1.0.0/16', 'manual', root.user_id])
    for (const app of apps) await until(async () => (await statusFrom(app, '8.1.2.3', agent)) === 403)
    await keep()(blocks.create, { network: '8.1.2.3', kind: 'allow', reason: 'Partner' })
    for (const app of apps) await until(async () => (await statusFrom(app, '8.1.2.3', agent)) === 200)
    assert.equal(await statusFrom(apps[1], '8.1.2.4', agent), 403)
    assert.equal((await apps[0].inject({ url: '/api/system/health', remoteAddress: '8.1.2.4' })).statusCode, 200)
    const found = await keep()(blocks.list, { q: '8.1.2.3' })
    assert.deepEqual(found.items.map(({ network }) => network).toSorted(), ['8.1.0.0/16', '8.1.2.3'])

    for (let n = 0; n < MOST_STRAYS + 1; n++)
      await apps[0].inject({ url: `/api/${n}.php`, remoteAddress: '8.1.2.3', headers: agent })
    assert.equal(await statusFrom(apps[0], '8.1.2.3'), 401)
  })

  test('a repeated request blocks once', async () => {
    const owner = new pg.Client({ connectionString: desk.url })
    await owner.connect()
    await owner.query(`update users set role = 'super_admin', rights_version = 2 where email = 'manager@globex.test'`)
    await owner.end()
    const headers = { ...(await desk.signIn(apps[0], 'globex', 'manager')), 'idempotency-key': crypto.randomUUID() }
    const payload = { network: '7.1.0.0/16', reason: 'Twice' }
    const ids = []
    for (let n = 0; n < 2; n++) {
      const answer = await apps[0].inject({ method: 'POST', url: '/api/platform/blocks', payload, headers })
      assert.equal(answer.statusCode, 201)
      ids.push(answer.json<{ id: string }>().id)
    }
    assert.equal(ids[0], ids[1])
    const ended = await apps[0].inject({
      method: 'POST',
      url: `/api/platform/blocks/${ids[0]}/end`,
      payload: {},
      headers: { ...headers, 'idempotency-key': crypto.randomUUID() },
    })
    assert.deepEqual([ended.statusCode, ended.json<{ is_active: boolean }>().is_active], [200, false])
  })

  test('nobody locks themselves out, and no nonsense is kept', async () => {
    const refused = (input: { network: string; until?: string }, code: string) =>
      assert.rejects(keep()(blocks.create, { reason: 'x', ...input }), (error: { refusals: { code: string }[] }) => {
        assert.equal(error.refusals[0]?.code, code)
        return true
      })
    await refused({ network: '192.0.2.250' }, 'own_address')
    await refused({ network: '192.0.0.0/16' }, 'own_address')
    await refused({ network: 'everybody' }, 'network')
    await refused({ network: '0.0.0.0/0' }, 'network_too_wide')
    await refused({ network: '7.7.7.7', until: '2020-01-01T00:00:00Z' }, 'not_in_future')
    await assert.rejects(desk.as('acme', 'admin')(blocks.list, {}), { status: 403 })
    await assert.rejects(keep()(blocks.end, { id: crypto.randomUUID() }), { status: 404 })
  })

  test('who blocked and ended what stands in the platform’s own audit', async () => {
    const entries = await desk.running.platform.database.tenant(
      systemOf('00000000-0000-0000-0000-000000000000').tenant_id,
      'read',
      (db) => db.selectFrom('audit_details').select(['facts', 'changes']).execute(),
    )
    const made = entries
      .map(({ facts, changes }) => ({ ...(JSON.parse(facts) as { action: string; actor_id?: string }), changes }))
      .filter(({ action }) => action.startsWith('blocks.') || action === 'address block')
    for (const name of ['blocks.create', 'blocks.end', 'address block']) {
      const entry: (typeof made)[number] | undefined = made.find(({ action }) => action === name)
      assert.ok(entry, name)
      assert.ok(entry.changes?.includes('address_blocks'), name)
      if (name !== 'address block') assert.equal(entry.actor_id, root.user_id)
    }
  })
})
