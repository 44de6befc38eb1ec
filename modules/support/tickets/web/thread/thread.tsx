// The conversation: messages in order, events folded between them, headings for days and for what is unread.
import { memo, useMemo } from 'react'
import type { Out, Row as Record_ } from '#kernel/contract/index.ts'
import { useFormat, useMe, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../contract.ts'
import type { conversation } from '../../contract/conversation.ts'
import { Events } from './events.tsx'
import { MessageCard } from './message/message.tsx'
import { rowsOf, type ThreadRow } from './rows.ts'
import { type Happening, type Message, openingOf, storyOf } from './story.ts'
import classes from './thread.module.css'

type Told = {
  ticket: Record_<typeof Ticket>
  messages: readonly Message[]
  timeline: readonly Happening[]
  /** What the ticket opened with; absent while older messages are to be fetched before it. */
  opening: Out<typeof conversation.opening> | undefined
  firstUnread?: string | null
}

/** The rows of a thread, as long as nothing in it changes the same ones. */
export function useRows({ ticket, messages, timeline, opening, firstUnread = null }: Told): ThreadRow[] {
  const format = useFormat()
  return useMemo(() => {
    const first = opening && openingOf(ticket, opening)
    return rowsOf(storyOf(ticket, first ? [first, ...messages] : messages, timeline, format.date), firstUnread)
  }, [ticket, opening, messages, timeline, format, firstUnread])
}

export type RowContext = {
  me: string
  requester: string
  /** The messages that arrived while the page was open: marked until read. */
  fresh: ReadonlySet<string>
  /** The message that a link or a search led to. */
  pointed?: string | null
  portal?: boolean
  onMarkUnread?: ((message: string) => void) | undefined
}

/** One message or group of events, with its headings. */
export const Row = memo(function Row({
  row: { day, isFirstUnread, item },
  me,
  requester,
  fresh,
  pointed = null,
  portal = false,
  onMarkUnread,
}: RowContext & { row: ThreadRow }) {
  const t = useT()
  const format = useFormat()
  return (
    <>
      {day !== null && (
        <div className={classes['day']}>
          <time dateTime={day}>{format.date(day)}</time>
        </div>
      )}
      {isFirstUnread && <div className={classes['unread']}>{t('tickets.thread.unread')}</div>}
      {item.kind === 'events' ? (
        <Events entries={item.entries} />
      ) : (
        <div className={classes['slot']} data-fresh={fresh.has(item.key)} data-pointed={pointed === item.key}>
          <MessageCard
            message={item.message}
            mine={item.message.author === me}
            fromRequester={item.message.author === requester}
            portal={portal}
            onMarkUnread={onMarkUnread}
          />
        </div>
      )}
    </>
  )
})

type Props = Told & { fresh: ReadonlySet<string>; portal?: boolean }

/** A conversation that is drawn whole: as the customer reads it. */
export function Thread({ fresh, portal = false, ...told }: Props) {
  const t = useT()
  const me = useMe().user.id
  const rows = useRows(told)
  return (
    <ol className={classes['thread']} aria-label={t('tickets.conversation')}>
      {rows.map((row) => (
        <li key={row.key} id={`message-${row.key}`}>
          <Row row={row} me={me} requester={told.ticket.requester} fresh={fresh} portal={portal} />
        </li>
      ))}
    </ol>
  )
}
