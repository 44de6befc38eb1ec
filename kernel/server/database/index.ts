// The one way to the data: every transaction belongs to a tenant, or to the platform itself.
import type pg from 'pg'
import { openPool, type PoolOptions } from './pool.ts'
import { transaction, type Db } from './transaction.ts'

export type { Db } from './transaction.ts'
export type Mode = 'read' | 'write'

export type Database = {
  /**
   * A transaction that sees and writes this tenant's rows only. `audit` is the id of the audit entry that its end writes:
   * changes of rows are gathered for it, instead of each leaving an entry of its own.
   */
  tenant<T>(tenantId: string, mode: Mode, work: (db: Db) => Promise<T>, audit?: string): Promise<T>
  /**
   * A transaction of the platform itself: it sees only the few tables made readable to it (sign-in names, mail
   * addresses, tenants, the event log), and no other tenant data.
   */
  platform<T>(mode: Mode, work: (db: Db) => Promise<T>, audit?: string): Promise<T>
  /** Where a tenant lives may have changed: ask again at the next transaction. */
  forget(tenantId: string): void
  pool: pg.Pool
  close(): Promise<void>
}

type Placement = { kind: 'shared' }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Opens the database and the router to it: modules never know in which schema or server a tenant lives. */
export function openDatabase(options: PoolOptions): Database {
  const pool = openPool(options)
  const placements = new Map<string, Placement>()

  async function placementOf(tenantId: string): Promise<Placement> {
    const known = placements.get(tenantId)
    if (known) return known
    const found = await platform('read', (db) =>
      db.selectFrom('tenants').select('placement').where('id', '=', tenantId).executeTakeFirst(),
    )
    const placement = (found?.placement ?? { kind: 'shared' }) as Placement
    if (found) placements.set(tenantId, placement)
    return placement
  }

  /** The seam for other placements: a schema adds its search_path to `begin`, a database of its own another pool. */
  function routeTo(placement: Placement): pg.Pool {
    if (placement.kind === 'shared') return pool
    throw new Error(`tenant placement ${JSON.stringify(placement)} is not known to this version`)
  }

  const platform: Database['platform'] = (mode, work, audit) =>
    transaction(pool, `begin; set local app.platform = 'on'${gathering(audit)}`, mode, work)

  return {
    pool,
    platform,
    async tenant(tenantId, mode, work, audit) {
      if (!UUID.test(tenantId)) throw new Error('a tenant id must be a uuid')
      const placement = placements.get(tenantId) ?? (await placementOf(tenantId))
      const begin = `begin; set local app.tenant_id = '${tenantId}'${gathering(audit)}`
      return transaction(routeTo(placement), begin, mode, work)
    },
    forget: (tenantId) => void placements.delete(tenantId),
    close: () => pool.end(),
  }
}

function gathering(audit: string | undefined): string {
  if (audit === undefined) return ''
  if (!UUID.test(audit)) throw new Error('an audit entry is named by a uuid')
  return `; set local app.audit = '${audit}'`
}
