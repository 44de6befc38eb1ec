// The conversation of an open ticket: where it begins, what is unread, what a link or a search leads to.
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Out, Row } from '#kernel/contract/index.ts'
import { toast, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../../contract.ts'
import type { conversation } from '../../../contract/conversation.ts'
import { linkedMessage } from '../../thread/link.ts'
import { LongThread, type ThreadControls } from '../../thread/long-thread.tsx'
import { type Happening, idOfOpening } from '../../thread/story.ts'
import { useRows } from '../../thread/thread.tsx'
import type { useMessages } from '../messages.ts'
import type { useReading } from '../reading.ts'
import { FindBar } from './find-bar.tsx'
import type { useMark } from './use-mark.ts'
import classes from '../ticket.module.css'

type Props = {
  ticket: Row<typeof Ticket>
  messages: ReturnType<typeof useMessages>
  timeline: readonly Happening[]
  opening: Out<typeof conversation.opening>
  mark: ReturnType<typeof useMark>
  frame: RefObject<HTMLDivElement | null>
  controls: RefObject<ThreadControls | null>
  reading: ReturnType<typeof useReading>
  isFinding: boolean
  onFinding: (isFinding: boolean) => void
}
const POINTED_MS = 4_000

export function Conversation(props: Props) {
  const { ticket, messages, timeline, opening, mark, frame, controls, reading, isFinding, onFinding } = props
  const t = useT()
  const known = messages.data!
  // What was unread when the ticket was opened stays marked while it is read.
  const [begun] = useState(() => {
    const { first = null, unread = 0, is_new = true } = mark.data ?? {}
    const linked = linkedMessage(location.hash)
    const isLoaded = first !== null && known.some(({ id }) => id === first)
    return { first: is_new ? null : first, unread, startAt: !linked && !is_new && isLoaded ? first : null, isLoaded }
  })
  const [first, setFirst] = useState(begun.first)
  const [isJumpShown, setJumpShown] = useState(begun.first !== null && !begun.isLoaded)
  const rows = useRows({
    ticket,
    messages: known,
    timeline,
    opening: messages.hasOlder ? undefined : opening,
    firstUnread: first,
  })

  const [pointed, setPointed] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const { reach } = messages
  const { hold } = reading
  const goTo = useCallback(
    (message: string) => {
      hold()
      wanted.current = message
      void reach(message).then((isThere) => {
        // The same message again is pointed at again.
        setPointed(null)
        if (isThere || message === idOfOpening(ticket.id)) return setPointed(message)
        wanted.current = null
        toast(t('tickets.thread.not_found'), { tone: 'problem' })
      })
    },
    [hold, reach, ticket.id, t],
  )
  useEffect(() => {
    const message = wanted.current
    if (message === null || pointed !== message || !rows.some(({ key }) => key === message)) return
    wanted.current = null
    controls.current?.show(message)
  }, [rows, pointed, controls])
  useEffect(() => {
    if (pointed === null) return
    const fades = setTimeout(() => setPointed(null), POINTED_MS)
    return () => clearTimeout(fades)
  }, [pointed])

  useEffect(() => {
    const follow = () => {
      const linked = linkedMessage(location.hash)
      if (linked) goTo(linked)
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [goTo])

  const markUnread = useCallback(
    (message: string) => {
      const at = known.findIndex(({ id }) => id === message)
      void mark.takeBack(known[at - 1]?.id ?? null, message).then(() => {
        setFirst(message)
        toast(t('tickets.thread.marked_unread'))
      })
    },
    [known, mark, t],
  )

  return (
    <>
      {isFinding && <FindBar ticket={ticket.id} onShow={goTo} onClose={() => onFinding(false)} />}
      {isJumpShown && (
        <button
          type="button"
          className={classes['toUnread']}
          onClick={() => {
            setJumpShown(false)
            goTo(begun.first!)
          }}
        >
          {t('tickets.thread.to_unread', { count: begun.unread })}
        </button>
      )}
      <LongThread
        rows={rows}
        frame={frame}
        controls={controls}
        requester={ticket.requester}
        fresh={reading.fresh}
        pointed={pointed}
        hasOlder={messages.hasOlder}
        isFetchingOlder={messages.isFetchingOlder}
        onOlder={messages.fetchOlder}
        startAt={begun.startAt}
        onHold={hold}
        onSeen={mark.see}
        onMarkUnread={markUnread}
      />
      {known.length === 0 && <Opened onSeen={mark.see} />}
    </>
  )
}

/** A ticket that nobody has answered yet is read by opening it. */
function Opened({ onSeen }: { onSeen: (message: string | null) => void }) {
  useEffect(() => onSeen(null), [onSeen])
  return null
}
