// What may be done to many tickets at once, and how it is taken back.
import { customBack } from '#kernel/contract/index.ts'
import { bulkable, type Bulkable } from '#kernel/server/bulk/bulkable.ts'
import { demand } from '#kernel/server/access/actor.ts'
import { changeBy } from '#kernel/server/crud.ts'
import { implement } from '#kernel/server/module.ts'
import { puttingBack } from '../contract/bulk.ts'
import { snoozing } from '../contract/moving/snooze.ts'
import { Ticket, tickets } from '../contract.ts'
import { settle } from './categorising/settle.ts'
import { tellChanges } from './edit.ts'
import { wakeAt } from './moving/awake.ts'
import { refuseUnknown } from './references.ts'
import { tables, type TicketRow } from './tables.ts'
import { newIn } from './ticket-line.ts'

const PLACE = ['assignee', 'team', 'department'] as const
const STATUS = ['status', 'resolved_at', 'closed_at', 'snoozed', 'snoozed_until'] as const
const SNOOZE = ['snoozed', 'snoozed_until'] as const
const PLAIN = [['priority'], ['category'], ['type'], ['tags'], ['custom']] as const
const keeps = [PLACE, STATUS, ...PLAIN]
const undo: Bulkable['undo'] = ({ call }, id, values) => call(puttingBack.putBack, { id, values: { ...values } })

export const ticketBulk = [
  bulkable(Ticket, tickets.update, { takes: ['priority', 'category', 'type', 'custom'], keeps, undo }),
  bulkable(Ticket, tickets.assign, { takes: ['assignee', 'team'], keeps: [PLACE], undo }),
  bulkable(Ticket, tickets.move, { takes: ['status'], keeps: [STATUS], undo }),
  bulkable(Ticket, snoozing.snooze, { takes: ['until'], keeps: [SNOOZE], undo }),
  bulkable(Ticket, snoozing.wake, { takes: [], keeps: [SNOOZE], undo }),
  bulkable(Ticket, tickets.tag, { takes: ['tags', 'mode'], keeps: [['tags']], undo }),
  bulkable(Ticket, tickets.remove, {
    takes: [],
    keeps: [['deleted_at']],
    undo: ({ call }, id) => call(tickets.restore, { id }),
  }),
]

export const puttingBackActions = implement(
  puttingBack,
  { tables },
  {
    async putBack(context, { id, values }) {
      const { before, after } = await changeBy(context, Ticket, id, puttingBack.putBack.can, async (ticket) => {
        const { custom, ...rest } = values as Partial<TicketRow>
        const back = custom ? { custom: customBack(custom, ticket.custom) as TicketRow['custom'] } : {}
        const changes = newIn(ticket, { ...rest, ...back })
        if (PLACE.some((field) => field in changes)) demand(context.actor, 'tickets.assign')
        await refuseUnknown(context, changes)
        if (changes.category !== undefined) await settle(context, id, changes.category)
        if (changes.snoozed_until) await wakeAt(context, id, changes.snoozed_until)
        return changes
      })
      tellChanges(context, before, after)
      return after
    },
  },
)
