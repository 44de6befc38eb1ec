// One transaction on one pooled connection, as a Kysely that dies with it.
import {
  CompiledQuery,
  DefaultQueryExecutor,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import { unavailable } from '../../contract/index.ts'
import { gather } from './statement/gather.ts'
import { isUnreachable } from './pool.ts'
import { neighbours } from './statement/neighbours.ts'
import { runStatement } from './statement/run.ts'
import { statementName } from './statement/names.ts'

export type Db<Tables = any> = Kysely<Tables>

const compiler = new PostgresQueryCompiler()
const adapter = new PostgresAdapter()
const dialect = {
  createAdapter: () => adapter,
  createQueryCompiler: () => compiler,
  createIntrospector: (db: Kysely<any>) => new PostgresIntrospector(db),
  createDriver: () => {
    throw new Error('a transaction has no driver of its own')
  },
}

type Held = DatabaseConnection & { ended: boolean; leave(): void }

function hold(client: pg.PoolClient): Held {
  const run = ({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>) =>
    runStatement(client, { name: statementName(sql), text: sql, values: parameters })
  const { join, leave } = neighbours(compiler, run)
  return {
    ended: false,
    leave,
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      // A handle that outlives its transaction would read with the next tenant's eyes.
      if (this.ended) throw new Error('query after the end of its transaction')
      gather(client, leave)
      try {
        const joined = join(query)
        if (!joined) leave()
        const { rows, count } = await (joined ?? run(query))
        return { rows: rows as R[], numAffectedRows: BigInt(count) }
      } catch (error) {
        // The trace of the socket's event says nothing; this one leads to the code that asked.
        Error.captureStackTrace(error as Error)
        throw error
      }
    },
    streamQuery() {
      throw new Error('streaming is not supported on a pipelined connection')
    },
  }
}

const kyselyOn = (connection: Held): Db =>
  new Kysely({
    config: { dialect },
    driver: {} as never,
    dialect,
    executor: new DefaultQueryExecutor(
      compiler,
      adapter,
      { provideConnection: (consumer) => consumer(connection) },
      [],
    ),
  })

/**
 * Runs `work` between `begin` and `commit`. `begin` and its settings travel with the first statement; the commit of
 * a read is not waited for. Throws `unavailable` (503) when the database cannot be reached.
 */
export async function transaction<T>(
  pool: pg.Pool,
  begin: string,
  mode: 'read' | 'write',
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch(refuseUnreachable)
  const connection = hold(client)
  let broken: Error | undefined
  try {
    gather(client)
    const begun = client.query(begin)
    begun.catch(() => undefined)
    const result = await work(kyselyOn(connection))
    connection.ended = true
    connection.leave()
    await begun
    gather(client)
    const committed = client.query('commit')
    if (mode === 'write') await committed
    else committed.catch(() => undefined)
    return result
  } catch (error) {
    connection.ended = true
    connection.leave()
    if (isUnreachable(error)) broken = error as Error
    else await client.query('rollback').catch((lost: Error) => void (broken = lost))
    return refuseUnreachable(error)
  } finally {
    client.release(broken)
  }
}

function refuseUnreachable(error: unknown): never {
  if (isUnreachable(error)) throw Object.assign(unavailable(), { cause: error })
  throw error
}
