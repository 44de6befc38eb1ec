// What holds for every action of every module. A new action is proven here without a word, as far as its schema says
// what to send; what a schema cannot know stands in examples.ts and records.ts.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Action, ANYONE, Problem, SIGNED_IN } from '#kernel/contract/index.ts'
import { type Actor, anonymous } from '#kernel/server/access/actor.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { serverModules } from '#app/server-modules.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { badInputs, unbounded } from './testing/bad-inputs.ts'
import { exampleOf } from './testing/examples.ts'

let desk: TestPlatform
before(async () => {
  desk = await testPlatform({ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: '9' })
})
after(() => desk.close())

const all: Action[] = serverModules.flatMap((module) => module.actions.map(({ action }) => action))
const routed = all.filter(({ internal }) => !internal)

/** Who may do everything an action needs: the administrator, or the platform's own. */
function mighty(action: Action): Actor {
  const admin = desk.actor('acme', 'admin')
  const role = action.across ? 'super_admin' : 'admin'
  return { ...admin, role, grants: desk.running.platform.access.roles.get(role)! }
}
const ask = (actor: Actor, action: Action, input: unknown) => desk.running.runner.run(actor, action, input)
const refusalOf = (asked: Promise<unknown>): Promise<Problem | null> =>
  asked.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Problem) return error
      throw error
    },
  )

describe('who may', () => {
  for (const action of all.filter(({ can }) => can !== ANYONE)) {
    test(`${action.name} is refused to strangers${action.can === SIGNED_IN ? '' : ' and to those without the permission'}`, async () => {
      assert.equal((await refusalOf(ask(anonymous('en'), action, {})))?.status, 401)
      if (action.can === SIGNED_IN) return
      const powerless = { ...desk.actor('acme', 'agent'), grants: {} }
      const refusal = await refusalOf(ask(powerless, action, {}))
      assert.deepEqual([refusal?.status, refusal?.params], [403, { permission: action.can }])
    })
  }
})

describe('what is answered', () => {
  for (const action of routed) {
    test(`${action.name} answers what its contract says, and nothing more`, async () => {
      const answer = await ask(mighty(action), action, await exampleOf(desk, 'acme', action))
      if (action.raw === 'answer') return assert.ok((await (await (answer as RawAnswer).open()).toArray()).length > 0)
      const { data, error } = action.out.safeParse(answer)
      assert.equal(error?.message ?? null, null)
      // Zod drops what a schema does not name: what is dropped here would have leaked.
      assert.deepEqual(JSON.parse(JSON.stringify(answer)), JSON.parse(JSON.stringify(data)))
    })
  }
})

describe('bad input', () => {
  for (const action of routed) {
    test(`${action.name} refuses every kind of wrong input by its place`, async () => {
      const good = await exampleOf(desk, 'acme', action)
      const faults: string[] = []
      for (const { what, input, pointer } of badInputs(action.in, good)) {
        const refusal = await refusalOf(ask(mighty(action), action, input))
        const places = refusal?.refusals.map((one) => one.pointer) ?? []
        if (refusal?.status !== 422 || !places.some((place) => place === pointer || place.startsWith(`${pointer}/`)))
          faults.push(`${what}: ${refusal ? `${refusal.status} ${refusal.code} ${places.join(' ')}` : 'accepted'}`)
      }
      assert.deepEqual(faults, [])
    })
    test(`${action.name} takes no text or list without an end`, () => assert.deepEqual(unbounded(action.in), []))
  }
})

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const uuidsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? UUID.test(value)
      ? [value]
      : []
    : typeof value === 'object' && value !== null && !(Symbol.asyncIterator in value)
      ? Object.values(value).flatMap(uuidsIn)
      : []

describe('another tenant', () => {
  for (const action of routed.filter(({ can, across }) => can !== ANYONE && !across)) {
    test(`${action.name} shows and changes nothing of another tenant`, async () => {
      const input = await exampleOf(desk, 'acme', action)
      const before = await census()
      const named = uuidsIn(input)
      let answer: unknown = null
      const refusal = await refusalOf(
        ask(desk.actor('globex', 'admin'), action, input).then((given) => void (answer = given)),
      )
      if (refusal) assert.ok([404, 422].includes(refusal.status), `${refusal.status} ${refusal.code}`)
      const after = await census()
      const foreign = new Set([...idsIn(after), ...named])
      assert.deepEqual(
        uuidsIn(answer).filter((id) => foreign.has(id)),
        [],
      )
      // Asked for many at once, it leaves out those that are not there.
      if (named.length > 0 && !('ids' in input)) assert.ok(refusal, 'a record of another tenant was accepted')
      assert.deepEqual(after, before)
    })
  }
})

type Kept = { of: string; id: string; version: number; deleted_at: string | null }

/** Every record of acme's with its version: what nobody from outside may change. */
async function census(): Promise<Kept[]> {
  const tables = [...new Set(desk.running.entities.map(({ table }) => table))]
  const each = tables.map(
    (table) => sql`select ${sql.lit(table)} as of, id, version, deleted_at from ${sql.table(table)}`,
  )
  const all = sql<Kept>`${sql.join(each, sql` union all `)} order by of, id`
  const { database } = desk.running.platform
  return database.tenant(desk.tenantId('acme'), 'read', async (db) => (await all.execute(db)).rows)
}
const idsIn = (rows: readonly Kept[]) => rows.map(({ id }) => id)
