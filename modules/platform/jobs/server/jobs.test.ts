import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Problem } from '#kernel/contract/index.ts'
import type { Actor } from '#kernel/server/access/actor.ts'
import { eventually, testPlatform, type TenantSlug, type TestPlatform } from '#app/testing.ts'
import { jobs, platformJobs } from '../contract.ts'

let desk: TestPlatform
before(async () => {
  desk = await testPlatform()
})
after(() => desk.close())

const root = (): Actor => ({
  ...desk.actor('acme', 'admin'),
  role: 'super_admin',
  grants: desk.running.platform.access.roles.get('super_admin')!,
})
const admin = (tenant: TenantSlug) => desk.as(tenant, 'admin')
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => assert.fail('was accepted'),
    (error: unknown) => [(error as Problem).status, (error as Problem).code],
  )

async function job(
  tenant: TenantSlug | null,
  state: string,
  queue = 'mail.read',
  job: object = { mail: randomUUID() },
) {
  const { rows } = await desk.running.platform.database.pool.query<{ id: string }>(
    `insert into jobs.job (name, state, data, output, retry_count, retry_limit, completed_on)
     values ($1, $2, $3, '{"name":"Error","message":"broken\\nsecond line","stack":"at x"}', 2, 2, now()) returning id`,
    [queue, state, { tenant_id: tenant ? desk.tenantId(tenant) : '', job }],
  )
  return rows[0]!.id
}
const stateOf = async (id: string) =>
  (await desk.running.platform.database.pool.query(`select state, retry_limit from jobs.job where id = $1`, [id]))
    .rows[0] as { state: string; retry_limit: number } | undefined

test('a tenant sees its own jobs, the platform those of all', async () => {
  await job('acme', 'created')
  const failed = await job('acme', 'failed', 'mail.read', { mail: 'm-1', attempt: 3, secret: { text: 'x' } })
  await job('globex', 'failed')
  await job(null, 'failed', 'files.find_leftovers')

  const own = (await admin('acme')(jobs.overview, {})).queues.find(({ name }) => name === 'mail.read')
  assert.deepEqual([own?.waiting, own?.failed], [1, 1])
  const all = (await desk.by(root())(platformJobs.overview, {})).queues.find(({ name }) => name === 'mail.read')
  assert.deepEqual([all?.waiting, all?.failed], [1, 2])

  const { items } = await admin('acme')(jobs.failures, {})
  assert.deepEqual(
    items.map(({ id }) => id),
    [failed],
  )
  const [one] = items
  assert.deepEqual(
    [one?.reason, one?.attempts, one?.about, one?.tenant],
    ['broken', 3, { mail: 'm-1', attempt: '3' }, null],
  )
  const everybody = (await desk.by(root())(platformJobs.failures, {})).items
  assert.deepEqual(new Set(everybody.map(({ tenant }) => tenant)), new Set(['acme', 'globex', null]))
  assert.deepEqual(await refusal(desk.as('acme', 'manager')(jobs.overview, {})), [403, 'forbidden'])
  assert.deepEqual(await refusal(admin('acme')(platformJobs.overview, {})), [403, 'forbidden'])
})

test('failures come in pages without gaps, and by queue', async () => {
  for (let n = 0; n < 5; n++) await job('globex', 'failed', 'mail.deliver')
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await admin('globex')(jobs.failures, {
      queue: 'mail.deliver',
      limit: 2,
      ...(cursor ? { cursor } : {}),
    })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.equal(seen.length, 5)
  assert.equal(new Set(seen).size, 5)
})

test('a failed job is tried again with an attempt to spare, once, and only by its own', async () => {
  const id = await job('acme', 'failed')
  const input = { id, queue: 'mail.read' }
  assert.deepEqual(await refusal(admin('globex')(jobs.retry, input)), [404, 'job.not_found'])
  assert.deepEqual(await admin('acme')(jobs.retry, input), { count: 1 })
  assert.deepEqual(await stateOf(id), { state: 'retry', retry_limit: 3 })
  assert.deepEqual(await refusal(admin('acme')(jobs.retry, input)), [404, 'job.not_found'])
})

test('all failed jobs of a queue are tried again, those of others are not', async () => {
  const [mine, too, theirs] = [
    await job('acme', 'failed', 'mail.deliver'),
    await job('acme', 'failed', 'mail.deliver'),
    await job('globex', 'failed', 'mail.deliver'),
  ]
  assert.deepEqual(await admin('acme')(jobs.retryAll, { queue: 'mail.deliver' }), { count: 2 })
  for (const id of [mine, too]) assert.equal((await stateOf(id))?.state, 'retry')
  assert.equal((await stateOf(theirs))?.state, 'failed')
})

test('what is discarded is gone; what runs cannot be discarded', async () => {
  const id = await job('acme', 'failed')
  await admin('acme')(jobs.discard, { id, queue: 'mail.read' })
  assert.equal(await stateOf(id), undefined)
  const running = await job('acme', 'active')
  assert.deepEqual(await refusal(admin('acme')(jobs.discard, { id: running, queue: 'mail.read' })), [
    404,
    'job.not_found',
  ])
})

test('schedules tell their next run', async () => {
  const { schedules } = await desk.by(root())(platformJobs.overview, {})
  const sweep = schedules.find(({ name }) => name === 'files.find_leftovers')
  assert.equal(sweep?.cron, '41 * * * *')
  assert.match(sweep?.next_at ?? '', /:41:00\.000Z$/)
  assert.deepEqual((await admin('acme')(jobs.overview, {})).schedules, [])
})

test('an event that was set aside is handed over again, and stays when it fails again', async () => {
  const { database } = desk.running.platform
  const put = async (payload: object) => {
    const id = randomUUID()
    return database.tenant(desk.tenantId('acme'), 'write', async (db) => {
      const { position } = (await db
        .insertInto('event_log')
        .values({ name: 'ticket.created', about_id: id, payload: JSON.stringify(payload) })
        .returning('position')
        .executeTakeFirstOrThrow()) as { position: number }
      await db
        .insertInto('event_failures')
        .values({ consumer: 'tickets.categorise', position, error: 'Error: no\n    at x' })
        .execute()
      return { tenant_id: desk.tenantId('acme'), consumer: 'tickets.categorise', position }
    })
  }
  const bad = await put({})
  const [told] = (await admin('acme')(jobs.setAside, {})).items
  assert.deepEqual([told?.event, told?.reason], ['ticket.created', 'Error: no'])
  assert.deepEqual(await refusal(admin('globex')(jobs.retryEvent, bad)), [404, 'set_aside.not_found'])
  assert.deepEqual((await admin('globex')(jobs.setAside, {})).items, [])
  assert.deepEqual(await refusal(admin('acme')(jobs.retryEvent, bad)), [409, 'set_aside.failed_again'])
  assert.equal((await admin('acme')(jobs.overview, {})).set_aside, 1)

  const good = await put({ ticket: { id: randomUUID(), category: null } })
  assert.deepEqual(await desk.by(root())(platformJobs.retryEvent, good), { count: 1 })
  await admin('acme')(jobs.discardEvent, bad)
  assert.equal((await admin('acme')(jobs.overview, {})).set_aside, 0)
})

test('a job queued again is done by a worker', async () => {
  const id = await job('acme', 'failed', 'mail.take_up', {})
  await desk.start('worker')
  await admin('acme')(jobs.retry, { id, queue: 'mail.take_up' })
  await eventually(async () => assert.equal((await stateOf(id))?.state, 'completed'))
})
