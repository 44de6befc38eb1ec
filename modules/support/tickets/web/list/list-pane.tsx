// The list of tickets: endless, in step with what happens, walked by keyboard.
import { measureElement, useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef } from 'react'
import { ProblemAlert, useAddress, useInfiniteAction, usePresenceOf, useT } from '#kernel/web/index.tsx'
import { TICKET_LINE, tickets } from '../../contract.ts'
import { useUnread } from '../thread/reading/unread.ts'
import { EmptyList } from './empty-list.tsx'
import { askOf, deskPath, type Shown } from './filters.ts'
import { ListHead } from './list-head.tsx'
import { ListSkeleton } from './list-skeleton.tsx'
import { ListRow, type TicketRow } from './row.tsx'
import { ViewBar } from './views.tsx'
import classes from './list.module.css'

const ROW_HEIGHT = 82
const NEAR_THE_END = 12

type Props = {
  shown: Shown
  onShow: (shown: Shown) => void
  openId: string | null
  walker: React.RefObject<Walker | null>
}
/** Moves through the list by keyboard; answers the ticket it came to. */
export type Walker = { step: (by: 1 | -1) => string | null }

export function ListPane({ shown, onShow, openId, walker }: Props) {
  const t = useT()
  const { go } = useAddress()
  const list = useInfiniteAction(tickets.list, { ...askOf(shown), fields: TICKET_LINE, limit: 50 })
  const { items, hasMore, isFetchingMore, fetchMore } = list
  const present = usePresenceOf('ticket')
  const unread = useUnread(items.map(({ id }) => id))
  const frame = useRef<HTMLDivElement>(null)
  const at = useRef(-1)
  // The compiler leaves components that use a virtualizer as they are, which is what this one needs.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    // Behind an open ticket on a phone rows have no height; taken at its word, the list would come back at its end.
    measureElement: (element, entry, instance) =>
      measureElement(element, entry, instance) ||
      (instance.measurementsCache[instance.indexFromElement(element)]?.size ?? ROW_HEIGHT),
    getItemKey: (index) => items[index]!.id,
  })
  const rows = virtual.getVirtualItems()

  // Another question starts at its beginning.
  const asked = deskPath(shown)
  useEffect(() => {
    at.current = -1
    frame.current?.scrollTo({ top: 0 })
  }, [asked])

  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !isFetchingMore && last >= items.length - NEAR_THE_END) fetchMore()
  }, [hasMore, isFetchingMore, last, items.length, fetchMore])

  const focusRow = useCallback((index: number, tries = 10) => {
    const row = frame.current?.querySelector<HTMLElement>(`a[data-index="${index}"]`)
    if (row) row.focus({ preventScroll: true })
    else if (tries > 0) requestAnimationFrame(() => focusRow(index, tries - 1))
  }, [])

  useEffect(() => {
    walker.current = {
      step(by) {
        const from = at.current >= 0 ? at.current : openId ? items.findIndex(({ id }) => id === openId) : -1
        const to = Math.min(Math.max(from + by, 0), items.length - 1)
        if (items.length === 0) return null
        at.current = to
        virtual.scrollToIndex(to, { align: 'auto' })
        focusRow(to)
        return items[to]!.id
      },
    }
  }, [walker, items, openId, virtual, focusRow])

  const onFocus = useCallback((index: number) => void (at.current = index), [])
  return (
    <section className={classes['pane']} aria-label={t('tickets.list')}>
      <ListHead shown={shown} onShow={onShow} />
      <ViewBar shown={shown} go={go} />
      <div ref={frame} className={classes['scroll']} aria-busy={list.isPending || list.isPrevious}>
        {list.problem && <ProblemAlert problem={list.problem} onRetry={list.refetch} />}
        {list.isPending && <ListSkeleton />}
        {!list.isPending && items.length === 0 && !list.problem && <EmptyList shown={shown} onShow={onShow} />}
        <ul className={classes['rows']} style={{ blockSize: virtual.getTotalSize() }} data-previous={list.isPrevious}>
          {rows.map(({ index, key, start }) => (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={classes['place']}
              style={{ transform: `translateY(${start}px)` }}
            >
              <ListRow
                ticket={items[index] as TicketRow}
                to={deskPath(shown, items[index]!.id)}
                isOpen={items[index]!.id === openId}
                isUnread={unread.has(items[index]!.id)}
                people={present.get(items[index]!.id)}
                index={index}
                onFocus={onFocus}
              />
            </li>
          ))}
        </ul>
        {isFetchingMore && <ListSkeleton rows={2} />}
      </div>
    </section>
  )
}
