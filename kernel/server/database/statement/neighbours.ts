// Work that is done for many records side by side writes one row for each: a statement has to open every index of its table
// and costs more than the row, so neighbours become one. For tickets 1.7 ms a row alone and 0.5 in twelve, measured.
import { type CompiledQuery, type InsertQueryNode, type PostgresQueryCompiler, ValuesNode } from 'kysely'
import type { Answer } from './run.ts'

type Statement = { sql: string; parameters: readonly unknown[] }
type Waiting = { query: CompiledQuery; resolve: (answer: Answer) => void; reject: (error: unknown) => void }

export type Neighbours = {
  /** Puts a row beside those of the same shape; null for a statement that has to go by itself. */
  join(query: CompiledQuery): Promise<Answer> | null
  /** Sends what waits. To be called before any other statement and at the end of the turn, so that the order stays. */
  leave(): void
}

/**
 * Gathers inserts of one row that are given one after the other, with nothing between them, and alike but for their values.
 * They succeed or fail together: a failed statement loses its transaction anyway.
 */
export function neighbours(
  compiler: PostgresQueryCompiler,
  run: (statement: Statement) => Promise<Answer>,
): Neighbours {
  let waiting: Waiting[] = []
  const leave = () => {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length;) {
      const some = all.slice(from, from + largestPower(all.length - from))
      from += some.length
      send(some)
    }
  }
  const send = (some: readonly Waiting[]) => {
    const parameters = some.length === 1 ? some[0]!.query.parameters : some.flatMap(({ query }) => query.parameters)
    run({ sql: textOf(compiler, some[0]!.query, some.length), parameters }).then(
      ({ rows }) => {
        for (const [at, one] of some.entries()) one.resolve({ rows: rows.slice(at, at + 1), count: 1 })
      },
      (error: unknown) => {
        for (const one of some) one.reject(error)
      },
    )
  }
  return {
    join(query) {
      if (!standsInCompany(compiler, query)) return null
      if (waiting.length > 0 && waiting[0]!.query.sql !== query.sql) leave()
      return new Promise((resolve, reject) => void waiting.push({ query, resolve, reject }))
    },
    leave,
  }
}

/** Whole powers of two, so that PostgreSQL keeps five statements of a shape and not one for every number of rows. */
const largestPower = (count: number) => 2 ** Math.min(4, Math.floor(Math.log2(count)))

const texts = new Map<string, string>()
const verdicts = new Map<string, boolean>()
const MOST = 1_000

/** The text of `count` inserts in one. */
function textOf(compiler: PostgresQueryCompiler, query: CompiledQuery, count: number): string {
  if (count === 1) return query.sql
  const key = `${count} ${query.sql}`
  const known = texts.get(key) ?? compiled(compiler, query, count).sql
  if (texts.size < MOST) texts.set(key, known)
  return known
}

function compiled(compiler: PostgresQueryCompiler, { query, queryId }: CompiledQuery, count: number): CompiledQuery {
  const insert = query as InsertQueryNode
  const [row] = (insert.values as ValuesNode).values
  return compiler.compileQuery({ ...insert, values: ValuesNode.create(Array(count).fill(row)) }, queryId)
}

/** One row, nothing else that has parameters, and no way to be left out of the answer. */
function standsInCompany(compiler: PostgresQueryCompiler, query: CompiledQuery): boolean {
  const insert = query.query
  if (insert.kind !== 'InsertQueryNode' || insert.onConflict || insert.with) return false
  if (insert.values?.kind !== 'ValuesNode' || (insert.values as ValuesNode).values.length !== 1) return false
  const known = verdicts.get(query.sql)
  if (known !== undefined) return known
  const verdict = compiled(compiler, query, 2).parameters.length === 2 * query.parameters.length
  if (verdicts.size < MOST) verdicts.set(query.sql, verdict)
  return verdict
}
