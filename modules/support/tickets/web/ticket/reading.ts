// How far the reader is: opens at the end, follows new messages only for whoever is there, marks what arrived.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useMe, useT } from '#kernel/web/index.tsx'
import type { Message } from '../thread/story.ts'

const NEAR_END_PX = 80
const FRESH_MS = 6_000

/** `frame` is what scrolls: a pane, or the whole page. */
export function useReading(messages: readonly Message[] | undefined, frame: RefObject<HTMLElement | null>) {
  const t = useT()
  const me = useMe().user.id
  const atEnd = useRef(true)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const [hidden, setHidden] = useState(false)
  const [announcement, setAnnouncement] = useState('')

  const toEnd = () => {
    scrollToEnd(frame.current)
    atEnd.current = true
    setHidden(false)
  }

  const count = messages?.length ?? -1
  const lastIsMine = messages?.at(-1)?.author === me
  useLayoutEffect(() => {
    if (count < 0) return
    if (atEnd.current || lastIsMine) {
      scrollToEnd(frame.current)
      atEnd.current = true
      setHidden(false)
    } else setHidden(true)
  }, [count, lastIsMine, frame])

  // Pictures and the composer change heights after the first look: whoever is at the end stays there.
  useEffect(() => {
    const box = frame.current
    if (!box || count < 0) return
    const isPage = box === document.documentElement
    const scrolls = isPage ? window : box
    // The page itself keeps its size; what stands in it grows.
    const grows = isPage ? document.querySelector('main') : box.lastElementChild
    const notice = () => {
      atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX
      if (atEnd.current) setHidden(false)
    }
    const watcher = new ResizeObserver(() => atEnd.current && scrollToEnd(box))
    watcher.observe(box)
    if (grows) watcher.observe(grows)
    scrolls.addEventListener('scroll', notice, { passive: true })
    return () => {
      watcher.disconnect()
      scrolls.removeEventListener('scroll', notice)
    }
  }, [count, frame])

  const arrived = useCallback(
    (message: Message) => {
      setFresh((all) => new Set([...all, message.id]))
      setTimeout(() => setFresh((all) => new Set([...all].filter((id) => id !== message.id))), FRESH_MS)
      setAnnouncement(`${t('tickets.new_message')}: ${message.text.slice(0, 200)}`)
    },
    [t],
  )
  return { toEnd, fresh, hidden, announcement, arrived }
}

const scrollToEnd = (box: HTMLElement | null) => box?.scrollTo({ top: box.scrollHeight })
