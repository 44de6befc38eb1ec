// Whose jobs somebody sees: queues are no tenant tables, so every statement here says it.
import type { Context } from '#kernel/server/context.ts'
import { sql } from 'kysely'

/** A tenant's, or everybody's. */
export type Whose = { tenant: string } | 'all'

export const ofTenant = (whose: Whose) => (whose === 'all' ? sql`true` : sql`data->>'tenant_id' = ${whose.tenant}`)

/** Names for ids, where they are of different tenants. */
export async function tenantNames(
  { db }: Context,
  whose: Whose,
  rows: readonly { tenant_id: string | null }[],
): Promise<Map<string | null, string>> {
  const ids = [...new Set(rows.map(({ tenant_id }) => tenant_id).filter((id) => id !== null))]
  if (whose !== 'all' || ids.length === 0) return new Map()
  const found = await db.selectFrom('tenants').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(found.map(({ id, name }) => [id as string, name as string]))
}

/** The first line of an error, as pg-boss or the relay kept it. */
export function reasonIn(kept: unknown): string {
  const error = kept as { message?: unknown; value?: unknown } | string | null
  const text = typeof error === 'string' ? error : (error?.message ?? error?.value ?? '')
  return (typeof text === 'string' ? text : JSON.stringify(text)).split('\n')[0]!.slice(0, 500)
}
