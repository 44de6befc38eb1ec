// What changed about a deal, read straight from the event log.
import { malformed, type Out, type Parsed } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { hiddenAmong, seenChanges } from '#kernel/server/custom/seen.ts'
import { sql } from 'kysely'
import { Deal, type deals } from '../contract.ts'
import type { DealContext } from './tables.ts'

type Logged = {
  position: number
  at: string
  name: string
  actor: string | null
  changes: Record<string, [unknown, unknown]> | null
}

export async function history(
  context: DealContext,
  { id, limit, cursor }: Parsed<typeof deals.history>,
): Promise<Out<typeof deals.history>> {
  await find(context as never, Deal, id, 'deals.read')
  const before = cursor === undefined ? null : Number(cursor)
  if (before !== null && !Number.isSafeInteger(before)) throw malformed('cursor')
  const hidden = hiddenAmong(context.actor, await fieldsOf(context.db, context.actor.tenant_id, Deal.name))
  const { rows } = await sql<Logged>`
    select position, at, name, actor_id as actor, payload -> 'changes' as changes
    from event_log
    where about_id = ${id} and name like 'deal.%' and payload -> 'changes' is distinct from '{}' and ${before === null ? sql`true` : sql`position < ${before}`}
    order by event_log.position desc
    limit ${sql.lit(limit + 1)}`.execute(context.db)
  const items = rows.slice(0, limit).map(({ position, changes, ...entry }) => ({
    ...entry,
    id: String(position),
    changes: seenChanges(changes ?? {}, hidden),
  }))
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}
