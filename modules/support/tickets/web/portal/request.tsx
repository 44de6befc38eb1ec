// One request of a customer: how it stands, what was written, and the answer to give.
import { Button, Skeleton } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useRef } from 'react'
import { Link, ProblemAlert, useAction, useAddress, useMe, useT } from '#kernel/web/index.tsx'
import { tickets } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'
import { useAttention } from '../ticket/here-line.tsx'
import { useMessages, useTicketLive } from '../ticket/messages.ts'
import { useReading } from '../ticket/reading.ts'
import { Thread } from '../thread/thread.tsx'
import { ThreadSkeleton } from '../ticket/thread-skeleton.tsx'
import Followers from '../ticket/details/followers.tsx'
import { WaitingReplies } from '../offline/waiting-replies.tsx'
import { Answer } from './answer.tsx'
import { Standing } from './standing.tsx'
import classes from './portal.module.css'

export default function Request() {
  const t = useT()
  const me = useMe()
  const id = useAddress().params['id']!
  const ticket = useAction(tickets.get, { id })
  const messages = useMessages(id)
  const opening = useAction(conversation.opening, { id })
  const frame = useRef(document.documentElement)
  const reading = useReading(messages.data, frame)
  useTicketLive(id, me.user.id, reading.arrived)
  const { attend } = useAttention(id)
  const { data } = ticket
  const mayAnswer = data?.requester === me.user.id || me.membership?.opens.includes(tickets.comment.can)
  if (ticket.error && !data) return <ProblemAlert problem={ticket.error} onRetry={() => void ticket.refetch()} />
  return (
    <div className={classes['page']}>
      <header className={classes['top']}>
        <Link to="/portal" className={classes['back']}>
          <IconArrowLeft size={20} stroke={1.5} className="wn-mirrors" aria-hidden />
          {t('tickets.portal.title')}
        </Link>
        {data ? (
          <>
            <h1 className={classes['title']}>
              <bdi>{data.title}</bdi>
            </h1>
            <p className="wn-quiet">
              <bdi>{t('tickets.number', { number: data.number })}</bdi>
            </p>
            <Standing ticket={data} />
          </>
        ) : (
          <Skeleton height={64} />
        )}
      </header>
      <div className={classes['thread']}>
        <ProblemAlert problem={messages.error} onRetry={() => void messages.refetch()} />
        {data && messages.data && opening.data ? (
          <>
            {messages.hasOlder && (
              <Button variant="subtle" loading={messages.isFetchingOlder} onClick={messages.fetchOlder}>
                {t('tickets.thread.earlier')}
              </Button>
            )}
            <Thread
              ticket={data}
              messages={messages.data}
              timeline={noEvents}
              opening={messages.hasOlder ? undefined : opening.data}
              fresh={reading.fresh}
              portal
            />
          </>
        ) : (
          <ThreadSkeleton />
        )}
      </div>
      <WaitingReplies ticket={id} />
      <div className="wn-hidden" aria-live="polite">
        {reading.announcement}
      </div>
      {data && data.requester !== me.user.id && <Followers ticket={data} />}
      {data && messages.data && data.status !== 'closed' && mayAnswer && (
        <Answer
          ticket={data}
          messages={messages.data}
          onTyping={(isTyping) => attend(isTyping ? 'typing' : 'viewing')}
        />
      )}
    </div>
  )
}
const noEvents: never[] = []
