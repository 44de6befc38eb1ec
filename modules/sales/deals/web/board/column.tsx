// One stage of the board: what it adds up to, and its cards, of which only the visible ones are drawn.
import { useDraggable, useDroppable } from '@dnd-kit/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { NewerPill, useFormat, useInfiniteAction, useLanguage, useT } from '#kernel/web/index.tsx'
import { DEAL_LINE, deals } from '../../contract.ts'
import { nameIn } from '../naming.ts'
import { DealCard } from './card.tsx'
import type { Spot } from './lifted.ts'
import type { Filters, StageRow, Total } from './use-board.ts'
import type { Card } from './use-moving.ts'
import classes from './board.module.css'

/** In px, with the gap below it. */
export const CARD_HEIGHT = 104
const PAGE = 50
const NEAR_END = 10

export type ColumnProps = {
  stage: StageRow
  stages: readonly StageRow[]
  total: Total | undefined
  filters: Filters
  mayMove: boolean
  mayDrag: boolean
  lifted: Card | null
  spot: Spot | null
  /** What is lifted was lifted by keyboard. */
  isByKeys: boolean
  focused: { id: string; stage: string | null } | null
  onFocused: () => void
  /** Tells the board what this column shows. */
  onCards: (stage: string, cards: readonly Card[]) => void
  onMoveTo: (card: Card, stage: string) => void
  onKeyDown: (card: Card, event: KeyboardEvent) => void
  /** The keyboard went elsewhere. */
  onLeave: (card: Card) => void
}

export function Column(props: ColumnProps) {
  const { stage, stages, total, filters, mayMove, mayDrag, lifted, spot, focused, onCards, onMoveTo, onKeyDown } = props
  const { isByKeys, onFocused, onLeave } = props
  const { language } = useLanguage()
  const t = useT()
  const list = useInfiniteAction(deals.list, {
    ...filters,
    stage: stage.id,
    sort: 'position',
    fields: DEAL_LINE,
    limit: PAGE,
  } as never)
  const items = list.items as readonly Card[]
  useEffect(() => onCards(stage.id, items), [onCards, stage.id, items])
  const scroller = useRef<HTMLDivElement | null>(null)
  const { setNodeRef } = useDroppable({ id: stage.id })
  // oxlint-disable-next-line react/incompatible-library -- the compiler is not used
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => items[index]!.id,
    overscan: 4,
    initialRect: { width: 280, height: 900 },
  })
  const drawn = rows.getVirtualItems()
  const lastDrawn = drawn.at(-1)?.index ?? 0
  const { hasMore, isFetchingMore, fetchMore } = list
  useEffect(() => {
    if (hasMore && !isFetchingMore && lastDrawn >= items.length - NEAR_END) fetchMore()
  }, [hasMore, isFetchingMore, lastDrawn, items.length, fetchMore])
  const frame = useRef<HTMLElement>(null)
  const keyedTo = isByKeys && spot?.stage === stage.id ? spot.index : null
  useEffect(() => {
    if (keyedTo === null) return
    frame.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    if (keyedTo < items.length) rows.scrollToIndex(keyedTo)
    // What is shown of a column follows the card that walks, and nothing else.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [keyedTo])
  const name = nameIn(stage, language)
  return (
    <section ref={frame} className={classes['column']} aria-label={name} data-stage={stage.id} data-kind={stage.kind}>
      <Head stage={stage} name={name} total={total} />
      <NewerPill count={list.newer} onShow={list.showNewer} />
      <div
        className={classes['cards']}
        ref={(element) => {
          scroller.current = element
          setNodeRef(element)
        }}
        data-scrolls
        data-over={spot?.stage === stage.id || undefined}
      >
        <div style={{ blockSize: rows.getTotalSize(), position: 'relative' }}>
          {drawn.map((row) => {
            const card = items[row.index]!
            return (
              <Dragged key={row.key} card={card} start={row.start} disabled={!mayDrag}>
                <DealCard
                  card={card}
                  stage={stage}
                  stages={stages}
                  mayMove={mayMove}
                  isLifted={lifted?.id === card.id}
                  isFocused={focused?.id === card.id && (focused.stage ?? stage.id) === stage.id}
                  onFocused={onFocused}
                  onMoveTo={(to) => onMoveTo(card, to)}
                  onKeyDown={(event) => onKeyDown(card, event)}
                  onLeave={() => onLeave(card)}
                />
              </Dragged>
            )
          })}
          {spot?.stage === stage.id && <Line index={spot.index} items={items} lifted={lifted} />}
        </div>
        {!list.isPending && items.length === 0 && <p className={classes['none']}>{t('deals.no_cards')}</p>}
      </div>
    </section>
  )
}

/** Where the lifted card would land. */
function Line({ index, items, lifted }: { index: number; items: readonly Card[]; lifted: Card | null }) {
  const own = items.findIndex(({ id }) => id === lifted?.id)
  const shown = own >= 0 && index > own ? index + 1 : index
  return <div className={classes['line']} style={{ insetBlockStart: shown * CARD_HEIGHT - 5 }} />
}

function Dragged({
  card,
  start,
  disabled,
  children,
}: {
  card: Card
  start: number
  disabled: boolean
  children: ReactNode
}) {
  const { setNodeRef, listeners } = useDraggable({ id: card.id, data: { card }, disabled })
  return (
    <div ref={setNodeRef} className={classes['place']} style={{ transform: `translateY(${start}px)` }} {...listeners}>
      {children}
    </div>
  )
}

function Head({ stage, name, total }: { stage: StageRow; name: string; total: Total | undefined }) {
  const t = useT()
  const format = useFormat()
  const isOver = stage.wip_limit !== null && (total?.inside ?? 0) > stage.wip_limit
  return (
    <header className={classes['head']}>
      <h2>
        <bdi>{name}</bdi>
        <span className={classes['count']} data-count={stage.id}>
          {format.number(total?.count ?? 0)}
        </span>
        {stage.wip_limit !== null && (
          <span className={classes['limit']} data-over={isOver || undefined} title={t('deals.limit_help')}>
            {t('deals.limit', { inside: format.number(total?.inside ?? 0), limit: format.number(stage.wip_limit) })}
          </span>
        )}
      </h2>
      {total?.sums.map(({ currency, sum, weighted }) => (
        <p key={currency} className="wn-figures">
          {format.money(sum / 100, currency)}
          {stage.kind === 'open' && (
            <span className={classes['weighted']} title={t('deals.weighted_help', { percent: stage.probability })}>
              {t('deals.weighted', { sum: format.money(weighted / 100, currency) })}
            </span>
          )}
        </p>
      ))}
      {stage.kind !== 'open' && <p className={classes['weighted']}>{t('deals.last_days')}</p>}
    </header>
  )
}
