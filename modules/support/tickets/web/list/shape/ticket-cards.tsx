// Tickets as cards in a narrow pane: only those in sight are drawn.
import { Checkbox } from '@mantine/core'
import { measureElement, useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useImperativeHandle, useMemo } from 'react'
import { type InfiniteAnswer, NewerPill, type Selecting, type TableHandle, useT } from '#kernel/web/index.tsx'
import { deskPaths, type Shown } from '../filters.ts'
import type { Attendant } from '../here.ts'
import { ListSkeleton } from '../list-skeleton.tsx'
import classes from '../list.module.css'
import { ListRow, type TicketRow } from './row.tsx'
import type { ListGroups } from './use-groups.tsx'
import type { Looks } from './use-looks.ts'
import type { Seen } from './use-seen.ts'

export const CARD_HEIGHT = { compact: 70, normal: 82, comfortable: 94 }
const NEAR_THE_END = 60

type Props = {
  list: InfiniteAnswer<TicketRow>
  frame: RefObject<HTMLDivElement | null>
  shown: Shown
  openId: string | null
  looks: Looks
  selecting: Selecting
  seen: Seen
  present: ReadonlyMap<string, readonly Attendant[]>
  handle: RefObject<TableHandle | null>
  groups: ListGroups | undefined
}

export function TicketCards({ list, frame, shown, openId, looks, selecting, seen, present, handle, groups }: Props) {
  const t = useT()
  const { items, hasMore, isFetchingMore, fetchMore } = list
  const height = CARD_HEIGHT[looks.density]
  const pathTo = useMemo(() => deskPaths(shown), [shown])
  // The compiler leaves components that use a virtualizer as they are, which is what this one needs.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 8,
    // Behind an open ticket on a phone rows have no height; taken at its word, the list would come back at its end.
    measureElement: (element, entry, instance) =>
      measureElement(element, entry, instance) ||
      (instance.measurementsCache[instance.indexFromElement(element)]?.size ?? height),
    getItemKey: (index) => items[index]!.id,
  })
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !isFetchingMore && last >= items.length - NEAR_THE_END) fetchMore()
  }, [hasMore, isFetchingMore, last, items.length, fetchMore])

  useImperativeHandle(handle, () => {
    const focusRow = (index: number, tries = 10) => {
      const row = frame.current?.querySelector<HTMLElement>(`a[data-index="${index}"]`)
      if (row) row.focus({ preventScroll: true })
      else if (tries > 0) requestAnimationFrame(() => focusRow(index, tries - 1))
    }
    return {
      toRow(index, focus = false) {
        virtual.scrollToIndex(index, { align: 'auto' })
        if (focus) focusRow(index)
      },
    }
  }, [frame, virtual])

  return (
    <>
      <NewerPill count={list.newer} onShow={list.showNewer} />
      <ul className={classes['rows']} style={{ blockSize: virtual.getTotalSize() }} data-previous={list.isPrevious}>
        {rows.map(({ index, key, start }) => {
          const ticket = items[index]!
          const group = groups?.of(ticket)
          const isFirst = group !== undefined && (index === 0 || groups!.of(items[index - 1]!) !== group)
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={classes['place']}
              data-selected={selecting.isSelected(ticket.id)}
              data-selecting={selecting.count > 0}
              data-heads={isFirst || undefined}
              style={{ transform: `translateY(${start}px)` }}
            >
              {isFirst && <h2 className={classes['groupHead']}>{groups!.heading(group)}</h2>}
              <ListRow
                ticket={ticket}
                to={pathTo(ticket.id)}
                isOpen={ticket.id === openId}
                isUnread={seen.isUnread(ticket.id)}
                isVisited={seen.isVisited(ticket.id)}
                density={looks.density}
                people={present.get(ticket.id)}
                index={index}
              />
              <Checkbox
                size="xs"
                tabIndex={-1}
                className={classes['choose']!}
                checked={selecting.isSelected(ticket.id)}
                aria-label={t('list.select_row', { name: ticket.title })}
                onChange={() => {}}
                onClick={(event) => selecting.toggle(ticket.id, event.shiftKey)}
              />
            </li>
          )
        })}
      </ul>
      {isFetchingMore && <ListSkeleton rows={2} />}
    </>
  )
}
