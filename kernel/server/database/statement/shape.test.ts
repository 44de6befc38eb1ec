import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import type { Db } from '../transaction.ts'
import { byItsText, runShape } from './shape.ts'

const sent: CompiledQuery[] = []
const db: Db = new Kysely<any>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  log: ({ query }) => void sent.push(query),
})

test('conditions that differ in their values only are one statement, each with its own values', async () => {
  let built = 0
  for (const [words, number] of [
    ["'a'", 1],
    ["'b'", 2],
  ] as const) {
    const one = byItsText(sql`(search @@ ${words}::tsquery or number = ${number} or search @@ ${words}::tsquery)`)
    await runShape(db, `notes|${one.shape}`, ['open', ...one.values], (): Compilable => {
      built += 1
      return db.selectFrom('notes').select('id').where('state', '=', 'open').where(one.build(1))
    })
  }
  assert.equal(built, 1)
  assert.equal(sent[0]!.sql, sent[1]!.sql)
  assert.match(sent[0]!.sql, /search @@ \$2::tsquery or number = \$3 or search @@ \$4::tsquery/)
  assert.deepEqual(
    sent.map(({ parameters }) => parameters),
    [
      ['open', "'a'", 1, "'a'"],
      ['open', "'b'", 2, "'b'"],
    ],
  )
})

test('another text is another statement', () => {
  assert.notEqual(byItsText(sql`a = ${1}`).shape, byItsText(sql`b = ${1}`).shape)
})
