// The list of tickets: endless, in step with what happens, walked by keyboard; cards where it is narrow, else a table.
import { type FocusEvent, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import {
  FilterChips,
  type Listing,
  pathsOfShown,
  ProblemAlert,
  ROW_HEIGHT,
  SelectionBar,
  type ShownList,
  SlotOutlet,
  type TableHandle,
  useAddress,
  useFormat,
  useInfiniteAction,
  useLooks,
  usePresenceOf,
  useSelection,
  useT,
} from '#kernel/web/index.tsx'
import { bulkBar, bulkStrip } from '#modules/platform/bulk/contract.ts'
import { Ticket, TICKET_LINE, tickets } from '../../contract.ts'
import { EmptyList } from './empty-list.tsx'
import { ListHead } from './list-head.tsx'
import { ListSkeleton } from './list-skeleton.tsx'
import { askOf, QUICK } from './listing.ts'
import { useListCommands } from './palette.ts'
import { useOffers } from './offers.ts'
import { CARD_HEIGHT, type TicketRow } from './shape/row.tsx'
import { TicketCards } from './shape/ticket-cards.tsx'
import { TicketTable } from './shape/ticket-table.tsx'
import { useGroups } from './shape/use-groups.tsx'
import { usePlace } from './shape/use-place.ts'
import { useSeen } from './shape/use-seen.ts'
import { ViewBar } from './views.tsx'
import classes from './list.module.css'

type Props = {
  listing: Listing
  shown: ShownList
  onShow: (shown: ShownList) => void
  openId: string | null
  walker: React.RefObject<Walker | null>
  asTable: boolean
  viewsHidden: boolean
  /** Called with true when there is something to see. */
  onStands: (stands: boolean) => void
  onToggleViews: () => void
}
/** Fields of the organisation's own that stand in lists. */
const ownInList = ({ own = [] }: Listing) => own.filter((field) => field.in_list).map(({ key }) => `custom.${key}`)

export type Walker = {
  /** Moves through the list; answers the ticket it came to. */
  step: (by: 1 | -1) => string | null
  /** Chooses the ticket the person is at, or no longer. */
  choose: () => void
}

export function ListPane(props: Props) {
  const { listing, shown, onShow, openId, walker, asTable, viewsHidden, onStands, onToggleViews } = props
  const t = useT()
  const { go } = useAddress()
  const format = useFormat()
  const ask = askOf(listing, shown)
  const asked = JSON.stringify(ask)
  const frame = useRef<HTMLDivElement>(null)
  const handle = useRef<TableHandle | null>(null)
  const at = useRef(-1)
  const looks = useLooks(listing, shown, onShow)
  const place = usePlace(frame, asked, asTable ? ROW_HEIGHT[looks.density] : CARD_HEIGHT[looks.density])
  const list = useInfiniteAction(
    tickets.list,
    { ...ask, fields: TICKET_LINE, limit: 50, total: true },
    { hold: !place.isAtTop },
  )
  const { items, total, newer, showNewer } = list
  const quick = useMemo(() => [...QUICK, ...ownInList(listing)], [listing])
  const selecting = useSelection(items, ask, total)
  const offers = useOffers()
  const present = usePresenceOf('ticket')
  const seen = useSeen(items.slice(place.around.from, place.around.to).map(({ id }) => id))

  useListCommands({ listing, go, looks, selecting })

  const { isPending } = list
  useEffect(() => onStands(!isPending), [isPending, onStands])
  const { visit } = seen
  const open = openId ? items.find(({ id }) => id === openId) : undefined
  useEffect(() => {
    if (openId) visit(openId)
  }, [openId, visit])
  useEffect(() => {
    if (place.isAtTop && newer > 0) showNewer()
  }, [place.isAtTop, newer, showNewer])

  const { restore } = place
  const isThere = items.length > 0 && !list.isPrevious
  const openIndex = open ? items.indexOf(open) : -1
  useLayoutEffect(() => {
    if (!isThere) return
    at.current = -1
    restore(openIndex)
    // Once for each question and shape: later the place is the person's.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isThere, asked, asTable, looks.density, restore])

  // Before they are painted: keys are not the framework's, and whoever sees a row may press at once.
  useLayoutEffect(() => {
    const here = () => (at.current >= 0 ? at.current : openId ? items.findIndex(({ id }) => id === openId) : -1)
    walker.current = {
      step(by) {
        if (items.length === 0) return null
        const to = Math.min(Math.max(here() + by, 0), items.length - 1)
        at.current = to
        handle.current?.toRow(to, true)
        return items[to]!.id
      },
      choose: () => items[here()] && selecting.toggle(items[here()]!.id),
    }
  }, [walker, items, openId, selecting])

  /** To the row one was at, else to the first; an empty list takes the focus itself. */
  const leaveSearch = () => {
    if (items.length === 0) return frame.current?.focus()
    handle.current?.toRow(Math.min(Math.max(at.current, 0), items.length - 1), true)
  }
  const onFocus = ({ target }: FocusEvent) => {
    const row = target.closest('[data-index], tr[aria-rowindex]')
    if (row) at.current = Number(row.getAttribute('data-index') ?? Number(row.getAttribute('aria-rowindex')) - 2)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && selecting.count > 0) return selecting.clear()
    const by = asTable ? undefined : { ArrowDown: 1 as const, ArrowUp: -1 as const }[event.key]
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const from = items[at.current]
    const to = walker.current?.step(by)
    if (event.shiftKey && from && to) selecting.stretch(from.id, to)
  }

  const counted = total === undefined ? '' : `${format.number(total)}${list.isTotalCapped ? '+' : ''}`
  const groups = useGroups(listing, shown)
  const pathTo = useMemo(() => pathsOfShown(listing, shown), [listing, shown])
  const parts = {
    groups,
    list: list as typeof list & { items: readonly TicketRow[] },
    pathTo,
    looks,
    selecting,
    seen,
    present,
    handle,
  }
  return (
    <section className={classes['pane']} aria-label={t('tickets.list')}>
      <ListHead
        listing={listing}
        shown={shown}
        onShow={onShow}
        looks={looks}
        asTable={asTable}
        viewsHidden={viewsHidden}
        onToggleViews={onToggleViews}
        onLeaveSearch={leaveSearch}
      />
      <ViewBar listing={listing} shown={shown} go={go} />
      <FilterChips listing={listing} shown={shown} onShow={onShow} offered={asTable ? quick : []} counted={counted} />
      <SelectionBar selecting={selecting} total={total} totalWords={counted} loaded={items.length}>
        {selecting.selection && (
          <SlotOutlet
            of={bulkBar}
            entity={Ticket.name}
            selection={selecting.selection}
            count={selecting.count}
            offers={offers}
            onStarted={selecting.clear}
          />
        )}
      </SelectionBar>
      <SlotOutlet of={bulkStrip} entity={Ticket.name} />
      <div
        ref={frame}
        tabIndex={-1}
        className={classes['scroll']}
        aria-busy={list.isPending || list.isPrevious}
        onScroll={place.onScroll}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
      >
        {list.problem && !asTable && <ProblemAlert problem={list.problem} onRetry={list.refetch} />}
        {list.isPending && !list.problem && <ListSkeleton />}
        {!list.isPending && items.length === 0 && !list.problem && (
          <EmptyList listing={listing} shown={shown} onShow={onShow} />
        )}
        {asTable ? (
          !list.isPending && <TicketTable {...parts} listing={listing} shown={shown} onShow={onShow} />
        ) : (
          <TicketCards {...parts} frame={frame} openId={openId} />
        )}
      </div>
    </section>
  )
}
