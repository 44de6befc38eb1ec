// Beside the conversation: the requester, the properties, what other modules add, earlier tickets.
import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { recordAside, Reference, ReferencePicker, SlotOutlet, Time, useMe, useT } from '#kernel/web/index.tsx'
import { Ticket, ticketSidebar, tickets, TYPES } from '../../../contract.ts'
import { EscalationMark } from '../../marks/escalation.tsx'
import { TagsField } from '../../tags/tags-field.tsx'
import { AssigneeMenu } from '../menus/assignee.tsx'
import type { TicketChanges } from '../changes.ts'
import { CategoryField } from './category.tsx'
import { ErpField } from './erp.tsx'
import { OtherTickets } from './other-tickets.tsx'
import { OwnFields } from './own-fields.tsx'
import { PanelSection } from './panel-section.tsx'
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
      <PanelSection name="properties" title={t('tickets.properties')}>
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
          {ticket.department && (
            <>
              <dt>{t('ticket.department')}</dt>
              <dd>
                <Reference entity="department" id={ticket.department} plain />
              </dd>
            </>
          )}
          {ticket.escalation_level > 1 && (
            <>
              <dt>{t('ticket.escalation_level')}</dt>
              <dd>
                <EscalationMark level={ticket.escalation_level} />
              </dd>
            </>
          )}
          <dt>{t('ticket.created_at')}</dt>
          <dd>
            <Time at={ticket.created_at} absolute />
          </dd>
        </dl>
        <ReferencePicker
          entity="team"
          data-key="team"
          label={t('ticket.team')}
          placeholder={t('tickets.none')}
          value={ticket.team}
          clearable
          disabled={!mayAssign}
          onChange={changes.transfer}
        />
        <Select
          data-key="type"
          label={t('ticket.type')}
          allowDeselect={false}
          disabled={!mayUpdate}
          value={ticket.type}
          data={TYPES.map((value) => ({ value, label: t(`ticket.type.${value}`) }))}
          onChange={(type) => type && changes.retype(type)}
        />
        <CategoryField ticket={ticket} changes={changes} />
        <TagsField value={ticket.tags} disabled={!mayUpdate} onChange={changes.tag} />
      </PanelSection>
      <PanelSection name="erp" title={t('ticket.erp_modules')}>
        <ErpField ticket={ticket} changes={changes} />
      </PanelSection>
      <OwnFields ticket={ticket} />
      <SlotOutlet of={ticketSidebar} ticket={ticket} />
      <div className={classes['ofAnyRecord']}>
        <SlotOutlet of={recordAside} entity={Ticket} id={ticket.id} />
      </div>
      <OtherTickets requester={ticket.requester} except={ticket.id} />
    </div>
  )
}
