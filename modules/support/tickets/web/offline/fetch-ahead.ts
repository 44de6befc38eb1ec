// The tickets that a person will want to read without a connection, with what was written in them.
import { MAX_LIMIT } from '#kernel/contract/index.ts'
import type { OfflineShare } from '#kernel/web/index.tsx'
import { TICKET_LINE, tickets } from '../../contract.ts'

type Ahead = Parameters<NonNullable<OfflineShare['fetch']>>[0]

// So many requests a second leave the server, and the person's own, alone.
const PAUSE_MS = 150

/** A customer's own tickets, an agent's open ones; the latest 200, and only what has changed since it was kept. */
export async function fetchAhead({ call, me, signal, known }: Ahead): Promise<void> {
  const isStaff = me.scope(tickets.list.can) !== 'own'
  const mine = isStaff ? { assignee: 'me', status: 'open' } : { requester: 'me' }
  const { items } = await call(tickets.list, { ...mine, sort: '-last_reply_at', limit: MAX_LIMIT, fields: TICKET_LINE })
  for (const { id, version, comment_count } of items) {
    if (signal.aborted) return
    const kept = await known(tickets.get, { id })
    const read = await known(tickets.comments, { id, limit: MAX_LIMIT })
    if (kept?.version === version && read && read.items.length >= Math.min(comment_count, MAX_LIMIT)) continue
    await call(tickets.get, { id })
    await call(tickets.comments, { id, limit: MAX_LIMIT })
    await call(tickets.attachments, { id })
    if (isStaff) await call(tickets.timeline, { id, limit: MAX_LIMIT })
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
