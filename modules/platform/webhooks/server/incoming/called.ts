// Whose address a call names, for the counting of calls: asked before anything else, so the addresses that are called are kept.
import type { Platform } from '#kernel/server/context.ts'

type Known = { tenant: string; until: number }

// An address that was switched off counts as one for so long; the call itself is refused at once.
const KEPT_MS = 30_000
const MOST = 5_000
const memories = new WeakMap<Platform['database'], Map<string, Known>>()

/** The tenant of a token; null for one that nobody has. */
export async function calledTenant({ database }: Platform, { token = '' }: Record<string, string>) {
  const memory = memories.get(database) ?? new Map<string, Known>()
  memories.set(database, memory)
  const known = memory.get(token)
  if (known && known.until > Date.now()) return known.tenant
  const found = (await database.platform('read', (db) =>
    db
      .selectFrom('incoming_hooks')
      .select('tenant_id')
      .where('token', '=', token)
      .where('is_active', '=', true)
      .where('deleted_at', 'is', null)
      .executeTakeFirst(),
  )) as { tenant_id: string } | undefined
  if (memory.size >= MOST) memory.clear()
  if (found) memory.set(token, { tenant: found.tenant_id, until: Date.now() + KEPT_MS })
  else memory.delete(token)
  return found?.tenant_id ?? null
}
