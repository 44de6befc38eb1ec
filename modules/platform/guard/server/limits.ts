// An organisation's own limits, kept with the rest of what it configured.
import { sql } from 'kysely'
import { invalid, type Refusal } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TenantLimits } from '#kernel/server/limits/book.ts'
import { implement } from '#kernel/server/module.ts'
import { Tenant } from '#modules/platform/tenants/contract.ts'
import { boundsOf, type Chosen, LIMITS, limits, limitsChanged, type LimitsRead } from '../contract.ts'

export default implement(
  limits,
  { tables: [Tenant] },
  {
    get: read,
    async set(context, chosen) {
      refuseBeyond(boundsOf(context.platform.limits.defaults), chosen)
      const own = Object.fromEntries(LIMITS.flatMap((name) => (chosen[name] === null ? [] : [[name, chosen[name]]])))
      const config =
        Object.keys(own).length === 0
          ? sql`config - 'limits'`
          : sql`jsonb_set(config, '{limits}', ${JSON.stringify(own)}::jsonb)`
      const { id } = await context.db
        .updateTable('tenants')
        .set({ config: config as never })
        .where('id', '=', context.actor.tenant_id)
        .returning('id')
        .executeTakeFirstOrThrow()
      context.emit(limitsChanged, { id })
      return read(context)
    },
  },
)

async function read({ db, actor, platform }: Context): Promise<LimitsRead> {
  const { config } = (await db
    .selectFrom('tenants')
    .select('config')
    .where('id', '=', actor.tenant_id)
    .executeTakeFirstOrThrow()) as { config: { limits?: Partial<TenantLimits> } }
  const { defaults } = platform.limits
  const own = Object.fromEntries(LIMITS.map((name) => [name, config.limits?.[name] ?? null])) as Chosen
  return { own, defaults, bounds: boundsOf(defaults) }
}

/** Throws 422 with every figure that is beyond what an organisation may choose. */
function refuseBeyond(bounds: LimitsRead['bounds'], chosen: Chosen): void {
  const refusals: Refusal[] = LIMITS.flatMap((name) => {
    const value = chosen[name]
    const { min, max } = bounds[name]
    if (value === null || (value >= min && value <= max)) return []
    return [{ pointer: `/${name}`, code: 'limit_bounds', params: { minimum: min, maximum: max } }]
  })
  if (refusals.length > 0) throw invalid(refusals)
}
