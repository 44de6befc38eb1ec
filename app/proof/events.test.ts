// What happened is told once, to everyone who waits for it, in the order of the commits, whatever fails on the way.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import * as z from 'zod'
import { event } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { followLog, type Tail } from '#kernel/server/events/tail.ts'
import { type Relay, startRelay } from '#kernel/server/events/relay.ts'
import { on } from '#kernel/server/module.ts'
import { User } from '#modules/platform/identity/contract.ts'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'

let desk: TestPlatform
let owner: pg.Client
const relays: Relay[] = []
let tail: Tail
let settled = 0
before(async () => {
  desk = await testPlatform()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
  tail = await followLog(
    desk.running.platform,
    () => {},
    (upTo, named) => {
      settled = upTo
      for (const relay of relays) relay.wake(upTo, named)
    },
  )
  await owner.query(
    `create table effects (tenant_id uuid not null default current_setting('app.tenant_id')::uuid, nth bigint generated always as identity, consumer text not null, what text not null)`,
  )
  await owner.query(`select protect('effects')`)
  await owner.query('grant select, insert on effects to workernet_app')
})
after(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()))
  await tail.stop()
  await owner.end()
  await desk.close()
})

const happened = event('proof.happened', {
  payload: z.object({ id: z.uuid(), what: z.string() }),
  about: User,
  can: 'users.read',
  record: ({ id }) => ({ id }),
})
const elsewhere = { ...happened, name: 'proof.elsewhere' }

const within = <T>(work: (context: Context) => Promise<T>, tenant: 'acme' | 'globex' = 'acme') =>
  desk.running.platform.within(systemOf(desk.tenantId(tenant)), {}, work)
const tell = (what: string, tenant: 'acme' | 'globex' = 'acme', of = happened) =>
  within(async ({ emit, id }) => emit(of, { id: id(), what }), tenant)
const effect = async ({ db }: Context, consumer: string, what: string) =>
  void (await db.insertInto('effects').values({ consumer, what }).execute())
const effects = async (consumer: string) =>
  (
    await owner.query<{ what: string }>('select what from effects where consumer = $1 order by nth', [consumer])
  ).rows.map(({ what }) => what)

