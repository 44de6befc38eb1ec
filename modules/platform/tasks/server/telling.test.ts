// Reminders and what is overdue: told at their moment, once, whoever asks how often and whatever dies meanwhile.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { tasks } from '../contract.ts'
import { tellDue } from './telling.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

const hence = (ms: number) => new Date(Date.now() + ms).toISOString()
const tell = (task: string, from = p.running, dies = false) =>
  from.platform.within(systemOf(p.tenantId('acme')), {}, async (context) => {
    await tellDue(context, { task })
    if (dies) throw new Error('killed')
  })
const logged = async (task: string) =>
  (
    await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
      db
        .selectFrom('event_log')
        .select('name')
        .where('about_id', '=', task)
        .where('name', 'in', ['task.reminded', 'task.overdue'])
        .orderBy('position')
        .execute(),
    )
  ).map(({ name }) => name as string)
/** As the clock would do. */
const past = (task: string) =>
  p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db
      .updateTable('tasks')
      .set({ reminds_at: hence(-120_000), due: hence(-60_000) })
      .where('id', '=', task)
      .execute(),
  )
const make = async (more: object) => {
  const assignee = p.id('acme', 'seller')
  return (await p.as('acme', 'sales_manager')(tasks.create, { title: 'Call back', assignee, ...more })).id
}

test('two who ask at once, one that dies and one that asks again tell each thing once', async () => {
  const second = await p.beside()
  try {
    const id = await make({ due_at: hence(3_600_000), remind_minutes: 10 })
    await tell(id)
    assert.deepEqual(await logged(id), [])
    await past(id)
    await assert.rejects(tell(id, p.running, true), /killed/)
    assert.deepEqual(await logged(id), [])
    await Promise.all([tell(id), tell(id, second.running), tell(id), tell(id, second.running)])
    await tell(id)
    assert.deepEqual(await logged(id), ['task.reminded', 'task.overdue'])
    // Another moment is told anew.
    await p.as('acme', 'seller')(tasks.update, { id, due_at: hence(7_200_000) })
    await past(id)
    await tell(id)
    assert.deepEqual(await logged(id), ['task.reminded', 'task.overdue', 'task.reminded', 'task.overdue'])
  } finally {
    await second.stop()
  }
})

test('nobody is told of what is done, taken away, or was late when it was written', async () => {
  const done = await make({ due_at: hence(3_600_000), remind_minutes: 10 })
  await past(done)
  await p.as('acme', 'seller')(tasks.update, { id: done, state: 'done' })
  await tell(done)
  const late = await make({ due_at: hence(-3_600_000), remind_minutes: 10 })
  await tell(late)
  assert.deepEqual([await logged(done), await logged(late)], [[], []])
})

test('with two schedulers the assignee hears of a reminder once, by the usual channels', async () => {
  const second = await p.beside()
  await second.running.start(['relay', 'worker'])
  await p.start('relay', 'worker')
  try {
    const id = await make({ title: 'Soon', remind_at: hence(1_500) })
    const told = async () =>
      (await p.as('acme', 'seller')(notifications.list, {})).items.filter(({ link }) => link === `/tasks/${id}`)
    await eventually(async () => assert.deepEqual(await logged(id), ['task.reminded']))
    await eventually(async () => assert.match(JSON.stringify(await told()), /Reminder: Soon/))
    const line = (await told())[0]!
    assert.equal(line.count, 2, 'given, and reminded of once')
  } finally {
    await second.stop()
  }
})
