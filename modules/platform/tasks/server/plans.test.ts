// That tasks are found by indexes, below row-level security and with the generic plans of production.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import type { Person } from '#app/testing.ts'
import { explaining, type FilledPlatform, filledPlatform, indexes, sorts } from '#app/testing/plans.ts'
import { tasks } from '../contract.ts'
import module from './module.ts'

const TASKS = 6_000
let filled: FilledPlatform
before(async () => {
  filled = await filledPlatform('tasks', fill, ['acme'])
})
after(() => filled.close())

async function fill(client: pg.Client): Promise<void> {
  await client.query(
    `insert into users (name, email, role, language)
     select 'seller ' || n, 'seller' || n || '@example.test', 'seller', 'ru' from generate_series(1, 20) n`,
  )
  await client.query(
    `insert into tasks (title, description, assignee, author, state, due_at, zone, due)
     select 'Task ' || n, '', people[n % 20 + 1], people[n % 19 + 1], (array['open', 'done', 'done', 'done'])[n % 4 + 1],
       now() + (n % 400 - 300) * interval '1 day', 'UTC', now() + (n % 400 - 300) * interval '1 day'
     from generate_series(1, ${TASKS}) n, (select array(select id from users where role = 'seller') people) them`,
  )
}

const { statementsOf, planOf: explain } = explaining(module, () => filled)
const planOf = async (input: object, person: Person) => explain((await statementsOf(tasks.list, input, person)).at(-1)!)

const now = new Date().toISOString()
const week = { due_from: now, due_to: new Date(Date.now() + 7 * 86_400_000).toISOString() }
const cases: [name: string, input: object, person: Person, index: string][] = [
  ['my open ones by due day', { assignee: 'me', state: 'open', sort: 'due' }, 'seller', 'tasks_assignee'],
  ['mine of today', { assignee: 'me', state: 'open', sort: 'due', ...week }, 'seller', 'tasks_assignee'],
  ['what is overdue', { state: 'open', sort: 'due', due_to: now }, 'admin', 'tasks_state'],
  ['all by due day', { sort: 'due' }, 'admin', 'tasks_due'],
  ['all by age', {}, 'admin', 'tasks_created'],
  ['by the last change', { sort: '-updated_at' }, 'admin', 'tasks_updated'],
]

for (const [name, input, person, index] of cases)
  test(`${name} are read from ${index}, in its order`, async () => {
    const plan = await planOf(input, person)
    assert.deepEqual([indexes(plan), sorts(plan)], [[index], []], JSON.stringify(plan))
  })

test('a stretch of the calendar is read from an index', async () => {
  const plan = await planOf({ assignee: 'me', state: ['open', 'done'], sort: 'due', ...week }, 'seller')
  assert.ok(!plan.some((node) => node['Node Type'] === 'Seq Scan'), JSON.stringify(plan))
  assert.match(JSON.stringify(plan), /tasks_assignee/)
})
