// For tests: which indexes statements walk, below row-level security and with the generic plans of production.
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type pg from 'pg'
import type { Action } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { ServerModule } from '#kernel/server/module.ts'
import type { Person, TestPlatform } from '../testing.ts'

export type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  Plans?: Plan[]
}

/** The statements that some work sends, without sending them. */
export async function sentBy(work: (db: Kysely<unknown>) => Promise<unknown>): Promise<string[]> {
  const sent: CompiledQuery[] = []
  const db = new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void sent.push(query),
  })
  await work(db)
  return sent.map(({ sql }) => sql)
}

/** All nodes of a statement's plan, the outermost first. */
export async function planOf(client: pg.Client, statement: string): Promise<Plan[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `explain (generic_plan, format json) ${statement}`,
  )
  const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]
  return flat(rows[0]!['QUERY PLAN'][0]!.Plan)
}

/** Explains what the handlers of a module ask; `on` is asked late, as tests make both before they run. */
export function explaining(module: ServerModule, on: () => { p: TestPlatform; client: pg.Client }) {
  const record = (actor: Context['actor'], work: (context: Context) => Promise<unknown>): Promise<string[]> =>
    sentBy(async (db) => {
      const { platform } = on().p.running
      const context = { db, actor, meta: {}, now: new Date().toISOString(), platform } as unknown as Context
      // A handler that finds nothing may stop early: what it asked until then is what is looked at.
      await work(context).catch(() => undefined)
    })

  return {
    record,

    async statementsOf(action: Action, input: object, person: Person = 'admin'): Promise<string[]> {
      const parsed = action.in.parse(input)
      const handler = module.actions.find((one) => one.action.name === action.name)!
      return record(on().p.actor('acme', person), (context) => handler.handle(context, parsed as never))
    },

    planOf: (statement: string): Promise<Plan[]> => planOf(on().client, statement),
  }
}

export const indexes = (plan: readonly Plan[]) => plan.flatMap((node) => node['Index Name'] ?? [])
/** Tables that are read from end to end. */
export const scans = (plan: readonly Plan[]) =>
  plan.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'])
export const sorts = (plan: readonly Plan[]) => plan.filter((node) => node['Node Type'] === 'Sort')
