// What changed about a client, read straight from the event log.
import { malformed, type Out, type Parsed } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { hiddenAmong, seenChanges } from '#kernel/server/custom/seen.ts'
import { sql } from 'kysely'
import { Client, type clients } from '../contract.ts'
import type { ClientContext } from './tables.ts'

type Logged = {
  position: number
  at: string
  name: string
  actor: string | null
  changes: Record<string, [unknown, unknown]> | null
}

export async function history(
  context: ClientContext,
  { client_id, limit, cursor }: Parsed<typeof clients.history>,
): Promise<Out<typeof clients.history>> {
  await find(context as never, Client, client_id, 'clients.read')
  const before = cursor === undefined ? null : Number(cursor)
  if (before !== null && !Number.isSafeInteger(before)) throw malformed('cursor')
  const hidden = hiddenAmong(context.actor, await fieldsOf(context.db, context.actor.tenant_id, Client.name))
  const { rows } = await sql<Logged>`
    select position, at, name, actor_id as actor, payload -> 'changes' as changes
    from event_log
    where about_id = ${client_id} and name like 'client.%' and ${before === null ? sql`true` : sql`position < ${before}`}
    order by event_log.position desc
    limit ${sql.lit(limit + 1)}`.execute(context.db)
  const items = rows.slice(0, limit).map(({ position, changes, ...entry }) => ({
    ...entry,
    id: String(position),
    changes: seenChanges(changes ?? {}, hidden),
  }))
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}
