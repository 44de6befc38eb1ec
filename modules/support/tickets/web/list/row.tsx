// One ticket in the list: who, what about, how it stands.
import { memo } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { Link, Reference, Time, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../contract.ts'
import { ChannelIcon } from '../marks/channel-icon.tsx'
import { EscalationMark } from '../marks/escalation.tsx'
import { PriorityWord } from '../marks/priority.tsx'
import { StatusWord } from '../marks/status.tsx'
import { HereMark } from './here-mark.tsx'
import type { Attendant } from './here.ts'
import classes from './list.module.css'

export type TicketRow = Row<typeof Ticket>
type Props = {
  ticket: TicketRow
  to: string
  isOpen: boolean
  isUnread: boolean
  people: readonly Attendant[] | undefined
  index: number
  onFocus: (index: number) => void
}

export const ListRow = memo(function ListRow({ ticket, to, isOpen, isUnread, people, index, onFocus }: Props) {
  const t = useT()
  const { status, assignee, last_reply_by: lastBy } = ticket
  const awaits = lastBy === 'requester' && status !== 'closed' && status !== 'resolved'
  return (
    <Link
      to={to}
      className={classes['row']}
      data-index={index}
      data-status={status}
      data-awaits={awaits}
      data-open={isOpen}
      data-unread={isUnread}
      onFocus={() => onFocus(index)}
    >
      <span className={classes['top']}>
        <ChannelIcon channel={ticket.channel} />
        <span className={classes['requester']}>
          <Reference entity="user" id={ticket.requester} plain />
        </span>
        {people && <HereMark people={people} />}
        <Time at={ticket.last_reply_at} short className={classes['time']} />
      </span>
      {awaits && <span className="wn-hidden">{t('tickets.customer_waits')}. </span>}
      <span className={classes['title']} dir="auto">
        {ticket.title}
      </span>
      <span className={classes['bottom']}>
        <span className={classes['preview']} dir="auto">
          {ticket.preview}
        </span>
        <EscalationMark level={ticket.escalation_level} short />
        <PriorityWord priority={ticket.priority} iconOnly />
        <StatusWord status={status} iconOnly />
        {assignee && <Reference entity="user" id={assignee} face />}
      </span>
    </Link>
  )
})
