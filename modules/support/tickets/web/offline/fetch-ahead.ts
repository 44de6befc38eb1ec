// The tickets that a person will want to read without a connection, with what was written in them.
import { MAX_LIMIT } from '#kernel/contract/index.ts'
import type { OfflineShare } from '#kernel/web/index.tsx'
import { TICKET_LINE, tickets } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'
import { messagesQuery, timelineQuery } from '../ticket/messages.ts'

type Ahead = Parameters<NonNullable<OfflineShare['fetch']>>[0]

// So many requests a second leave the server, and the person's own, alone.
const PAUSE_MS = 150

/** A customer's own tickets, an agent's open ones; the latest 200, and only what has changed since it was kept. */
export async function fetchAhead({ call, me, signal, known }: Ahead): Promise<void> {
  // Whoever sells has no tickets to read.
  if (!me.may(tickets.list.can)) return
  const isStaff = me.scope(tickets.list.can) !== 'own'
  const mine = isStaff ? { assignee: 'me', status: 'open' } : { requester: 'me' }
  const { items } = await call(tickets.list, { ...mine, sort: '-last_reply_at', limit: MAX_LIMIT, fields: TICKET_LINE })
  for (const { id, version } of items) {
    if (signal.aborted) return
    if ((await known(tickets.get, { id }))?.version === version) continue
    // The same questions as the page asks, and the ticket last: it says that the rest is here.
    const end = await messagesQuery(call, id).queryFn({ pageParam: null })
    if (end.previous) await messagesQuery(call, id).queryFn({ pageParam: end.previous })
    await call(conversation.opening, { id })
    if (isStaff) await timelineQuery(call, id).queryFn({ pageParam: null })
    await call(tickets.get, { id })
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
