import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { tickets } from '../contract.ts'
import { closeBatch, closingJobs } from './auto-close.ts'

let p: TestPlatform
before(async () => void (p = await testPlatform()))
after(() => p.close())

/** A resolved ticket that was resolved and last answered some days ago. */
async function resolved(days: { resolved: number; answered: number }): Promise<string> {
  const agent = p.as('acme', 'agent')
  const { id } = await agent(tickets.create, { title: 'x', requester: p.id('acme', 'client'), status: 'resolved' })
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', async (db) => {
    const ago = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString()
    const moments = { resolved_at: ago(days.resolved), last_reply_at: ago(days.answered) }
    await db.updateTable('tickets').set(moments).where('id', '=', id).execute()
  })
  return id
}

const close = (batch?: number) =>
  p.running.platform.within(systemOf(p.tenantId('acme')), {}, (context) => closeBatch(context, batch))
const status = async (id: string) => (await p.as('acme', 'agent')(tickets.get, { id })).status

test('seven quiet days after it was resolved a ticket closes, not earlier and not after a reply', async () => {
  const quiet = await resolved({ resolved: 7.01, answered: 9 })
  const fresh = await resolved({ resolved: 6.9, answered: 9 })
  const answered = await resolved({ resolved: 8, answered: 1 })
  assert.equal(await close(), 1)
  assert.deepEqual(
    [await status(quiet), await status(fresh), await status(answered)],
    ['closed', 'resolved', 'resolved'],
  )
  const ticket = await p.as('acme', 'agent')(tickets.get, { id: quiet })
  assert.ok(ticket.closed_at && ticket.resolved_at)
  const last = (await p.as('acme', 'client')(tickets.timeline, { id: quiet })).items.at(-1)!
  assert.deepEqual([last.name, last.actor, last.changes], ['ticket.changed', null, { status: ['resolved', 'closed'] }])
  assert.equal(await close(), 0)
})

test('many are closed batch by batch', async () => {
  for (let index = 0; index < 5; index++) await resolved({ resolved: 8, answered: 8 })
  assert.deepEqual([await close(2), await close(2), await close(2)], [2, 2, 1])
})

test('the schedule reaches every tenant through the queue', async () => {
  const id = await resolved({ resolved: 8, answered: 8 })
  await p.start('worker')
  await closingJobs[0]!.handle(p.running.platform, '', {} as never)
  const until = Date.now() + 10_000
  while ((await status(id)) !== 'closed' && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(await status(id), 'closed')
})
