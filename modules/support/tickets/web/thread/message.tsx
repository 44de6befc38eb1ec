// One message: who, when, what, with what; a note looks like nothing the customer will ever see.
import { IconLock } from '@tabler/icons-react'
import { Reference, Time, useReference, useT } from '#kernel/web/index.tsx'
import { Avatar } from '#ui/avatar.tsx'
import { ChannelIcon } from '../marks/channel-icon.tsx'
import { DeliveryMark } from '../marks/delivery.tsx'
import { Attachments } from './attachments.tsx'
import { Prose, Quote } from './prose.tsx'
import { splitQuote } from './passages.ts'
import type { Message } from './story.ts'
import classes from './thread.module.css'

type Props = { message: Message; mine: boolean; fromRequester: boolean; portal?: boolean }

export function MessageCard({ message, mine, fromRequester, portal = false }: Props) {
  const t = useT()
  const { name } = useReference('user', message.author)
  const { visible, quoted } =
    message.quoted === null ? splitQuote(message.text) : { visible: message.text, quoted: message.quoted }
  const kind = message.internal ? 'note' : fromRequester ? 'requester' : 'staff'
  return (
    <article className={classes['message']} data-kind={kind} data-mine={mine}>
      <header className={classes['by']}>
        <Avatar name={name ?? '·'} size={28} decorative />
        <strong>
          {mine && portal ? t('tickets.portal.you') : <Reference entity="user" id={message.author} plain />}
        </strong>
        {message.internal && (
          <span className={classes['noteMark']} title={t('tickets.note_hidden')}>
            <IconLock size={14} stroke={1.5} aria-hidden />
            {t('tickets.note')}
          </span>
        )}
        <span className={classes['when']}>
          {!portal && <DeliveryMark message={message} />}
          {!portal && <ChannelIcon channel={message.channel} />}
          <Time at={message.created_at} />
        </span>
      </header>
      <Prose text={visible} />
      {quoted && <Quote text={quoted} />}
      {message.attachments.length > 0 && <Attachments of={message.attachments} />}
    </article>
  )
}
