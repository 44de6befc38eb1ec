// What changed about a record, read straight from the event log.
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { type Entity, malformed } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import { find } from '../crud.ts'
import { fieldsOf } from '../custom/definitions.ts'
import { hiddenAmong, seenChanges } from '../custom/seen.ts'

type Changes = Record<string, [unknown, unknown]>
type Logged = { position: number; at: string; name: string; actor: string | null; changes: Changes | null }
type Change = Omit<Logged, 'position' | 'changes'> & { id: string; changes: Changes }

/**
 * A page of the events of a record that its reader may read by `permission`, the newest first, without the changes of fields
 * that are hidden from them. `told`: what of them is history.
 */
export async function historyOf(
  context: Context,
  of: Entity,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
  { permission, told = sql`true` }: { permission: string; told?: RawBuilder<SqlBool> },
): Promise<{ items: Change[]; next: string | null }> {
  await find(context, of, id, permission)
  const before = cursor === undefined ? null : Number(cursor)
  if (before !== null && !Number.isSafeInteger(before)) throw malformed('cursor')
  const hidden = hiddenAmong(context.actor, await fieldsOf(context.db, context.actor.tenant_id, of.name))
  const { rows } = await sql<Logged>`
    select position, at, name, actor_id as actor, payload -> 'changes' as changes
    from event_log
    where about_id = ${id} and name like ${sql.lit(`${of.name}.%`)} and ${told}
      and ${before === null ? sql`true` : sql`position < ${before}`}
    order by event_log.position desc
    limit ${sql.lit(limit + 1)}`.execute(context.db)
  const items = rows.slice(0, limit).map(({ position, changes, ...entry }) => ({
    ...entry,
    id: String(position),
    changes: seenChanges(changes ?? {}, hidden),
  }))
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}
