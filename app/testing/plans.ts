// For tests: which indexes statements walk, below row-level security and with the generic plans of production.
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import pg from 'pg'
import { type Action, type Entity, listInput } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import type { ServerModule } from '#kernel/server/module.ts'
import { type Person, TENANTS, type TenantSlug, testPlatform, type TestPlatform } from '../testing.ts'

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

export type FilledPlatform = { p: TestPlatform; client: pg.Client; close: () => Promise<void> }

/**
 * A platform whose `tables` were filled for each tenant, `fill` writing as the application of that one; afterwards `client`
 * asks as the application of acme. Close it in `after`.
 */
export async function filledPlatform(
  tables: string,
  fill: (client: pg.Client, p: TestPlatform, slug: TenantSlug) => Promise<void>,
  tenants: readonly TenantSlug[] = TENANTS,
): Promise<FilledPlatform> {
  const p = await testPlatform()
  const client = new pg.Client({ connectionString: p.url })
  await client.connect()
  for (const slug of tenants) {
    // A superuser sees all tenants; the application's role sees one.
    await client.query(`begin; set local role ${APP_ROLE}; set local app.tenant_id = '${p.tenantId(slug)}'`)
    await fill(client, p, slug)
    await client.query('commit')
  }
  await client.query(`vacuum analyze ${tables}`)
  await client.query(
    `set role ${APP_ROLE}; set app.tenant_id = '${p.tenantId('acme')}'; set plan_cache_mode = force_generic_plan; set jit = off`,
  )
  const close = async () => {
    await client.end()
    await p.close()
  }
  return { p, client, close }
}

/** Every order that an entity's list can be asked for. */
export function ordersOf(entity: Entity): string[] {
  const { sort } = (listInput(entity) as unknown as { shape: { sort: { unwrap(): { options: [{ enum: object }] } } } })
    .shape
  return Object.keys(sort.unwrap().options[0].enum)
}

/** Explains what the handlers of a module ask; `on` is asked late, as tests make it before they run. */
export function explaining(module: ServerModule, on: () => FilledPlatform) {
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
