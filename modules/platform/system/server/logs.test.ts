// Who reads what of the log.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { logs, system } from '../contract.ts'

let desk: TestPlatform
before(async () => void (desk = await testPlatform({ LOG_LEVEL: 'info' })))
after(() => desk.close())

test('an organisation reads its own requests, the platform’s administrator all, nobody else any', async () => {
  const app = await desk.edge()
  for (const tenant of ['acme', 'globex'] as const) {
    const headers = await desk.signIn(app, tenant, 'agent')
    const id = `request-of-${tenant}`
    await app.inject({ url: '/api/auth/me?secret=1', headers: { ...headers, 'x-request-id': id } })
  }
  await app.inject({ url: '/api/hooks/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4', headers: { 'x-request-id': 'made-up-hook' } })
  const root = {
    ...desk.actor('acme', 'admin'),
    role: 'super_admin',
    grants: desk.running.platform.access.roles.get('super_admin')!,
  }
  const own = await desk.as('acme', 'admin')(logs.list, {})
  assert.ok(own.items.some(({ request_id }) => request_id === 'request-of-acme'))
  assert.ok(own.items.every(({ tenant_id }) => tenant_id === desk.tenantId('acme')))
  const [mine] = (await desk.by(root)(system.logs, { request_id: 'request-of-globex' })).items
  assert.deepEqual(
    [mine?.details['url'], mine?.level, mine?.tenant_id],
    ['/api/auth/me', 'info', desk.tenantId('globex')],
  )
  assert.deepEqual((await desk.as('acme', 'admin')(logs.list, { request_id: 'request-of-globex' })).items, [])
  const [hook] = (await desk.by(root)(system.logs, { request_id: 'made-up-hook' })).items
  assert.equal(hook?.details['url'], '/api/hooks/…')
  await assert.rejects(desk.as('acme', 'admin')(system.logs, {}), { status: 403 })
  for (const person of ['manager', 'agent', 'client'] as const)
    await assert.rejects(desk.as('acme', person)(logs.list, {}), { status: 403 })
})
