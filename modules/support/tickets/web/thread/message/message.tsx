// One message: who, when, what, with what; a note looks like nothing the customer will ever see.
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { CardFace, Reference, Time, useReference, useT } from '#kernel/web/index.tsx'
import { ChannelIcon } from '../../marks/channel-icon.tsx'
import { DeliveryMark } from '../../marks/delivery.tsx'
import { RecipientChips } from '../../marks/recipients.tsx'
import { Attachments } from '../files/attachments.tsx'
import { Prose, Quote } from '../prose.tsx'
import { splitQuote } from '../passages.ts'
import { idOfOpening, type Message } from '../story.ts'
import { LetterHead } from './letter.tsx'
import { MessageMenu } from './menu.tsx'
import classes from '../thread.module.css'

type Props = {
  message: Message
  mine: boolean
  fromRequester: boolean
  portal?: boolean
  onMarkUnread?: ((message: string) => void) | undefined
}

export function MessageCard({ message, mine, fromRequester, portal = false, onMarkUnread }: Props) {
  const t = useT()
  const { name, card } = useReference('user', message.author)
  const [isLetterShown, setLetterShown] = useState(false)
  const { visible, quoted } =
    message.quoted === null ? splitQuote(message.text) : { visible: message.text, quoted: message.quoted }
  const kind = message.internal ? 'note' : fromRequester ? 'requester' : 'staff'
  const asked = { id: message.ticket, ...(idOfOpening(message.ticket) === message.id ? {} : { comment: message.id }) }
  return (
    <article className={classes['message']} data-kind={kind} data-mine={mine} data-sending={message.sending === true}>
      <header className={classes['by']}>
        <CardFace entity="user" card={card} name={name ?? '·'} size={28} decorative />
        <strong>
          {mine && portal ? t('tickets.portal.you') : <Reference entity="user" id={message.author} plain />}
        </strong>
        {message.internal && (
          <span className={classes['noteMark']} title={t('tickets.note_hidden')}>
            <IconLock size={14} stroke={1.5} aria-hidden />
            {t('tickets.note')}
          </span>
        )}
        {message.automatic && <span className="wn-quiet">{t('tickets.automatic')}</span>}
        <span className={classes['when']}>
          {message.sending ? (
            <span role="status">{t('tickets.sending')}</span>
          ) : (
            <>
              {!portal && <DeliveryMark message={message} />}
              {!portal && <ChannelIcon channel={message.channel} />}
              <Time at={message.created_at} />
            </>
          )}
          {!portal && !message.sending && (
            <MessageMenu
              message={message}
              asked={asked}
              onMarkUnread={onMarkUnread}
              isLetterShown={isLetterShown}
              onLetter={() => setLetterShown(!isLetterShown)}
            />
          )}
        </span>
      </header>
      {isLetterShown && <LetterHead asked={asked} />}
      <Prose text={visible} />
      {quoted && <Quote text={quoted} />}
      {message.attachments.length > 0 && <Attachments of={message.attachments} />}
      {!portal && <RecipientChips message={message} />}
    </article>
  )
}
