// How far the reader is: follows new messages only for whoever is at the end, counts and marks what arrived for the rest.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useMe, useT } from '#kernel/web/index.tsx'
import type { Message } from '../thread/story.ts'

const NEAR_END_PX = 80
const FRESH_MS = 6_000

/**
 * `frame` is what scrolls: a pane, or the whole page; `scroll` goes to its end where that takes more than scrolling.
 * `news` is how many messages arrived below what is shown.
 */
export function useReading(
  messages: readonly Message[] | undefined,
  frame: RefObject<HTMLElement | null>,
  scroll?: RefObject<{ toEnd: () => void } | null>,
) {
  const t = useT()
  const me = useMe().user.id
  const atEnd = useRef(true)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const [news, setNews] = useState(0)
  const [announcement, setAnnouncement] = useState('')

  const toEnd = () => {
    showEnd(frame, scroll)
    atEnd.current = true
    setNews(0)
  }
  /** Somewhere else than the end is to be shown. */
  const hold = useCallback(() => void (atEnd.current = false), [])

  // What was read back to stands before; only what comes after the last one is new.
  const last = messages?.at(-1)
  const lastId = last?.id ?? (messages ? '' : null)
  const lastIsMine = last?.author === me
  const known = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (lastId === null) return
    const isFirst = known.current === null
    if (known.current === lastId) return
    known.current = lastId
    if (atEnd.current || (lastIsMine && !isFirst)) {
      showEnd(frame, scroll)
      atEnd.current = true
      setNews(0)
    } else if (!isFirst) setNews((before) => before + 1)
  }, [lastId, lastIsMine, frame, scroll])

  // Pictures and the composer change heights after the first look: whoever is at the end stays there.
  const isShown = lastId !== null
  useEffect(() => {
    const box = frame.current
    if (!box || !isShown) return
    const isPage = box === document.documentElement
    const scrolls = isPage ? window : box
    // The page itself keeps its size; what stands in it grows.
    const grows = isPage ? document.querySelector('main') : box.lastElementChild
    const notice = () => {
      atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX
      if (atEnd.current) setNews(0)
    }
    const watcher = new ResizeObserver(() => atEnd.current && scrollToEnd(box))
    watcher.observe(box)
    if (grows) watcher.observe(grows)
    scrolls.addEventListener('scroll', notice, { passive: true })
    return () => {
      watcher.disconnect()
      scrolls.removeEventListener('scroll', notice)
    }
  }, [isShown, frame])

  const arrived = useCallback(
    (message: Message) => {
      setFresh((all) => new Set([...all, message.id]))
      setTimeout(() => setFresh((all) => new Set([...all].filter((id) => id !== message.id))), FRESH_MS)
      setAnnouncement(`${t('tickets.new_message')}: ${message.text.slice(0, 200)}`)
    },
    [t],
  )
  return { toEnd, hold, fresh, news, announcement, arrived }
}

type Ref<T> = RefObject<T | null>
function showEnd(frame: Ref<HTMLElement>, scroll: Ref<{ toEnd: () => void }> | undefined): void {
  if (scroll?.current) scroll.current.toEnd()
  else scrollToEnd(frame.current)
}
const scrollToEnd = (box: HTMLElement | null) => box?.scrollTo({ top: box.scrollHeight })
