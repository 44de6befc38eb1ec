// An id of another tenant, put into every place of every input that takes one, optional and nested ones included:
// it is refused, or it is nowhere in what the sender's tenant keeps.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as z from 'zod'
import { type Action, ANYONE, bare, hintsOf, Problem } from '#kernel/contract/index.ts'
import { serverModules } from '#app/server-modules.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { exampleOf, sample } from './testing/examples.ts'
import { recordOf } from './testing/records.ts'

let desk: TestPlatform
before(async () => {
  desk = await testPlatform({ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: '9' })
})
after(() => desk.close())

/** What plain ids are tried with: they say nothing of what they are the id of. */
const USUAL = ['user', 'ticket', 'file']
const commands = serverModules
  .flatMap((module) => module.actions.map(({ action }) => action))
  .filter(({ kind, can, across, internal }) => kind === 'command' && can !== ANYONE && !across && !internal)

for (const action of commands) {
  const shape = Object.entries((action.in as z.ZodObject).shape as Record<string, z.ZodType>)
  const places = shape.filter(([name, schema]) => name !== 'id' && takesId(schema))
  if (places.length === 0) continue
  describe(action.name, () => {
    for (const [name, schema] of places) {
      test(`takes no id of another tenant as ${name}`, async () => {
        for (const kind of kindsAt(schema)) {
          const foreign = await foreignId(kind)
          for (const value of await valuesWith(schema, foreign)) {
            const input = { ...(await exampleOf(desk, 'globex', action)), [name]: value }
            const before = await tablesWith(foreign)
            const refusal = await refusalOf(action, input)
            if (refusal) {
              assert.ok([403, 404, 409, 422].includes(refusal.status), `${refusal.status} ${refusal.code}`)
              continue
            }
            assert.deepEqual(await tablesWith(foreign), before, `${kind} ${foreign} was kept`)
          }
        }
      })
    }
  })
}

test('an id that is kept would be noticed', async () => {
  assert.notDeepEqual(await tablesWith(desk.id('globex', 'agent')), [])
})

const made = new Map<string, Promise<string>>()
function foreignId(kind: string): Promise<string> {
  if (!made.has(kind)) made.set(kind, recordOf(desk, 'acme', kind))
  return made.get(kind)!
}

function refusalOf(action: Action, input: unknown): Promise<Problem | null> {
  return desk.running.runner.run(desk.actor('globex', 'admin'), action, input).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Problem) return error
      throw error
    },
  )
}

/** Tables of globex that hold a text somewhere in a row of theirs. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = [...new Set(desk.running.entities.map(({ table }) => table))]
  return desk.running.platform.database.tenant(desk.tenantId('globex'), 'read', async (db) => {
    const found: string[] = []
    for (const table of tables) {
      const rows = await db.selectFrom(table).selectAll().execute()
      if (rows.some((row) => JSON.stringify(row).includes(text))) found.push(table)
    }
    return found
  })
}

function takesId(schema: z.ZodType): boolean {
  const inner = bare(schema)
  if (inner instanceof z.ZodUUID) return true
  if (inner instanceof z.ZodArray) return takesId(inner.element as z.ZodType)
  if (inner instanceof z.ZodUnion) return (inner.options as z.ZodType[]).some(takesId)
  if (inner instanceof z.ZodPipe) return takesId(inner.in as z.ZodType)
  return inner instanceof z.ZodObject && Object.values(inner.shape as Record<string, z.ZodType>).some(takesId)
}

/** The kinds that the ids of a place are of, as far as it says so. */
function kindsAt(schema: z.ZodType): readonly string[] {
  const { refers } = hintsOf(schema)
  return refers ? [refers] : USUAL
}

/** Every way to write an id into a place. */
async function valuesWith(schema: z.ZodType, id: string): Promise<unknown[]> {
  const inner = bare(schema)
  if (inner instanceof z.ZodUUID) return [id]
  if (inner instanceof z.ZodArray) return (await valuesWith(inner.element as z.ZodType, id)).map((value) => [value])
  if (inner instanceof z.ZodPipe) return valuesWith(inner.in as z.ZodType, id)
  if (inner instanceof z.ZodUnion)
    return (await Promise.all((inner.options as z.ZodType[]).map((option) => valuesWith(option, id)))).flat()
  if (!(inner instanceof z.ZodObject)) return []
  const fields = Object.entries(inner.shape as Record<string, z.ZodType>)
  const values: unknown[] = []
  for (const [name, field] of fields)
    for (const value of await valuesWith(field, id)) values.push({ ...(await rest(fields, name)), [name]: value })
  return values
}

/** What else an object needs. */
async function rest(fields: readonly (readonly [string, z.ZodType])[], but: string): Promise<Record<string, unknown>> {
  const needed = fields.filter(([name, field]) => name !== but && !field.isOptional())
  const values = needed.map(async ([name, field]) => [name, await sample(desk, 'globex', field, name)] as const)
  return Object.fromEntries(await Promise.all(values))
}
