// The agents' workspace: views, list and ticket side by side, one at a time on a phone.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { IconMessages } from '@tabler/icons-react'
import { useAddress, useT } from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { forgetOldDrafts } from '../composer/draft.ts'
import { deskPath, readShown, type Shown } from '../list/filters.ts'
import { SEARCH_FIELD } from '../list/list-head.tsx'
import { ListPane, type Walker } from '../list/list-pane.tsx'
import { ListSkeleton } from '../list/list-skeleton.tsx'
import { useSavedView, Views } from '../list/views.tsx'
import { useListPrefetch } from '../ticket/prefetch.ts'
import { TicketPane } from '../ticket/ticket-pane.tsx'
import { KeySheet } from './key-sheet.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { useKeptFlag } from './kept-flag.ts'
import classes from './desk.module.css'

export default function Desk() {
  const t = useT()
  const { params, search, go } = useAddress()
  const openId = params['id'] ?? null
  const address = JSON.stringify(search)
  const saved = useSavedView(search['view'])
  const shown = useMemo(() => readShown(JSON.parse(address) as Record<string, string>, saved), [address, saved])
  const [sidesHidden, setSidesHidden] = useKeptFlag('tickets.sides-hidden')
  const [sheetOpen, setSheetOpen] = useState(false)
  const prefetch = useListPrefetch(openId)
  const walker = useRef<Walker | null>(null)
  useEffect(() => forgetOldDrafts(localStorage, Date.now()), [])

  const onShow = useCallback((next: Shown) => go(deskPath(next, openId ?? undefined), { replace: true }), [go, openId])
  const step = (by: 1 | -1) => {
    const to = walker.current?.step(by)
    if (to && openId) go(deskPath(shown, to), { replace: true })
  }
  useShortcuts({
    next: () => step(1),
    previous: () => step(-1),
    hide: () => setSidesHidden(!sidesHidden),
    search: () => {
      setSidesHidden(false)
      requestAnimationFrame(() => document.getElementById(SEARCH_FIELD)?.focus())
    },
    create: () => go('/tickets/new'),
    sheet: () => setSheetOpen(true),
  })

  return (
    <div className={classes['frame']}>
      {!openId && <h1 className="wn-hidden">{t('menu.tickets')}</h1>}
      <div className={classes['desk']} data-open={openId !== null} data-hidden={sidesHidden && openId !== null}>
        <div className={classes['sides']} {...prefetch}>
          <Views shown={shown} go={go} />
          {saved === undefined ? (
            <ListSkeleton />
          ) : (
            <ListPane shown={shown} onShow={onShow} openId={openId} walker={walker} />
          )}
        </div>
        <div className={classes['ticket']}>
          {openId ? (
            <TicketPane
              key={openId}
              id={openId}
              backTo={deskPath(shown)}
              sidesHidden={sidesHidden}
              onToggleSides={() => setSidesHidden(!sidesHidden)}
              onSent={(where) => (where === 'next' ? step(1) : go(deskPath(shown)))}
            />
          ) : (
            <EmptyState title={t('tickets.pick')} icon={<IconMessages size={32} stroke={1.5} />}>
              {t('tickets.pick_hint')}
            </EmptyState>
          )}
        </div>
      </div>
      <KeySheet isOpen={sheetOpen} onClose={() => setSheetOpen(false)} />
    </div>
  )
}
