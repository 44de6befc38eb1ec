import type { Row } from '#kernel/contract/index.ts'
import { component, conflict, notFound } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { list } from '#kernel/server/list.ts'
import { implement, serverModule, type TablesOf } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { iconOf, manifestOf } from './application.ts'
import { Tenant, tenants } from '../contract.ts'

type In = Context<TablesOf<[typeof Tenant]>>
type TenantRow = Row<typeof Tenant>
const columns = Object.keys(Tenant.fields) as 'id'[]

async function byId({ db }: In, id: string): Promise<TenantRow> {
  const tenant = await db
    .selectFrom('tenants')
    .select(columns)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!tenant) throw notFound('tenant')
  return tenant as TenantRow
}

async function refuseTaken(
  { db }: In,
  { slug, domain }: { slug: string; domain: string | null },
  self: string | null,
): Promise<void> {
  const taken = await db
    .selectFrom('tenants')
    .select(['id', 'slug'])
    .where((eb) => eb.or([eb('slug', '=', slug), ...(domain ? [eb('domain', '=', domain)] : [])]))
    .execute()
  const other = taken.find(({ id }) => id !== self)
  if (!other) return
  if (other.slug === slug) throw conflict('tenant.slug_taken', { slug })
  throw conflict('tenant.domain_taken', { domain: domain ?? '' })
}

/** A slug from a name or domain: Latin letters, digits and hyphens. */
export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .padEnd(3, 'x')

const actions = implement(
  tenants,
  { tables: [Tenant] },
  {
    list: (context, input) =>
      list(context.db, context.actor, Tenant, input, {
        permission: 'tenants.manage',
        search: (q) => sql<boolean>`name ilike ${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`}`,
      }),
    async create(context, input) {
      const draft = input as Omit<TenantRow, 'slug'> & { slug?: string }
      const row = { ...draft, slug: draft.slug ?? slugOf(draft.domain?.split('.')[0] ?? draft.name) }
      await refuseTaken(context, row, null)
      return (await context.db
        .insertInto('tenants')
        .values({ ...row, config: JSON.stringify(row.config) as never })
        .returning(columns)
        .executeTakeFirstOrThrow()) as TenantRow
    },
    current: (context) => byId(context, context.actor.tenant_id),
    manifest: (context, { id }) => manifestOf(context, id),
    icon: (context, { id, size }) => iconOf(context, id, size),
    get: (context, { id }) => byId(context, id as string),
    async replace(context, input) {
      const { id, slug, ...draft } = input as TenantRow & { slug?: string }
      const before = await byId(context, id)
      // Its limits are the tenant's own: they stay where nothing is said of them.
      const { limits = before.config.limits, ...config } = draft.config
      const row = { ...draft, slug: slug ?? before.slug, config: limits ? { ...config, limits } : config }
      await refuseTaken(context, row, id)
      const saved = (await context.db
        .updateTable('tenants')
        .set({ ...row, config: JSON.stringify(row.config) as never })
        .where('id', '=', id)
        .returning(columns)
        .executeTakeFirstOrThrow()) as TenantRow
      context.platform.database.forget(id)
      return saved
    },
  },
)

export default serverModule({
  name: 'platform/tenants',
  component: component('tenants', { version: '1.0.0', always: true }),
  actions,
})
