// One ticket: head, conversation, composer, and the details beside them.
import { Drawer } from '@mantine/core'
import { useRef, useState } from 'react'
import { ProblemAlert, toast, useAction, useMe, useT } from '#kernel/web/index.tsx'
import { tickets, WRITE_NOTES } from '../../contract.ts'
import { Composer } from '../composer/composer.tsx'
import type { Mode } from '../composer/draft.ts'
import { useShortcuts } from '../desk/use-shortcuts.ts'
import { Thread, ThreadSkeleton } from '../thread/thread.tsx'
import { useTicketChanges } from './changes.ts'
import { Details } from './details/details.tsx'
import { Head } from './head.tsx'
import { HereLine, useAttention } from './here-line.tsx'
import { useMessages, useTicketLive, useTimeline } from './messages.ts'
import { useReading } from './reading.ts'
import { TicketSkeleton } from './ticket-skeleton.tsx'
import classes from './ticket.module.css'

export type OpenMenu = 'status' | 'priority' | 'assignee' | null
type Props = { id: string; backTo: string; sidesHidden: boolean; onToggleSides: () => void }

export function TicketPane({ id, backTo, sidesHidden, onToggleSides }: Props) {
  const t = useT()
  const me = useMe()
  const ticket = useAction(tickets.get, { id })
  const messages = useMessages(id)
  const timeline = useTimeline(id)
  const attachments = useAction(tickets.attachments, { id })
  const changes = useTicketChanges(id, me.user.id)
  const frame = useRef<HTMLDivElement>(null)
  const reading = useReading(messages.data, frame)
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

  if (ticket.error && !ticket.data)
    return (
      <div className={classes['refused']}>
        <ProblemAlert problem={ticket.error} onRetry={() => void ticket.refetch()} />
      </div>
    )
  if (!ticket.data) return <TicketSkeleton />
  const isReady = messages.data !== undefined && attachments.data !== undefined
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
          onNumber={() =>
            void navigator.clipboard?.writeText(location.href).then(() => toast(t('tickets.link_copied')))
          }
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
            <Thread
              ticket={ticket.data}
              messages={messages.data}
              timeline={timeline.data ?? []}
              attachments={attachments.data.items}
              fresh={reading.fresh}
            />
          )}
        </div>
        {reading.hidden && (
          <button type="button" className={classes['jump']} onClick={reading.toEnd}>
            {t('tickets.jump_new')}
          </button>
        )}
        <div className="wn-hidden" aria-live="polite">
          {reading.announcement}
        </div>
        <HereLine people={people} />
        {me.may(tickets.comment.can) && messages.data && (
          <Composer
            ticket={ticket.data}
            messages={messages.data}
            mode={mode}
            onMode={write}
            field={field}
            onTyping={(isTyping) => attend(isTyping ? 'typing' : 'viewing')}
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
