// Everything an agent changes about a ticket, shown at once and taken back when the server refuses.
import { useCommand } from '#kernel/web/index.tsx'
import type { Row } from '#kernel/contract/index.ts'
import { type Status, type Ticket, tickets } from '../../contract.ts'
import type { Priority } from '../marks/priority.tsx'
import { useRefusal } from './refusal.ts'

/** The commands for any ticket; each is shown at once. */
export function useTicketCommands(me: string) {
  const onProblem = useRefusal()
  const move = useCommand(tickets.move, { optimistic: ({ id, status }) => ({ id, status }), onProblem })
  const assign = useCommand(tickets.assign, {
    optimistic: ({ id, assignee, team }) => ({
      id,
      ...(assignee === undefined ? {} : { assignee: assignee === 'me' ? me : assignee }),
      ...(team === undefined ? {} : { team }),
    }),
    onProblem,
  })
  const tag = useCommand(tickets.tag, { optimistic: ({ id, tags }) => ({ id, tags }), onProblem })
  return {
    move: (id: string, status: Status) => void move.run({ id, status }),
    /** A user's id, `me`, or null for nobody. */
    assign: (id: string, who: string | null) => void assign.run({ id, assignee: who }),
    transfer: (id: string, team: string | null) => void assign.run({ id, team }),
    tag: (id: string, tags: string[]) => void tag.run({ id, tags }),
  }
}

export function useTicketChanges(id: string, me: string) {
  const onProblem = useRefusal()
  const { move, assign, transfer, tag } = useTicketCommands(me)
  const update = useCommand(tickets.update, { optimistic: (changed) => ({ ...changed, id }), onProblem })
  return {
    move: (status: Status) => move(id, status),
    assign: (who: string | null) => assign(id, who),
    transfer: (team: string | null) => transfer(id, team),
    prioritise: (priority: Priority) => void update.run({ id, priority }),
    categorise: (category: string | null) => void update.run({ id, category }),
    retype: (type: Row<typeof Ticket>['type']) => void update.run({ id, type }),
    linkErp: (erp_modules: string[]) => void update.run({ id, erp_modules }),
    tag: (tags: string[]) => tag(id, tags),
    /** Refused when somebody else changed the ticket since `version`. */
    rename: (title: string, version: number) => void update.run({ id, title }, { version }),
  }
}
export type TicketChanges = ReturnType<typeof useTicketChanges>
