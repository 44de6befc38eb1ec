// The agents' workspace: views, list and ticket side by side, one at a time on a phone.
import { useElementSize } from '@mantine/hooks'
import { lazy, startTransition, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { IconMessages } from '@tabler/icons-react'
import {
  namesOwn,
  pathOfShown,
  readShown,
  type ShownList,
  useAddress,
  useKeptChoice,
  useMe,
  useFillsOf,
  useOwnListing,
  useSavedView,
  useT,
  useWholeTexts,
  WholeTexts,
} from '#kernel/web/index.tsx'
import { View, views } from '#modules/platform/views/contract.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { loadOpening } from '#ui/opening/opening.tsx'
import { composerTexts, Ticket, ticketSidebar, tickets } from '../../contract.ts'
import { forgetOldDrafts } from '../composer/draft.ts'
import { SEARCH_FIELD } from '../list/list-head.tsx'
import { ListPane, type Walker } from '../list/list-pane.tsx'
import { ListSkeleton } from '../list/list-skeleton.tsx'
import { LISTING } from '../list/listing.ts'
import { Views } from '../list/views.tsx'
import { useListPrefetch } from '../ticket/prefetch.ts'
import { TicketSkeleton } from '../ticket/ticket-skeleton.tsx'
import { pressHere } from './press-here.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { LIST_WIDTH, Splitter } from './splitter.tsx'
import classes from './desk.module.css'

// The list stands before the ticket's own code is there; that comes as soon as the list has nothing more to do.
const loadTicket = () => import('../ticket/ticket-pane.tsx')
const TicketPane = lazy(loadTicket)
const LIST_FIRST_MS = 1_000

/** Once there is nothing else to do, or after a second. Answers how to think better of it. */
function whenIdle(run: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const soon = setTimeout(run, LIST_FIRST_MS)
    return () => clearTimeout(soon)
  }
  const soon = requestIdleCallback(run, { timeout: LIST_FIRST_MS })
  return () => cancelIdleCallback(soon)
}

const PAINTED_AT_LATEST_MS = 1_500

/** Narrower than this, columns would be cut to nothing. */
const ROOM_FOR_TABLE = 860

