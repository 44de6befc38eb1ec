// One ticket: head, conversation, composer, and the details beside them.
import { useEffect, useRef, useState } from 'react'
import { AfterPaint, ProblemAlert, SideDrawer, useAction, useMe, useT } from '#kernel/web/index.tsx'
import { mayMove, tickets, WRITE_NOTES } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'
import type { AfterSend } from '../../contract/composing/preferences.ts'
import { Composer } from '../composer/composer.tsx'
import type { Mode } from '../composer/draft.ts'
import { pressHere } from '../desk/press-here.ts'
import { useShortcuts } from '../desk/use-shortcuts.ts'
import { WaitingReplies } from '../offline/waiting-replies.tsx'
import type { ThreadControls } from '../thread/long-thread.tsx'
import { ThreadSkeleton } from './thread-skeleton.tsx'
import { useTicketChanges } from './changes.ts'
import { Conversation } from './conversation/conversation.tsx'
import { useMark } from './conversation/use-mark.ts'
import { Details } from './details/details.tsx'
import { Head } from './head.tsx'
import { HereLine, useAttention } from './here-line.tsx'
import { useMessages, useTicketLive, useTimeline } from './messages.ts'
import { useTicketCommands } from './palette.ts'
import { useReading } from './reading.ts'
import { TicketSkeleton } from './ticket-skeleton.tsx'
import classes from './ticket.module.css'

/** The fields and lists that have the focus answer these themselves. */
const byItself = () => {}
/** By then the details have come in from the side. */
const DRAWN_MS = 300

export type OpenMenu = 'status' | 'priority' | 'assignee' | null
type Props = {
  id: string
  backTo: string
  sidesHidden: boolean
  onToggleSides: () => void
  /** The newest messages stand. */
  onPainted: () => void
  /** A reply was sent, and its writer wants to be elsewhere then. */
  onSent: (where: AfterSend) => void
}

export default function TicketPane({ id, backTo, sidesHidden, onToggleSides, onPainted, onSent }: Props) {
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

  // Whoever wants to write before there is a field writes once it is there.
  const wantsField = useRef(false)
  const write = (to: Mode) => {
    setMode(to)
    wantsField.current = field.current === null
    field.current?.focus()
  }
  // Once the press is over: a menu that opens during it would take it for a press outside and close.
  const open = (which: OpenMenu) => {
    // A menu gives the focus back to where it was; where it was nowhere, that is the conversation.
    if (document.activeElement === document.body) frame.current?.focus({ preventScroll: true })
    setTimeout(() => setMenu(which))
  }
  const point = (at: string) => () => {
    if (pressHere(at)) return
    setDetailsOpen(true)
    setTimeout(() => pressHere(at), DRAWN_MS)
  }
  const shown = ticket.data
  const mayUpdate = shown !== undefined && me.may(tickets.update.can)
  const mayAssign = shown !== undefined && me.may(tickets.assign.can)
  const mayWrite = shown !== undefined && me.may(tickets.comment.can)
  useShortcuts({
    reply: mayWrite ? () => write('reply') : undefined,
    note: mayWrite && mayNote ? () => write('note') : undefined,
    attach: mayWrite ? () => void pressHere('attach') : undefined,
    send: mayWrite ? byItself : undefined,
    leave: mayWrite ? byItself : undefined,
    status: mayUpdate ? () => open('status') : undefined,
    resolve: mayUpdate && mayMove(shown.status, 'resolved', true) ? () => changes.move('resolved') : undefined,
    priority: mayUpdate ? () => open('priority') : undefined,
    type: mayUpdate ? point('type') : undefined,
    assign: mayAssign ? () => open('assignee') : undefined,
    take: mayAssign && shown.assignee !== me.user.id ? () => changes.assign('me') : undefined,
    team: mayAssign ? point('team') : undefined,
    // The browser's own search sees only the messages that are drawn; asked twice, it gets its turn.
    find: shown && !isFinding ? () => setFinding(true) : undefined,
  })

  useTicketCommands(shown, changes)

  // Whoever opened the ticket by something that is gone now goes on from its conversation.
  const isShown = shown !== undefined
  useEffect(() => {
    if (isShown && document.activeElement === document.body) frame.current?.focus({ preventScroll: true })
  }, [isShown])

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
          data-key="conversation"
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
          <AfterPaint
            when={isReady}
            fallback={<div className={classes['toCompose']} />}
            onDrawn={() => wantsField.current && field.current?.focus()}
          >
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
          </AfterPaint>
        )}
      </div>
      <aside className={classes['aside']} aria-label={t('tickets.details')}>
        <AfterPaint when={isReady} onDrawn={onPainted}>
          <Details ticket={ticket.data} changes={changes} />
        </AfterPaint>
      </aside>
      <SideDrawer
        opened={detailsOpen}
        onClose={() => setDetailsOpen(false)}
        size="min(360px, 100%)"
        title={t('tickets.details')}
      >
        <Details ticket={ticket.data} changes={changes} />
      </SideDrawer>
    </div>
  )
}
