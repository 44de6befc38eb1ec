// Whatever is refused is explained in the reader's language. Codes that stand in the source are checked by `npm run check`;
// here are those that are put together at run time.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as z from 'zod'
import { parse, Problem } from '#kernel/contract/index.ts'
import { describe } from '#kernel/server/http/problems.ts'
import { entitiesOf } from '#kernel/server/module.ts'
import { LANGUAGES, loadTexts } from '#kernel/server/texts.ts'
import { serverModules } from '#app/server-modules.ts'

const texts = loadTexts(serverModules.map(({ name }) => name))

/** Throws when a text is missing or left untranslated in any language; parameters must all be filled. */
function explained(problem: Problem): void {
  for (const language of LANGUAGES) {
    const { title, detail, errors = [] } = describe(problem, language, 'x', texts)
    for (const text of [title, detail, ...errors.map(({ message }) => message)]) {
      assert.doesNotMatch(text, /^(problem|problem_title|invalid)\.|\{\{/, `${language}: ${text}`)
      if (language !== 'en') assert.notEqual(text, describe(problem, 'en', 'x', texts).title, `${language}: ${text}`)
    }
  }
}

test('a record of any kind that is not there', () => {
  for (const { name } of entitiesOf(serverModules)) explained(new Problem(`${name}.not_found`, 404))
})

test('every status that is used has a title', () => {
  const source = globSync(['kernel/**/*.ts', 'modules/**/*.ts', 'app/*.ts'], { exclude: ['**/*.test.ts'] })
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const statuses = new Set([...source.matchAll(/new Problem\([^)]*?,\s*(\d{3})/g)].map(([, status]) => Number(status)))
  assert.ok(statuses.size > 8)
  for (const status of statuses) explained(new Problem('internal', status))
})

const wrong: [what: string, schema: z.ZodType, value: unknown][] = [
  ['missing', z.string(), undefined],
  ['empty', z.string().min(1), ''],
  ['of another type', z.string(), 1],
  ['an object that gives itself a length', z.string().min(1).max(3), { length: 'x' }],
  ['too short', z.string().min(3), 'a'],
  ['too long', z.string().max(3), 'aaaa'],
  ['too few', z.array(z.string()).min(1), []],
  ['too many', z.array(z.string()).max(1), ['a', 'b']],
  ['too small', z.int().min(1), 0],
  ['too large', z.int().max(1), 2],
  ['no whole number', z.int(), 1.5],
  ['a number beyond counting', z.int(), 2 ** 60],
  ['too small a fraction', z.number().min(0.5), 0.1],
  ['none of the choices', z.enum(['a', 'b']), 'c'],
  ['not the one value', z.literal('a'), 'c'],
  ['no e-mail address', z.email(), 'a'],
  ['no id', z.uuid(), 'a'],
  ['no instant', z.iso.datetime({ offset: true }), 'yesterday'],
  ['no address', z.url(), 'a'],
  ['not in the form', z.string().regex(/^a$/), 'b'],
  ['none of several kinds', z.union([z.uuid(), z.literal('me')]), 1],
  ['with a wrong key', z.partialRecord(z.enum(['ru', 'en']), z.string()), { fr: 'x' }],
  ['unstorable', z.string(), 'a\u0000b'],
]
for (const [what, schema, value] of wrong)
  test(`a field that is ${what}`, () => {
    try {
      parse(z.strictObject({ field: schema }), value === undefined ? {} : { field: value })
    } catch (error) {
      assert.ok(error instanceof Problem && error.refusals.length > 0)
      assert.match(error.refusals[0]!.pointer, /^\/field/)
      return explained(error)
    }
    assert.fail('nothing was refused')
  })

test('a field that nobody has heard of', () => {
  assert.throws(
    () => parse(z.strictObject({}), { more: 1 }),
    (error: Problem) => {
      assert.deepEqual(error.refusals, [{ pointer: '/more', code: 'unknown_field' }])
      explained(error)
      return true
    },
  )
})

test('every form of text that an action asks for is explained when it is another', () => {
  const formats = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { format } = value as { format?: unknown }
    if (typeof format === 'string') formats.add(format)
    Object.values(value).forEach(walk)
  }
  for (const { action } of serverModules.flatMap(({ actions }) => actions))
    walk(z.toJSONSchema(action.in, { io: 'input', unrepresentable: 'any' }))
  // As JSON Schema calls them → as Zod does.
  const names: Record<string, string> = { 'date-time': 'datetime', uri: 'url' }
  for (const format of formats)
    explained(new Problem('invalid', 422, {}, [{ pointer: '/a', code: `format.${names[format] ?? format}` }]))
  assert.ok(formats.size > 2)
})
