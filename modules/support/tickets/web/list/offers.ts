// What may be done with chosen tickets.
import { useMemo } from 'react'
import { useCustomFields, useFormat, useT } from '#kernel/web/index.tsx'
import type { Offer } from '#modules/platform/bulk/contract.ts'
import { snoozing } from '../../contract/moving/snooze.ts'
import { useZone } from '../composer/waiting/use-zone.ts'
import { snoozeMoments } from '../snooze/moments.ts'
import { PRIORITIES, STATUSES, Ticket, tickets, TYPES } from '../../contract.ts'

const FOR_REPLY = 'reply'

export function useOffers(): readonly Offer[] {
  const t = useT()
  const format = useFormat()
  const zone = useZone()
  const own = useCustomFields(Ticket.name)
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
      {
        key: 'snooze',
        label: t('tickets.snooze'),
        action: snoozing.snooze.name,
        can: snoozing.snooze.can,
        options: [
          { value: FOR_REPLY, label: t('tickets.snooze.reply') },
          ...snoozeMoments(new Date(), zone).map(([word, at]) => ({
            value: at.toISOString(),
            label: t(`tickets.snooze.${word}`, { time: format.dateTime(at.toISOString()) }),
          })),
        ],
        input: (until) => ({ until: until === FOR_REPLY ? null : until }),
      },
      {
        key: 'wake',
        label: t('tickets.snooze.wake'),
        action: snoozing.wake.name,
        can: snoozing.wake.can,
        input: () => ({}),
      },
      {
        ...update,
        key: 'custom',
        label: t('bulk.own_field'),
        fields: own.filter(({ editable, type }) => editable && type !== 'file'),
        input: (value) => ({ custom: JSON.parse(value ?? '{}') as object }),
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
  }, [t, format, zone, own])
}
