// Changing tickets in the table: a status only where it may go, an assignee among colleagues.
import { lazy, Suspense } from 'react'
import { useMe, useRowEditing } from '#kernel/web/index.tsx'
import { mayMove, type Status, STATUSES, Ticket, tickets } from '../../../contract.ts'
import { useTicketCommands } from '../../ticket/changes.ts'
import { useRefusal } from '../../ticket/refusal.ts'

const AssigneeMenu = lazy(async () => ({ default: (await import('../../ticket/menus/assignee.tsx')).AssigneeMenu }))

const NOT_HERE = ['title', 'description', 'requester']

export function useTicketEditing() {
  const { user } = useMe()
  const commands = useTicketCommands(user.id)
  return useRowEditing(Ticket, tickets.update, {
    except: NOT_HERE,
    onProblem: useRefusal(),
    own: {
      status: { can: tickets.move.can, save: ({ id }, to) => commands.move(id!, to as Status) },
      assignee: { can: tickets.assign.can, save: ({ id }, who) => commands.assign(id!, who as string | null) },
      team: { can: tickets.assign.can, save: ({ id }, team) => commands.transfer(id!, team as string | null) },
      tags: { can: tickets.tag.can, save: ({ id }, tags) => commands.tag(id!, tags as string[]) },
    },
    choices: (field, { status }) =>
      field === 'status' ? STATUSES.filter((to) => mayMove(status!, to, true)) : undefined,
    control: (field, { assignee }, { save, close }) =>
      field === 'assignee' && (
        <Suspense fallback={null}>
          <AssigneeMenu
            assignee={assignee ?? null}
            mayChange
            isOpen
            onOpen={(isOpen) => isOpen || close()}
            onAssign={save}
          />
        </Suspense>
      ),
  })
}
