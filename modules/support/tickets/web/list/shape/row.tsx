// One ticket in the list: who, what about, how it stands.
import { memo } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { type Density, Reference, RowLink, Time, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../../contract.ts'
import { ChannelIcon } from '../../marks/channel-icon.tsx'
import { EscalationMark } from '../../marks/escalation.tsx'
import { PriorityWord } from '../../marks/priority.tsx'
import { SnoozedMark } from '../../marks/snoozed.tsx'
import { StatusWord } from '../../marks/status.tsx'
import { HereMark } from '../here-mark.tsx'
import type { Attendant } from '../here.ts'
import classes from '../list.module.css'

export type TicketRow = Row<typeof Ticket>
/** In px; what a card needs is known, so that none is measured. */
export const CARD_HEIGHT: Record<Density, number> = { compact: 76, normal: 88, comfortable: 100 }
type Props = {
  ticket: TicketRow
  to: string
  isOpen: boolean
  isUnread: boolean
  isVisited: boolean
  density: Density
  people: readonly Attendant[] | undefined
  index: number
}

/** The customer wrote last, and the ticket is not done. */
export const awaitsAnswer = ({ status, last_reply_by: by }: Pick<TicketRow, 'status' | 'last_reply_by'>): boolean =>
  by === 'requester' && status !== 'closed' && status !== 'resolved'

export const ListRow = memo(function ListRow({
  ticket,
  to,
  isOpen,
  isUnread,
  isVisited,
  density,
  people,
  index,
}: Props) {
  const t = useT()
  const { status, assignee } = ticket
  const awaits = awaitsAnswer(ticket)
  return (
    <RowLink
      to={to}
      className={classes['row']}
      aria-current={isOpen ? 'page' : undefined}
      data-index={index}
      data-status={status}
      data-unread={isUnread}
      data-visited={isVisited}
      data-open={isOpen}
      style={{ blockSize: CARD_HEIGHT[density] }}
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
        {density !== 'compact' && (
          <span className={classes['preview']} dir="auto">
            {ticket.preview}
          </span>
        )}
        <SnoozedMark ticket={ticket} short />
        <EscalationMark level={ticket.escalation_level} short />
        <PriorityWord priority={ticket.priority} iconOnly />
        <StatusWord status={status} iconOnly />
        {assignee && <Reference entity="user" id={assignee} face />}
      </span>
    </RowLink>
  )
})
