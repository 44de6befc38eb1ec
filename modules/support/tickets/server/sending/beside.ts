// What changes about a ticket together with a message.
import { tagsAfter } from '#kernel/contract/index.ts'
import { demand } from '#kernel/server/access/actor.ts'
import type { Status } from '../../contract.ts'
import type { Beside } from '../../contract/composing/beside.ts'
import { decided } from '../edit.ts'
import { putOff } from '../moving/awake.ts'
import { refuseUnknown } from '../references.ts'
import type { TicketContext, TicketRow } from '../tables.ts'

/** The new values by the rules of every other change; `status` is where the message brings the ticket. */
export async function besideOf(
  context: TicketContext,
  ticket: TicketRow,
  { add_tags = [], remove_tags = [], snooze, assignee, ...plain }: Beside,
  status: Status | undefined,
): Promise<Partial<TicketRow>> {
  demand(context.actor, 'tickets.update')
  const tags = tagsAfter(tagsAfter(ticket.tags, remove_tags, 'remove'), add_tags, 'add')
  const changes = await decided(context, ticket, {
    ...plain,
    tags,
    ...(assignee === undefined ? {} : { assignee: assignee === 'me' ? context.actor.user_id : assignee }),
  })
  return snooze ? { ...changes, ...(await putOff(context, ticket, snooze.until, status)) } : changes
}

/** Refuses early what a waiting message could not do later either. */
export async function checkBeside(context: TicketContext, { assignee, team, category }: Beside): Promise<void> {
  if (assignee !== undefined || team !== undefined) demand(context.actor, 'tickets.assign')
  await refuseUnknown(context, {
    ...(assignee === undefined || assignee === 'me' ? {} : { assignee }),
    ...(team === undefined ? {} : { team }),
    ...(category === undefined ? {} : { category }),
  })
}
