// Tokens that are refused, searches that find people, and the platform's own chain.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { PLATFORM_CHAIN } from '#kernel/server/audit/entry.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { search } from '#modules/platform/search/contract.ts'
import { platformAudit } from '../contract.ts'

let desk: TestPlatform
let app: FastifyInstance
before(async () => {
  desk = await testPlatform()
  app = await desk.edge()
})
after(() => desk.close())

type Entry = { action: string; code?: string; about_id?: string; count?: number; actor_id?: string }
const entriesOf = async (tenant: string): Promise<Entry[]> =>
  (
    await desk.running.platform.database.tenant(tenant, 'read', (db) =>
      db.selectFrom('audit_details').select('facts').orderBy('position').execute(),
    )
  ).map(({ facts }) => JSON.parse(facts as string) as Entry)

async function entry(tenant: string, fits: (entry: Entry) => boolean): Promise<Entry> {
  for (let n = 0; n < 100; n++) {
    const found = (await entriesOf(tenant)).find(fits)
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  assert.fail('there is no such entry')
}

test('a token of an ended session is told to its organisation, a made-up one to the platform, both once', async () => {
  const headers = await desk.signIn(app, 'acme', 'agent')
  const me = (given: object) => app.inject({ url: '/api/auth/me', headers: { ...given } })
  assert.equal((await me(headers)).statusCode, 200)
  await app.inject({ method: 'POST', url: '/api/auth/logout', headers, payload: {} })
  for (let n = 0; n < 20; n++) assert.equal((await me(headers)).statusCode, 401)
  for (let n = 0; n < 20; n++) assert.equal((await me({ authorization: `Bearer made.up.${n}` })).statusCode, 401)
  const ended = await entry(desk.tenantId('acme'), ({ action }) => action === 'token.refused')
  assert.deepEqual([ended.code, ended.about_id], ['session_ended', desk.id('acme', 'agent')])
  const made = await entry(PLATFORM_CHAIN, ({ action }) => action === 'token.refused')
  assert.deepEqual([made.code, made.about_id], ['token_invalid', null])
  for (const chain of [desk.tenantId('acme'), PLATFORM_CHAIN])
    assert.equal((await entriesOf(chain)).filter(({ action }) => action === 'token.refused').length, 1)
})

test('a search that finds other people is recorded with their number, one that finds none is not', async () => {
  const admin = desk.as('acme', 'admin')
  assert.equal((await admin(search.find, { q: 'zzzzqqqq' })).items.length, 0)
  const { items } = await admin(search.find, { q: 'agent of acme', entity: 'user' })
  assert.ok(items.length > 0)
  const read = await entry(desk.tenantId('acme'), ({ action }) => action === 'search.find')
  assert.deepEqual([read.count, read.actor_id], [items.length, desk.id('acme', 'admin')])
  assert.equal((await entriesOf(desk.tenantId('acme'))).filter(({ action }) => action === 'search.find').length, 1)
})

test('the platform’s own chain is read and proven by its administrators only', async () => {
  await desk.start('relay')
  const root = {
    ...desk.actor('acme', 'admin'),
    role: 'super_admin',
    grants: desk.running.platform.access.roles.get('super_admin')!,
  }
  for (let n = 0; ; n++) {
    const { items } = await desk.by(root)(platformAudit.list, { action: 'token.refused' })
    if (items.length > 0) break
    assert.ok(n < 100, 'it is not sealed')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const verdict = await desk.by(root)(platformAudit.verify, {})
  assert.deepEqual([verdict.ok, verdict.checked > 0], [true, true])
  await assert.rejects(desk.as('acme', 'admin')(platformAudit.list, {}), { status: 403 })
})
