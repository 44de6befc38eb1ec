// One ticket: head, conversation, composer, and the details beside them.
import { Drawer } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { ProblemAlert, useAction, useMe, useT } from '#kernel/web/index.tsx'
import { tickets, WRITE_NOTES } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'
import type { AfterSend } from '../../contract/composing/preferences.ts'
import { Composer } from '../composer/composer.tsx'
import type { Mode } from '../composer/draft.ts'
import { useShortcuts } from '../desk/use-shortcuts.ts'
import { WaitingReplies } from '../offline/waiting-replies.tsx'
import type { ThreadControls } from '../thread/long-thread.tsx'
import { ThreadSkeleton } from '../thread/thread.tsx'
import { useTicketChanges } from './changes.ts'
import { Conversation } from './conversation/conversation.tsx'
import { useMark } from './conversation/use-mark.ts'
import { Details } from './details/details.tsx'
import { Head } from './head.tsx'
import { HereLine, useAttention } from './here-line.tsx'
import { useMessages, useTicketLive, useTimeline } from './messages.ts'
import { useReading } from './reading.ts'
import { TicketSkeleton } from './ticket-skeleton.tsx'
import classes from './ticket.module.css'

export type OpenMenu = 'status' | 'priority' | 'assignee' | null
type Props = {
  id: string
  backTo: string
  sidesHidden: boolean
  onToggleSides: () => void
  /** A reply was sent, and its writer wants to be elsewhere then. */
  onSent: (where: AfterSend) => void
}

export function TicketPane({ id, backTo, sidesHidden, onToggleSides, onSent }: Props) {
  const t = useT()
  const me = useMe()
  const ticket = useAction(tickets.get, { id })
  const messages = useMessages(id)
  const written = messages.data?.filter(({ sending }) => !sending)
  const timeline = useTimeline(id, messages.hasOlder ? messages.data?.[0]?.created_at : messages.data && null)
  const opening = useAction(conversation.opening, { id })
  const mark = useMark(id)
  const changes = useTicketChanges(id, me.user.id)
  const frame = useRef<HTMLDivElement>(null)
  const controls = useRef<ThreadControls>(null)
  const reading = useReading(messages.data, frame, controls)
  const [isFinding, setFinding] = useState(false)
  useTicketLive(id, me.user.id, reading.arrived)
  const { people, attend } = useAttention(id)
  const [menu, setMenu] = useState<OpenMenu>(null)
  const [mode, setMode] = useState<Mode>('reply')
  const [detailsOpen, setDetailsOpen] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const mayNote = me.may(WRITE_NOTES)

  const write = (to: Mode) => {
    setMode(to)
    field.current?.focus()
  }
  // Once the press is over: a menu that opens during it would take it for a press outside and close.
  const open = (which: OpenMenu) => void setTimeout(() => setMenu(which))
  useShortcuts({
    reply: () => write('reply'),
    note: () => mayNote && write('note'),
    status: () => open('status'),
    priority: () => open('priority'),
    assign: () => open('assignee'),
  })

  // The browser's own search sees only the messages that are drawn; asked twice, it gets its turn.
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isFind = event.code === 'KeyF' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
      if (!isFind || isFinding) return
      event.preventDefault()
      setFinding(true)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [isFinding])

  if (ticket.error && !ticket.data)
    return (
      <div className={classes['refused']}>
        <ProblemAlert problem={ticket.error} onRetry={() => void ticket.refetch()} />
      </div>
    )
  if (!ticket.data) return <TicketSkeleton />
  const isReady = messages.data !== undefined && opening.data !== undefined && mark.data !== undefined
  return (
    <div className={classes['ticket']}>
      <div className={classes['main']}>
        <Head
          ticket={ticket.data}
          changes={changes}
          backTo={backTo}
          menu={menu}
          onMenu={setMenu}
          sidesHidden={sidesHidden}
          onToggleSides={onToggleSides}
          onDetails={() => setDetailsOpen(true)}
          onFind={() => setFinding(true)}
        />
        <div
          ref={frame}
          className={classes['scroll']}
          tabIndex={0}
          role="region"
          aria-label={t('tickets.conversation')}
        >
          {(messages.error ?? timeline.error) && (
            <ProblemAlert problem={messages.error ?? timeline.error} onRetry={() => void messages.refetch()} />
          )}
          {!isReady && !messages.error && <ThreadSkeleton />}
          {isReady && (
            <Conversation
              ticket={ticket.data}
              messages={messages}
              timeline={timeline.data}
              opening={opening.data}
              mark={mark}
              frame={frame}
              controls={controls}
              reading={reading}
              isFinding={isFinding}
              onFinding={setFinding}
            />
          )}
        </div>
        {reading.news > 0 && (
          <button type="button" className={classes['jump']} onClick={reading.toEnd}>
            {t('tickets.thread.news', { count: reading.news })}
          </button>
        )}
        <WaitingReplies ticket={id} />
        <div className="wn-hidden" aria-live="polite">
          {reading.announcement}
        </div>
        <HereLine people={people} />
        {me.may(tickets.comment.can) && written && (
          <Composer
            ticket={ticket.data}
            messages={written}
            mode={mode}
            onMode={write}
            field={field}
            onTyping={(isTyping) => attend(isTyping ? 'typing' : 'viewing')}
            onSent={onSent}
            onStale={() => void messages.refetch()}
          />
        )}
      </div>
      <aside className={classes['aside']} aria-label={t('tickets.details')}>
        <Details ticket={ticket.data} changes={changes} />
      </aside>
      <Drawer
        opened={detailsOpen}
        onClose={() => setDetailsOpen(false)}
        position="right"
        size="min(360px, 100%)"
        title={t('tickets.details')}
        closeButtonProps={{ 'aria-label': t('tickets.close_details') }}
      >
        <Details ticket={ticket.data} changes={changes} />
      </Drawer>
    </div>
  )
}
