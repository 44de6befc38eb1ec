// Counting together in PostgreSQL: one statement outside every transaction, given up soon when the database is busy or away.
import type pg from 'pg'
import type { Logger } from '../log.ts'
import type { Given, Store } from './store.ts'

const ANSWER_MS = 1_000
// A database that does not answer is not asked by every request.
const REST_MS = 1_000

const TAKE = {
  name: 'limits take',
  text: 'select got, full_in from count_requests($1::text[], $2::int[], $3::int[], $4::float8[], $5::float8[], $6::float8[])',
}
const SWAP = { name: 'limits swap', text: 'select swap_count($1, $2, $3, $4) as value' }

export function postgresStore(pool: pg.Pool, log: Logger): Store {
  let resting = 0

  async function ask<R extends pg.QueryResultRow>(
    statement: { name: string; text: string },
    values: unknown[],
  ): Promise<R[] | undefined> {
    if (performance.now() < resting) return undefined
    const { promise: late, resolve } = Promise.withResolvers<undefined>()
    // After a busy moment of this process the answer may lie there already: it is looked at first.
    const timer = setTimeout(() => setImmediate(resolve, undefined), ANSWER_MS)
    const answer = pool.query<R>({ ...statement, values }).catch((error: unknown) => {
      log.debug({ error: String(error) }, 'counting requests together')
      return undefined
    })
    const found = await Promise.race([answer, late])
    clearTimeout(timer)
    if (!found) resting = performance.now() + REST_MS
    return found?.rows
  }

  return {
    async take(wishes) {
      // All processes lock in one order, so that none waits in a circle.
      const sorted = wishes.toSorted((a, b) => (a.key < b.key ? -1 : 1))
      const column = <K extends keyof (typeof sorted)[number]>(name: K) => sorted.map((wish) => wish[name])
      const rows = await ask<Given>(TAKE, [
        column('key'),
        column('used'),
        column('wanted'),
        column('each'),
        column('whole'),
        column('known'),
      ])
      if (!rows) return undefined
      const byKey = new Map(sorted.map(({ key }, place) => [key, rows[place]!]))
      return wishes.map(({ key }) => byKey.get(key)!)
    },
    swap: async (...words) => (await ask<{ value: string }>(SWAP, words))?.[0]?.value,
  }
}
