// A page of the conversation on paper: nothing is folded, nothing moves, nothing asks the server for more than names.
import { IconLock } from '@tabler/icons-react'
import { memo } from 'react'
import { Reference, useFormat, useT } from '#kernel/web/index.tsx'
import { RecipientChips } from '../marks/recipients.tsx'
import { Events } from '../thread/events.tsx'
import { Attachments } from '../thread/files/attachments.tsx'
import { splitQuote } from '../thread/passages.ts'
import { Prose, Quote } from '../thread/prose.tsx'
import type { ThreadRow } from '../thread/rows.ts'
import type { Message } from '../thread/story.ts'
import thread from '../thread/thread.module.css'
import classes from './print.module.css'

type Props = { rows: readonly ThreadRow[]; requester: string }

export const PrintedRows = memo(function PrintedRows({ rows, requester }: Props) {
  const format = useFormat()
  return (
    <div className={classes['piece']}>
      {rows.map(({ key, day, item }) => (
        <section key={key} className={classes['row']}>
          {day !== null && <p className={classes['day']}>{format.date(day)}</p>}
          {item.kind === 'events' ? (
            <Events entries={item.entries} unfolded />
          ) : (
            <PrintedMessage message={item.message} fromRequester={item.message.author === requester} />
          )}
        </section>
      ))}
    </div>
  )
})

function PrintedMessage({ message, fromRequester }: { message: Message; fromRequester: boolean }) {
  const t = useT()
  const format = useFormat()
  const { visible, quoted } =
    message.quoted === null ? splitQuote(message.text) : { visible: message.text, quoted: message.quoted }
  return (
    <article
      className={thread['message']}
      data-kind={message.internal ? 'note' : fromRequester ? 'requester' : 'staff'}
    >
      <header className={thread['by']}>
        <strong>
          <Reference entity="user" id={message.author} plain />
        </strong>
        {message.internal && (
          <span className={thread['noteMark']}>
            <IconLock size={14} stroke={1.5} aria-hidden />
            {t('tickets.note')}
          </span>
        )}
        {message.automatic && <span className="wn-quiet">{t('tickets.automatic')}</span>}
        <span className={thread['when']}>
          {message.delivery && <span>{t(`outbound_mail.state.${message.delivery}`)}</span>}
          <span>{t(`ticket.channel.${message.channel}`)}</span>
          <time dateTime={message.created_at}>{format.dateTime(message.created_at)}</time>
        </span>
      </header>
      <Prose text={visible} />
      {quoted && <Quote text={quoted} unfolded />}
      {message.attachments.length > 0 && <Attachments of={message.attachments} />}
      <RecipientChips message={message} />
    </article>
  )
}