/** A consumer that writes down what it hears; `trouble` may throw after that. Starts with what comes next. */
async function consumer(
  name: string,
  trouble: (what: string) => Promise<void> | void = () => {},
  { copies = 1, of = happened }: { copies?: number; of?: typeof happened } = {},
): Promise<void> {
  const subscription = on(of, name, async (context, { what }) => {
    await effect(context, name, what)
    await trouble(what)
  })
  for (let copy = 0; copy < copies; copy++) {
    const relay = await startRelay(desk.running.platform, [subscription])
    relay.wake(settled)
    relays.push(relay)
  }
}
beforeEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()))
})
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index}`)

test('an event is in the log if and only if its transaction was committed', async () => {
  await tell('kept')
  const undone = within(async ({ emit, id }) => {
    emit(happened, { id: id(), what: 'undone' })
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  const { rows } = await owner.query(`select tenant_id, payload->>'what' as what from event_log`)
  assert.deepEqual(rows, [{ tenant_id: desk.tenantId('acme'), what: 'kept' }])
})

test('every event is handled once, though handlers fail and two relays run', async () => {
  const failed = new Set<string>()
  const fussy = (what: string) => {
    if (!['3', '40', '41'].includes(what) || failed.has(what)) return
    failed.add(what)
    throw new Error('not now')
  }
  desk.running.platform.log.level = 'silent'
  await consumer('proof.fussy', fussy, { copies: 2 })
  await Promise.all(numbered(100).map((what, index) => tell(what, index % 2 ? 'acme' : 'globex')))
  await eventually(async () => assert.equal((await effects('proof.fussy')).length, 100))
  await new Promise((resolve) => setTimeout(resolve, 700))
  assert.deepEqual(
    (await effects('proof.fussy')).toSorted((a, b) => Number(a) - Number(b)),
    numbered(100),
  )
  assert.equal(failed.size, 3)
})

test('an effect belongs to the tenant whose event it was', async () => {
  await consumer('proof.tenants')
  await tell('ours', 'acme')
  await tell('theirs', 'globex')
  await eventually(async () => assert.equal((await effects('proof.tenants')).length, 2))
  const { rows } = await owner.query(
    `select tenant_id, what from effects where consumer = 'proof.tenants' order by what`,
  )
  assert.deepEqual(rows, [
    { tenant_id: desk.tenantId('acme'), what: 'ours' },
    { tenant_id: desk.tenantId('globex'), what: 'theirs' },
  ])
})

test('an event that always fails is set aside after some attempts, and what follows is handled', async () => {
  let attempts = 0
  await consumer('proof.stuck', (what) => {
    if (what !== 'bad') return
    attempts += 1
    throw new Error('never')
  })
  await tell('bad', 'globex')
  await tell('good')
  await eventually(async () => assert.deepEqual(await effects('proof.stuck'), ['good']))
  assert.equal(attempts, 5)
  const { rows } = await owner.query(`select tenant_id, error from event_failures where consumer = 'proof.stuck'`)
  assert.equal(rows.length, 1)
  assert.equal(rows[0].tenant_id, desk.tenantId('globex'))
  assert.match(rows[0].error, /never/)
})

test('a consumer that is slow or failing holds up no other', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  await consumer('proof.slow', () => gate)
  await consumer('proof.fast')
  // At once: what is told behind the slow one's open transaction has to wait for it, as for any other.
  await within(async ({ emit, id }) => {
    for (const what of numbered(5)) emit(happened, { id: id(), what })
  })
  await eventually(async () => assert.deepEqual(await effects('proof.fast'), numbered(5)))
  assert.deepEqual(await effects('proof.slow'), [])
  release()
  await eventually(async () => assert.deepEqual(await effects('proof.slow'), numbered(5)))
})

test('what a long transaction tells is not passed over by shorter ones that overtook it', async () => {
  await consumer('proof.order')
  let finish = () => {}
  const gate = new Promise<void>((resolve) => (finish = resolve))
  let begun = () => {}
  const started = new Promise<void>((resolve) => (begun = resolve))
  const long = within(async (context) => {
    await effect(context, 'proof.begun', 'long') // From here on the transaction has its place in the log.
    begun()
    await gate
    context.emit(happened, { id: context.id(), what: 'long' })
  })
  await started
  for (const what of numbered(10)) await tell(what)
  await new Promise((resolve) => setTimeout(resolve, 700))
  assert.deepEqual(await effects('proof.order'), [], 'nothing is handled while an earlier transaction runs')
  finish()
  await long
  await eventually(async () => assert.equal((await effects('proof.order')).length, 11))
  assert.deepEqual(await effects('proof.order'), [...numbered(10), 'long'])
})

test('whoever follows the log hears all of it once and in its order, however transactions overlap', async () => {
  const heard: string[][] = [[], []]
  const tails = await Promise.all(
    heard.map((list) =>
      followLog(
        desk.running.platform,
        ({ name, payload }) => void (name === elsewhere.name && list.push((payload as { what: string }).what)),
        () => {},
      ),
    ),
  )
  const one = (what: string, index: number) =>
    within(
      async (context) => {
        await effect(context, 'proof.overlap', what)
        await new Promise((resolve) => setTimeout(resolve, (index * 7) % 40))
        context.emit(elsewhere, { id: context.id(), what })
      },
      index % 3 ? 'acme' : 'globex',
    )
  await Promise.all(numbered(150).map(one))
  await eventually(() => heard.forEach((list) => assert.equal(list.length, 150)))
  await Promise.all(tails.map((one) => one.stop()))
  const { rows } = await owner.query<{ what: string }>(
    `select payload->>'what' as what from event_log where name = 'proof.elsewhere' order by position`,
  )
  for (const list of heard)
    assert.deepEqual(
      list,
      rows.map(({ what }) => what),
    )
  assert.equal(new Set(heard[0]).size, 150)
})

test('the place of a consumer that hears little follows what others hear, and nothing is passed over', async () => {
  const place = async () =>
    Number((await owner.query(`select position from event_consumers where name = 'proof.rare'`)).rows[0]?.position)
  await consumer('proof.rare', () => {}, { of: elsewhere })
  const [relay] = relays
  const begun = await place()
  await owner.query(`begin; set local app.tenant_id = '${desk.tenantId('acme')}'`)
  await owner.query(`insert into event_log (name, about_id, payload)
    select 'proof.happened', gen_random_uuid(), '{"id":"00000000-0000-4000-8000-000000000000","what":"x"}' from generate_series(1, 1200)`)
  await owner.query('commit')
  await eventually(() => assert.ok(settled >= begun + 1_200))
  relay!.wake()
  await eventually(async () => assert.ok((await place()) > begun + 1_000))
  await tell('rare', 'globex', elsewhere)
  await eventually(async () => assert.deepEqual(await effects('proof.rare'), ['rare']))
})
