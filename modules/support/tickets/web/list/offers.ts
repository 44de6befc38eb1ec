// What may be done with chosen tickets.
import { useMemo } from 'react'
import { useT } from '#kernel/web/index.tsx'
import type { Offer } from '#modules/platform/bulk/contract.ts'
import { PRIORITIES, STATUSES, tickets, TYPES } from '../../contract.ts'

export function useOffers(): readonly Offer[] {
  const t = useT()
  return useMemo(() => {
    const assign = { action: tickets.assign.name, can: tickets.assign.can }
    const update = { action: tickets.update.name, can: tickets.update.can }
    const tag = { action: tickets.tag.name, can: tickets.tag.can, words: true }
    const tags = (value: string | null, mode: string) => ({
      tags: (value ?? '')
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean),
      mode,
    })
    return [
      {
        ...assign,
        key: 'assignee',
        label: t('ticket.assignee'),
        entity: 'user',
        input: (assignee) => ({ assignee }),
      },
      { ...assign, key: 'team', label: t('ticket.team'), entity: 'team', input: (team) => ({ team }) },
      {
        key: 'status',
        label: t('ticket.status'),
        action: tickets.move.name,
        can: tickets.move.can,
        options: STATUSES.filter((value) => value !== 'new').map((value) => ({
          value,
          label: t(`ticket.status.${value}`),
        })),
        input: (status) => ({ status }),
      },
      {
        ...update,
        key: 'priority',
        label: t('ticket.priority'),
        options: PRIORITIES.map((value) => ({ value, label: t(`ticket.priority.${value}`) })),
        input: (priority) => ({ priority }),
      },
      {
        ...update,
        key: 'category',
        label: t('ticket.category'),
        entity: 'category',
        input: (category) => ({ category }),
      },
      {
        ...update,
        key: 'type',
        label: t('ticket.type'),
        options: TYPES.map((value) => ({ value, label: t(`ticket.type.${value}`) })),
        input: (type) => ({ type }),
      },
      { ...tag, key: 'tag', label: t('tickets.bulk.add_tags'), input: (value) => tags(value, 'add') },
      { ...tag, key: 'untag', label: t('tickets.bulk.remove_tags'), input: (value) => tags(value, 'remove') },
      {
        key: 'remove',
        label: t('do.delete'),
        action: tickets.remove.name,
        can: tickets.remove.can,
        asks: true,
        input: () => ({}),
      },
    ]
  }, [t])
}
