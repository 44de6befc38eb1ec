// Statements of the kernel that differ only in their values are built and compiled once: building one costs more than
// PostgreSQL takes to answer it.
import {
  type Compilable,
  type CompiledQuery,
  type Expression,
  PostgresQueryCompiler,
  RawNode,
  type SqlBool,
  ValueNode,
} from 'kysely'
import { Problem } from '../../../contract/index.ts'
import { isOnce } from './names.ts'
import type { Db } from '../transaction.ts'

/** Stands for the value at `index` while a statement is built. */
class Slot {
  readonly index: number
  constructor(index: number) {
    this.index = index
  }
}

const slots: Slot[] = []
const compiled = new Map<string, CompiledQuery>()
const MOST = 2_000
const TOO_LONG = '57014'

/** The placeholder for the value at `index`, to be given to Kysely in its place. */
export const slot = (index: number): never => (slots[index] ??= new Slot(index)) as never

/**
 * Runs the statement of a shape with `values`; `build` is called once per shape and puts `slot(n)` where the n-th value goes.
 * Throws 422 `conditions.too_slow` where conditions that people put together took longer than they may: the transaction is lost.
 * Everything in which two statements of a shape may differ otherwise must be part of `shape`; with null it is built each time.
 */
export async function runShape<R>(
  db: Db,
  shape: string | null,
  values: readonly unknown[],
  build: () => Compilable,
): Promise<R[]> {
  const known = shape === null ? undefined : compiled.get(shape)
  const statement = known ?? build().compile()
  if (!known && shape !== null) {
    if (compiled.size >= MOST) compiled.delete(compiled.keys().next().value!)
    compiled.set(shape, statement)
  }
  const parameters = statement.parameters.map((value) => (value instanceof Slot ? values[value.index] : value))
  try {
    return (await db.executeQuery<R>({ ...statement, parameters })).rows
  } catch (error) {
    if (isOnce(statement.sql) && (error as { code?: unknown }).code === TOO_LONG)
      throw Object.assign(new Problem('conditions.too_slow', 422), { cause: error })
    throw error
  }
}

const compiler = new PostgresQueryCompiler()

/**
 * A condition that is put together anew for each request, as one of a shape: its text is the shape. Compiling it alone costs
 * a fraction of compiling the statement that it stands in.
 */
export function byItsText(condition: Expression<SqlBool>) {
  const { sql: text, parameters } = compiler.compileQuery(RawNode.createWithChildren([condition.toOperationNode()]), {
    queryId: 'condition',
  })
  const fragments = text.split(/\$\d+/)
  return {
    shape: text,
    values: parameters,
    build: (first: number): Expression<SqlBool> => ({
      expressionType: undefined,
      toOperationNode: () =>
        RawNode.create(
          fragments,
          parameters.map((_value, index) => ValueNode.create(slot(first + index))),
        ),
    }),
  }
}
