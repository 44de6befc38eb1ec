// Beside the conversation: the requester, the properties, what other modules add, earlier tickets.
import { TagsInput } from '@mantine/core'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { ReferencePicker, SlotOutlet, Time, useMe, useT } from '#kernel/web/index.tsx'
import { type Ticket, ticketSidebar, tickets } from '../../../contract.ts'
import { AssigneeMenu } from '../menus/assignee.tsx'
import type { TicketChanges } from '../changes.ts'
import { OtherTickets } from './other-tickets.tsx'
import { PriorityMenu } from '../menus/priority.tsx'
import { RequesterCard } from './requester-card.tsx'
import classes from '../ticket.module.css'

type Props = { ticket: Row<typeof Ticket>; changes: TicketChanges }

export function Details({ ticket, changes }: Props) {
  const t = useT()
  const me = useMe()
  const [menu, setMenu] = useState<'assignee' | 'priority' | null>(null)
  const mayUpdate = me.may(tickets.update.can)
  const mayAssign = me.may(tickets.assign.can)
  return (
    <div className={classes['details']}>
      <RequesterCard id={ticket.requester} />
      <section aria-label={t('tickets.properties')} className={classes['section']}>
        <h2>{t('tickets.properties')}</h2>
        <dl className={classes['properties']}>
          <dt>{t('ticket.assignee')}</dt>
          <dd>
            <AssigneeMenu
              assignee={ticket.assignee}
              mayChange={mayAssign}
              isOpen={menu === 'assignee'}
              onOpen={(open) => setMenu(open ? 'assignee' : null)}
              onAssign={changes.assign}
            />
          </dd>
          <dt>{t('ticket.priority')}</dt>
          <dd>
            <PriorityMenu
              priority={ticket.priority}
              mayChange={mayUpdate}
              isOpen={menu === 'priority'}
              onOpen={(open) => setMenu(open ? 'priority' : null)}
              onChoose={changes.prioritise}
            />
          </dd>
          <dt>{t('ticket.created_at')}</dt>
          <dd>
            <Time at={ticket.created_at} absolute />
          </dd>
        </dl>
        <ReferencePicker
          entity="team"
          label={t('ticket.team')}
          placeholder={t('tickets.none')}
          value={ticket.team}
          clearable
          disabled={!mayAssign}
          onChange={changes.transfer}
        />
        <ReferencePicker
          entity="category"
          label={t('ticket.category')}
          placeholder={t('tickets.none')}
          value={ticket.category}
          clearable
          disabled={!mayUpdate}
          onChange={changes.categorise}
        />
        <TagsInput
          label={t('ticket.tags')}
          placeholder={t('tickets.add_tag')}
          value={ticket.tags}
          maxTags={20}
          disabled={!mayUpdate}
          acceptValueOnBlur
          onChange={(tags) => changes.tag(tags.map((tag) => tag.trim().toLowerCase().slice(0, 50)))}
        />
      </section>
      <SlotOutlet of={ticketSidebar} ticket={ticket} />
      <OtherTickets requester={ticket.requester} except={ticket.id} />
    </div>
  )
}
