// Above the conversation: number, subject, status, priority, assignee, and the way back.
import { ActionIcon } from '@mantine/core'
import {
  IconArrowLeft,
  IconInfoCircle,
  IconLayoutSidebarRightCollapse,
  IconLayoutSidebarRightExpand,
} from '@tabler/icons-react'
import type { Dispatch, SetStateAction } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { Link, useKeys, useMe, useT } from '#kernel/web/index.tsx'
import { type Ticket, tickets } from '../../contract.ts'
import { SHORTCUTS } from '../desk/keys.ts'
import { ChannelIcon } from '../marks/channel-icon.tsx'
import { EscalationMark } from '../marks/escalation.tsx'
import { SnoozedMark } from '../marks/snoozed.tsx'
import { SnoozeMenu } from '../snooze/snooze-menu.tsx'
import { HandOnMenu } from './handing-on/hand-on-menu.tsx'
import { AssigneeMenu } from './menus/assignee.tsx'
import type { TicketChanges } from './changes.ts'
import { copy, MoreMenu } from './menus/more.tsx'
import { PriorityMenu } from './menus/priority.tsx'
import { StatusMenu } from './menus/status.tsx'
import type { OpenMenu } from './ticket-pane.tsx'
import { TicketTitle } from './title.tsx'
import classes from './ticket.module.css'

type Props = {
  ticket: Row<typeof Ticket>
  changes: TicketChanges
  backTo: string
  menu: OpenMenu
  onMenu: Dispatch<SetStateAction<OpenMenu>>
  sidesHidden: boolean
  onToggleSides: () => void
  onDetails: () => void
  onFind: () => void
}

export function Head({ ticket, changes, backTo, menu, onMenu, sidesHidden, onToggleSides, onDetails, onFind }: Props) {
  const t = useT()
  const me = useMe()
  const mayUpdate = me.may(tickets.update.can)
  const opens = (name: Exclude<OpenMenu, null>) => ({
    isOpen: menu === name,
    // A menu that closes must not close the one that has just been opened instead.
    onOpen: (isOpen: boolean) => onMenu((now) => (isOpen ? name : now === name ? null : now)),
  })
  const hideKey = useKeys().named(SHORTCUTS.hide)
  const sides = t(sidesHidden ? 'tickets.show_sides' : 'tickets.hide_sides')
  const SidesIcon = sidesHidden ? IconLayoutSidebarRightExpand : IconLayoutSidebarRightCollapse
  return (
    <header className={classes['head']}>
      <div className={classes['line']}>
        <ActionIcon component={Link} to={backTo} size="lg" className={classes['back']} aria-label={t('tickets.back')}>
          <IconArrowLeft size={20} stroke={1.5} className="wn-mirrors" />
        </ActionIcon>
        <TicketTitle
          key={ticket.id}
          title={ticket.title}
          mayChange={mayUpdate}
          onRename={(title) => changes.rename(title, ticket.version)}
        />
        <SnoozeMenu ticket={ticket} />
        <HandOnMenu ticket={ticket} />
        <ActionIcon
          data-hint={t('tickets.details')}
          size="lg"
          className={classes['toDetails']}
          aria-label={t('tickets.details')}
          onClick={onDetails}
        >
          <IconInfoCircle size={20} stroke={1.5} />
        </ActionIcon>
        <MoreMenu ticket={ticket} backTo={backTo} onFind={onFind} />
        <ActionIcon
          data-hint={hideKey ? `${sides} (${hideKey})` : sides}
          size="lg"
          className={classes['toSides']}
          aria-label={sides}
          aria-pressed={sidesHidden}
          onClick={onToggleSides}
        >
          <SidesIcon size={20} stroke={1.5} className="wn-mirrors" />
        </ActionIcon>
      </div>
      <div className={classes['state']}>
        <button
          type="button"
          className={classes['number']}
          onClick={() => void copy(String(ticket.number), t('tickets.thread.number_copied'))}
          title={t('tickets.thread.copy_number')}
        >
          <bdi>{t('tickets.number', { number: ticket.number })}</bdi>
        </button>
        <ChannelIcon channel={ticket.channel} size={16} />
        <EscalationMark level={ticket.escalation_level} />
        <SnoozedMark ticket={ticket} />
        <StatusMenu status={ticket.status} mayChange={mayUpdate} onMove={changes.move} {...opens('status')} />
        <PriorityMenu
          priority={ticket.priority}
          mayChange={mayUpdate}
          onChoose={changes.prioritise}
          {...opens('priority')}
        />
        <AssigneeMenu
          assignee={ticket.assignee}
          mayChange={me.may(tickets.assign.can)}
          onAssign={changes.assign}
          {...opens('assignee')}
        />
      </div>
    </header>
  )
}
