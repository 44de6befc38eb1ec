// Whatever is sent, by whomever: an answer that the description names, in its shapes, that tells nothing of our inside.
// FUZZ_SEED repeats a run; FUZZ_CALLS makes it longer or shorter.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { callOf, type FuzzCall, type Target } from './testing/fuzz/calls.ts'
import { type Answer, faultsOf } from './testing/fuzz/judge.ts'
import { type Caller, callerOf, type People, peopleOf, ROLES } from './testing/fuzz/people.ts'
import { randomOf } from './testing/fuzz/random.ts'
import { subjectOf } from './testing/examples.ts'
import { idsFrom, type Pool, poolOf, targetsOf } from './testing/fuzz/targets.ts'

const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const CALLS = Number(process.env['FUZZ_CALLS'] ?? 5_000)
const LANES = 8
/** A pool keeps this many ids of an entity: deleted ones make room for new ones. */
const MOST_IDS = 12

let desk: TestPlatform
let app: FastifyInstance
let owner: pg.Client
let people: People
let own: Pool
let foreign: Pool
let targets: Target[] = []
before(async () => {
  desk = await testPlatform({ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: '9' })
  app = await desk.edge()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
  people = await peopleOf(desk, owner)
  own = await poolOf(desk, 'acme')
  foreign = await poolOf(desk, 'globex')
})
after(async () => {
  await owner.end()
  await desk.close()
})

const send = async (caller: Caller, { method, url, headers, payload }: FuzzCall): Promise<Answer> =>
  app.inject({
    method,
    url,
    headers: { ...caller.headers(), ...headers },
    ...(payload === undefined ? {} : { payload }),
  })

/** Sends a call as somebody whose session is good: when it ended by what was called before, in a new one. */
async function asked(caller: Caller, call: FuzzCall): Promise<Answer> {
  const answer = await send(caller, call)
  if (answer.statusCode !== 401 || call.headers['authorization'] !== undefined || !(await caller.revive()))
    return answer
  return send(caller, call)
}

/** What was made is what later calls are about. */
function remember(call: FuzzCall, answer: Answer): void {
  if (answer.statusCode !== 201 || !call.target) return
  const entity = subjectOf(desk.running.actions, call.target.action)
  const { id } = JSON.parse(answer.body) as { id?: unknown }
  const ids = entity && own.get(entity)
  if (!ids || typeof id !== 'string') return
  ids.push(id)
  if (ids.length > MOST_IDS) ids.shift()
}

/** JSON that its contract does not describe. */
function undescribed({ target, method }: FuzzCall, { statusCode, headers, body }: Answer): string[] {
  if (!target || statusCode >= 300 || method === 'HEAD') return []
  if (target.action.raw === 'answer' || !String(headers['content-type']).startsWith('application/json')) return []
  const { error } = target.action.out.safeParse(JSON.parse(body))
  return error ? [`answers what its contract does not say: ${error.message.slice(0, 300)}`] : []
}

const shown = ({ method, url, headers, payload }: FuzzCall) =>
  `${method} ${url.slice(0, 300)} ${JSON.stringify(headers).slice(0, 400)} ${payload === undefined ? '' : JSON.stringify(String(payload)).slice(0, 600)}`

for (const [number, role] of ROLES.entries())
  test(`as ${role}`, async (t) => {
    t.diagnostic(`FUZZ_SEED=${SEED}`)
    targets = await targetsOf(desk, role, own, targets)
    const caller = await callerOf(app, people, role)
    const faults = new Map<string, string>()
    const statuses = new Map<number, number>()
    const reached = new Set<string>()
    let next = 0
    const lane = async () => {
      for (let index = next++; index < CALLS; index = next++) {
        const random = randomOf(SEED, number, index)
        const call = callOf(targets, random, idsFrom(random, own, foreign))
        const answer = await asked(caller, call)
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
        if (answer.statusCode < 300 && call.target) reached.add(call.target.action.name)
        remember(call, answer)
        const name = call.target?.action.name ?? `${call.method} ${call.url.slice(0, 100)}`
        const checked = [...faultsOf(call, answer), ...(random.chance(0.25) ? undescribed(call, answer) : [])]
        for (const fault of checked)
          if (!faults.has(`${name} ${fault}`))
            faults.set(
              `${name} ${fault}`,
              `#${index} ${name} ${fault}\n  ${shown(call)}\n  ${answer.body.slice(0, 300)}`,
            )
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    const counts = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
    t.diagnostic(`${counts.join(', ')}; ${reached.size} of ${targets.length} actions granted`)
    if (faults.size > 0)
      assert.fail(`${faults.size} faults, FUZZ_SEED=${SEED}\n${[...faults.values()].slice(0, 30).join('\n')}`)
    // Calls that are all refused at the door prove nothing of what is behind it.
    if (role === 'admin' && CALLS >= 5_000)
      assert.ok(reached.size > targets.length / 2, `only ${reached.size} of ${targets.length} actions were reached`)
  })

test('the judge sees what it looks for', () => {
  const call: FuzzCall = { target: null, method: 'GET', url: '/api', headers: {} }
  const problem = {
    type: 'urn:workernet:problem:a',
    title: 'A',
    status: 404,
    detail: 'A',
    code: 'a',
    request_id: 'abc',
  }
  const answer = (statusCode: number, change: object = {}): Answer => ({
    statusCode,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': 'abc' },
    body: JSON.stringify({ ...problem, status: statusCode, ...change }),
  })
  assert.deepEqual(faultsOf(call, answer(404)), [])
  for (const wrong of [
    answer(500),
    answer(503),
    answer(418),
    answer(404, { status: 400 }),
    answer(404, { title: 'problem_title.404' }),
    answer(404, { stack: 'x' }),
    answer(404, { request_id: 'another' }),
    answer(404, { detail: 'x\n    at run (kernel/server/run.ts:12:3)' }),
    answer(404, { detail: 'invalid input syntax for type uuid' }),
    { ...answer(404), body: '<h1>Not found</h1>' },
    { ...answer(404), headers: { 'content-type': 'text/html' } },
  ])
    assert.notDeepEqual(faultsOf(call, wrong), [], wrong.body)
})
