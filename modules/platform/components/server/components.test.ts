// Components switched and set up, in two processes.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Call } from '#kernel/contract/index.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { auth } from '#modules/platform/identity/contract.ts'
import { macros } from '#modules/support/macros/contract.ts'
import { TicketSettings } from '#modules/support/tickets/contract/settings.ts'
import { components } from '../contract.ts'

let desk: TestPlatform
let second: Awaited<ReturnType<TestPlatform['beside']>>
let admin: Call
before(async () => {
  desk = await testPlatform()
  second = await desk.beside()
  await desk.start('relay', 'worker')
  await second.running.start([])
  admin = desk.as('acme', 'admin')
})
after(async () => {
  await second.stop()
  await desk.close()
})

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let n = 0; n < 100; n++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.fail('it did not come')
}
const turn = (component: string, is_on: boolean) => admin(components.update, { component, is_on })

describe('switching', () => {
  test('off: its routes are not there in any process, for this organisation only, and on again they are', async () => {
    const apps = [await desk.edge(), second.app] as const
    const [acme, globex] = await Promise.all([
      desk.signIn(apps[0], 'acme', 'agent'),
      desk.signIn(apps[0], 'globex', 'agent'),
    ])
    const status = async (app: (typeof apps)[number], headers: { authorization: string }) =>
      (await app.inject({ url: '/api/macros', headers })).statusCode
    const made = await admin(macros.create, { name: 'Stays', text: 'Hello' })
    const state = await turn('macros', false)
    assert.equal(state.is_on, false)
    assert.equal(await status(apps[0], acme), 404)
    for (const app of apps) await until(async () => (await status(app, acme)) === 404)
    for (const app of apps) assert.equal(await status(app, globex), 200)
    const refused = await apps[1].inject({ url: '/api/macros', headers: acme })
    assert.equal(refused.json<{ code: string }>().code, 'component.off')

    const me = await desk.as('acme', 'agent')(auth.me, {})
    assert.deepEqual(me.components_off, ['macros'])
    assert.deepEqual(
      Object.keys(me.permissions).filter((name) => name.startsWith('macros.')),
      [],
    )

    await turn('macros', true)
    for (const app of apps) await until(async () => (await status(app, acme)) === 200)
    assert.equal((await admin(macros.get, { id: made.id })).name, 'Stays')
    assert.ok((await desk.as('acme', 'agent')(auth.me, {})).permissions['macros.read'])
  })

  test('what others need stays on, what needs others waits for them, and the platform is always on', async () => {
    const code = (wanted: string, listed?: string) => (error: { code: string; params: Record<string, string> }) => {
      assert.deepEqual([error.code, error.params['components']], [wanted, listed])
      return true
    }
    await assert.rejects(turn('categories', false), code('component.needed', 'tickets, macros'))
    await assert.rejects(turn('identity', false), code('component.always_on'))
    await assert.rejects(turn('nothing', false), { status: 404 })
    await turn('macros', false)
    await turn('tickets', false)
    await assert.rejects(turn('macros', true), code('component.needs', 'tickets'))
    await turn('tickets', true)
    await turn('macros', true)
  })

  test('a stale state is refused; who does not keep components neither sees nor switches them', async () => {
    const { version } = await admin(components.get, { component: 'macros' })
    const stale = desk.as('acme', 'admin', { expected_version: version + 1 })
    await assert.rejects(stale(components.update, { component: 'macros', is_on: false }), { status: 412 })
    for (const action of [components.list, components.catalog, components.dependencies])
      await assert.rejects(desk.as('acme', 'manager')(action as typeof components.list, {}), { status: 403 })
  })
})

describe('settings', () => {
  test('are checked by the schema, hold in every process and come back as they came', async () => {
    const days = (platform: TestPlatform['running']['platform']) =>
      platform.components.settings(desk.tenantId('acme'), TicketSettings).close_after_days
    assert.equal(days(desk.running.platform), 7)
    const refused = (pointer: string) => (error: { refusals: { pointer: string }[] }) =>
      error.refusals[0]?.pointer === pointer
    await assert.rejects(
      admin(components.configure, { component: 'tickets', close_after_days: 0 }),
      refused('/close_after_days'),
    )
    await assert.rejects(admin(components.configure, { component: 'tickets', other: 1 }), refused('/other'))
    await assert.rejects(admin(components.configure, { component: 'macros', other: 1 }), refused('/other'))
    const { version } = await admin(components.configure, { component: 'tickets', close_after_days: 30 })
    for (const { platform } of [desk.running, second.running]) await until(() => days(platform) === 30)
    const late = desk.as('acme', 'admin', { expected_version: version - 1 })
    await assert.rejects(late(components.configure, { component: 'tickets', close_after_days: 3 }), { status: 412 })
    assert.equal(desk.running.platform.components.settings(desk.tenantId('globex'), TicketSettings).close_after_days, 7)
    const back = await admin(components.remove, { component: 'tickets' })
    assert.deepEqual([back.is_on, back.settings], [true, { close_after_days: 7 }])
    await until(() => days(second.running.platform) === 7)
  })
})

test('the catalogue says what each is, needs and may', async () => {
  const { items } = await desk.as('acme', 'admin')(components.catalog, {})
  const tickets = items.find(({ id }) => id === 'tickets')!
  assert.deepEqual(
    [tickets.area, tickets.title, tickets.needs['categories'], tickets.needed_by],
    ['support', 'Tickets', '^1.0.0', ['macros']],
  )
  assert.ok(tickets.permissions.includes('tickets.read'))
  assert.ok(tickets.settings)
  for (const { id, title, description } of items)
    assert.ok(!title.startsWith('component.') && !description.startsWith('component.'), `${id} has no words`)
  const { items: related } = await admin(components.dependencies, {})
  assert.deepEqual(related.find(({ id }) => id === 'macros')!.needs, [
    { id: 'tickets', range: '^1.0.0', release: '1.0.0', is_on: true },
  ])
})
