// Tickets as cards in a narrow pane: only those in sight are drawn.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useImperativeHandle } from 'react'
import {
  type InfiniteAnswer,
  type Looks,
  NewerPill,
  type Selecting,
  type TableHandle,
  useT,
} from '#kernel/web/index.tsx'
import type { Attendant } from '../here.ts'
import { ListSkeleton } from '../list-skeleton.tsx'
import classes from '../list.module.css'
import { CARD_HEIGHT, ListRow, type TicketRow } from './row.tsx'
import type { ListGroups } from './use-groups.tsx'
import type { Seen } from './use-seen.ts'

/** As the style sheet has it. */
const GROUP_HEAD = 36
const NEAR_THE_END = 60

type Props = {
  list: InfiniteAnswer<TicketRow>
  frame: RefObject<HTMLDivElement | null>
  /** The address of a ticket beside the list as it is shown. */
  pathTo: (id: string) => string
  openId: string | null
  looks: Looks
  selecting: Selecting
  seen: Seen
  present: ReadonlyMap<string, readonly Attendant[]>
  handle: RefObject<TableHandle | null>
  groups: ListGroups | undefined
}

export function TicketCards({ list, frame, pathTo, openId, looks, selecting, seen, present, handle, groups }: Props) {
  const t = useT()
  const { items, hasMore, isFetchingMore, fetchMore } = list
  const height = CARD_HEIGHT[looks.density]
  const isHead = (index: number) =>
    groups !== undefined && (index === 0 || groups.of(items[index - 1]!) !== groups.of(items[index]!))
  // The compiler leaves components that use a virtualizer as they are, which is what this one needs.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => height + (isHead(index) ? GROUP_HEAD : 0),
    overscan: 6,
    getItemKey: (index) => items[index]!.id,
  })
  const { measure } = virtual
  const grouped = groups && items
  useEffect(() => measure(), [measure, height, grouped])
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
          const isFirst = isHead(index)
          return (
            <li
              key={key}
              data-index={index}
              className={classes['place']}
              data-selected={selecting.isSelected(ticket.id)}
              data-selecting={selecting.count > 0}
              data-heads={isFirst || undefined}
              style={{ transform: `translateY(${start}px)` }}
            >
              {isFirst && <h2 className={classes['groupHead']}>{groups!.heading(groups!.of(ticket))}</h2>}
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
              <input
                type="checkbox"
                tabIndex={-1}
                className={classes['choose']}
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
