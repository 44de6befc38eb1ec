// The conversation: messages in order, events folded between them.
import { Skeleton } from '@mantine/core'
import { useMemo } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { useFormat, useMe, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../contract.ts'
import { Events } from './events.tsx'
import { MessageCard } from './message.tsx'
import { type Happening, type Message, openingOf, storyOf } from './story.ts'
import classes from './thread.module.css'

type Props = {
  ticket: Row<typeof Ticket>
  messages: readonly Message[]
  timeline: readonly Happening[]
  /** The messages that arrived while the page was open: marked until read. */
  fresh: ReadonlySet<string>
  attachments: Parameters<typeof openingOf>[1]
  /** As the customer reads it. */
  portal?: boolean
}

export function Thread({ ticket, messages, timeline, fresh, attachments, portal = false }: Props) {
  const format = useFormat()
  const t = useT()
  const me = useMe().user.id
  const story = useMemo(() => {
    const opening = openingOf(ticket, attachments)
    return storyOf(ticket, opening ? [opening, ...messages] : messages, timeline, format.date)
  }, [ticket, attachments, messages, timeline, format])
  return (
    <ol className={classes['thread']} aria-label={t('tickets.conversation')}>
      {story.map((item) => {
        if (item.kind === 'day')
          return (
            <li key={item.key} className={classes['day']}>
              <time dateTime={item.at}>{format.date(item.at)}</time>
            </li>
          )
        if (item.kind === 'events')
          return (
            <li key={item.key}>
              <Events entries={item.entries} />
            </li>
          )
        return (
          <li key={item.key} id={`message-${item.key}`} className={classes['slot']} data-fresh={fresh.has(item.key)}>
            <MessageCard
              message={item.message}
              mine={item.message.author === me}
              fromRequester={item.message.author === ticket.requester}
              portal={portal}
            />
          </li>
        )
      })}
    </ol>
  )
}

export function ThreadSkeleton() {
  return (
    <div aria-hidden className={classes['thread']}>
      {[88, 60, 120].map((height, index) => (
        <div key={height} className={classes['message']}>
          <Skeleton height={12} width="30%" mb={12} />
          <Skeleton height={height - 40} width={`${92 - index * 12}%`} />
        </div>
      ))}
    </div>
  )
}
