// What the palette can do with the open ticket beyond what has a key: each status and priority by name, people, teams, categories.
import { useMemo } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { type PaletteCommand, useCommands, useReferenceSearch } from '#kernel/web/index.tsx'
import { users } from '#modules/platform/identity/contract.ts'
import { mayMove, PRIORITIES, STATUSES, type Ticket, tickets } from '../../contract.ts'
import type { TicketChanges } from './changes.ts'

export function useTicketCommands(ticket: Row<typeof Ticket> | undefined, changes: TicketChanges): void {
  const search = useReferenceSearch()
  const { move, prioritise, assign, transfer, categorise } = changes
  const commands = useMemo((): PaletteCommand[] => {
    if (!ticket) return []
    const update = tickets.update.can
    const among = (entity: string, choose: (id: string) => void) => async (typed: string) =>
      (await search(entity, typed)).map(({ id, name }) => ({ id, name, run: () => choose(id) }))
    return [
      ...STATUSES.filter((to) => to !== ticket.status && mayMove(ticket.status, to, true)).map((to) => ({
        id: `tickets.status.${to}`,
        label: 'tickets.palette.status',
        about: `ticket.status.${to}`,
        can: update,
        run: () => move(to),
      })),
      ...PRIORITIES.filter((to) => to !== ticket.priority).map((to) => ({
        id: `tickets.priority.${to}`,
        label: 'tickets.palette.priority',
        about: `ticket.priority.${to}`,
        can: update,
        run: () => prioritise(to),
      })),
      {
        id: 'tickets.assign.to',
        label: 'tickets.palette.assign',
        can: tickets.assign.can,
        choices: async (typed, { call }) =>
          (
            await call(users.list, {
              role: ['agent', 'manager', 'admin'],
              is_active: true,
              sort: 'name',
              limit: 20,
              ...(typed ? { q: typed } : {}),
            })
          ).items.map(({ id, name }) => ({ id, name, run: () => assign(id) })),
      },
      ...(ticket.assignee
        ? [{ id: 'tickets.unassign', label: 'tickets.unassign', can: tickets.assign.can, run: () => assign(null) }]
        : []),
      {
        id: 'tickets.team.to',
        label: 'tickets.palette.team',
        can: tickets.assign.can,
        choices: among('team', transfer),
      },
      {
        id: 'tickets.category.to',
        label: 'tickets.palette.category',
        can: update,
        choices: among('category', categorise),
      },
    ]
  }, [ticket, move, prioritise, assign, transfer, categorise, search])
  useCommands(commands)
}