export default function Desk() {
  const t = useT()
  const me = useMe()
  const loadWords = useWholeTexts()
  const loadFills = useFillsOf(ticketSidebar, composerTexts)
  const { params, search, go } = useAddress()
  const openId = params['id'] ?? null
  const address = JSON.stringify(search)
  const saved = useSavedView(Ticket, views.shelf, View)
  const known = useOwnListing(LISTING, namesOwn(search, saved ?? null))
  // Columns of own fields are chosen: usual ones leave the subject its room.
  const listing = useMemo(() => ({ ...(known ?? LISTING), usual: LISTING.usual }), [known])
  const shown = useMemo(
    () => readShown(listing, JSON.parse(address) as Record<string, string>, saved),
    [listing, address, saved],
  )
  const [hidden, setHidden] = useKeptChoice('tickets.hidden', { views: false, list: false, details: false })
  const [width, setWidth] = useKeptChoice('tickets.list-width', LIST_WIDTH.usual)
  const { ref: frame, width: room } = useElementSize()
  // Its narrow shape the list takes once the ticket beside it was painted: until then its table stands where it stood.
  const [paintedId, setPaintedId] = useState<string | null>(openId)
  const onPainted = useCallback(() => startTransition(() => setPaintedId(openId)), [openId])
  if (openId === null && paintedId !== null) setPaintedId(null)
  // What is refused is never painted.
  const isAwaited = openId !== null && paintedId === null
  useEffect(() => {
    if (!isAwaited) return
    const latest = setTimeout(onPainted, PAINTED_AT_LATEST_MS)
    return () => clearTimeout(latest)
  }, [isAwaited, onPainted])
  const asTable = (openId === null || paintedId === null) && room >= ROOM_FOR_TABLE
  const sidesHidden = hidden.list && hidden.details
  const toggle = (part: keyof typeof hidden) => () => setHidden({ ...hidden, [part]: !hidden[part] })
  const toggleSides = () =>
    openId ? setHidden({ ...hidden, list: !sidesHidden, details: !sidesHidden }) : toggle('views')()
  const prefetch = useListPrefetch(openId)
  const walker = useRef<Walker | null>(null)
  useEffect(() => forgetOldDrafts(localStorage, Date.now()), [])
  const [stands, setStands] = useState(false)
  useEffect(() => {
    if (!stands) return
    return whenIdle(() => {
      void loadTicket()
        .then(() => Promise.all([loadFills(), loadWords(), loadOpening()]))
        .catch(() => undefined)
    })
  }, [stands, loadFills, loadWords])

  const pathTo = (id?: string) => pathOfShown(listing, shown, id)
  const onShow = useCallback(
    (next: ShownList) => go(pathOfShown(listing, next, openId ?? undefined), { replace: true }),
    [go, listing, openId],
  )
  const step = (by: 1 | -1) => {
    const to = walker.current?.step(by)
    if (to && openId) go(pathTo(to), { replace: true })
  }
  const inList = (name: string) => () => {
    setHidden({ ...hidden, list: false })
    requestAnimationFrame(() => pressHere(name))
  }
  useShortcuts({
    next: () => step(1),
    previous: () => step(-1),
    later: openId ? () => step(1) : undefined,
    earlier: openId ? () => step(-1) : undefined,
    choose: () => walker.current?.choose(),
    hide: toggleSides,
    hideList: toggle(openId ? 'list' : 'views'),
    hideDetails: toggle('details'),
    search: () => {
      setHidden({ ...hidden, list: false })
      requestAnimationFrame(() => document.getElementById(SEARCH_FIELD)?.focus())
    },
    open: () => {},
    create: me.may(tickets.create.can) ? () => go('/tickets/new') : undefined,
    filter: inList('filter'),
    sort: inList('sort'),
    columns: inList('columns'),
  })

  return (
    <div ref={frame} className={classes['frame']}>
      {!openId && <h1 className="wn-hidden">{t('menu.tickets')}</h1>}
      <div
        className={classes['desk']}
        data-open={openId !== null}
        data-table={asTable && openId === null}
        data-views={hidden.views ? 'hidden' : 'shown'}
        data-list={hidden.list && openId ? 'hidden' : 'shown'}
        data-details={hidden.details ? 'hidden' : 'shown'}
        style={{ '--list': `${width}px` } as React.CSSProperties}
      >
        <div className={classes['sides']} {...prefetch}>
          <Views listing={listing} shown={shown} go={go} />
          {saved === undefined || !known ? (
            <ListSkeleton />
          ) : (
            <ListPane
              listing={listing}
              shown={shown}
              onShow={onShow}
              openId={openId}
              walker={walker}
              onStands={setStands}
              asTable={asTable}
              viewsHidden={hidden.views}
              onToggleViews={toggle('views')}
            />
          )}
        </div>
        {(openId !== null || !asTable) && <Splitter width={width} onWidth={setWidth} onHide={toggle('list')} />}
        <div className={classes['ticket']}>
          {openId ? (
            <Suspense fallback={<TicketSkeleton />}>
              <WholeTexts>
                <TicketPane
                  key={openId}
                  id={openId}
                  backTo={pathTo()}
                  sidesHidden={sidesHidden}
                  onToggleSides={toggleSides}
                  onPainted={onPainted}
                  onSent={(where) => (where === 'next' ? step(1) : go(pathTo()))}
                />
              </WholeTexts>
            </Suspense>
          ) : (
            <EmptyState title={t('tickets.pick')} icon={<IconMessages size={32} stroke={1.5} />}>
              {t('tickets.pick_hint')}
            </EmptyState>
          )}
        </div>
      </div>
    </div>
  )
}
