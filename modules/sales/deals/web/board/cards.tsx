// The cards of one cell, of which only those in sight are drawn: all are of one height, so nothing has to be measured.
import { createContext, memo, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { NewerPill, useAfterPaint, useInfiniteAction, useT } from '#kernel/web/index.tsx'
import { DEAL_LINE, deals } from '../../contract.ts'
import { DealCard } from './card.tsx'
import { cardsInSight } from './lanes/sight.ts'
import type { Cell } from './moving/lifted.ts'
import type { Tools } from './moving/use-lifting.ts'
import type { Card } from './moving/use-moving.ts'
import type { Filters, StageRow } from './use-board.ts'
import classes from './board.module.css'

/** What a card takes, in px, with the gap below it. */
export const CARD_HEIGHT = 104
export const COMPACT_HEIGHT = 72
export const CardHeight = createContext(CARD_HEIGHT)
const NEAR_END = 10

export type CardsProps = {
  cell: Cell
  /** What the cell is called where its column does not say so. */
  label?: string
  stage: StageRow
  /** The list that finds its cards. */
  filters: Filters
  page: number
  /** Something is known to be in it. */
  isAsked?: boolean
  /** It stands beyond the edge of the screen: until the rest is painted its first card will do. */
  isAside?: boolean
  /** How high it is, in px, and how many cards are drawn beyond its edges. */
  view: number
  beyond: number
  tools: Tools
  now: number
  mayMove: boolean
  lifted: Card | null
  /** Where the lifted card would land. */
  spot: number | null
  /** It was lifted by keyboard: what is shown follows it. */
  isByKeys: boolean
  /** The card that takes the focus. */
  focused: string | null
}

export const Cards = memo(function Cards(props: CardsProps) {
  const { cell, label, stage, filters, page, isAsked = true, view, beyond, tools, now, mayMove } = props
  const { lifted, spot, isByKeys, focused, isAside = false } = props
  const t = useT()
  const height = useContext(CardHeight)
  const list = useInfiniteAction(
    deals.list,
    { ...filters, stage: stage.id, sort: 'position', fields: DEAL_LINE, limit: page },
    { enabled: isAsked },
  )
  const items = list.items as readonly Card[]
  useEffect(() => tools.onCards(cell, items), [tools, cell, items])
  useEffect(() => () => tools.onCards(cell, null), [tools, cell])
  const scroller = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const onScroll = useCallback(() => {
    // In whole cards: a step within one draws nothing.
    const { scrollTop } = scroller.current!
    setTop(Math.floor(scrollTop / height) * height)
  }, [height])
  const isWhole = useAfterPaint(items.length > 0)
  const { first, last } = cardsInSight(items.length, top, isWhole || !isAside ? view : height, [
    height,
    isWhole ? beyond : 0,
  ])
  const { hasMore, isFetchingMore, fetchMore } = list
  useEffect(() => {
    if (hasMore && !isFetchingMore && last >= items.length - NEAR_END) fetchMore()
  }, [hasMore, isFetchingMore, last, items.length, fetchMore])
  useEffect(() => {
    if (!isByKeys || spot === null) return
    const element = scroller.current!
    const at = spot * height
    if (at < element.scrollTop) element.scrollTop = at
    else if (at + height > element.scrollTop + element.clientHeight)
      element.scrollTop = at + height - element.clientHeight
  }, [isByKeys, spot, height])
  // Who walks by keyboard stays at the card, though its place be out of sight.
  const kept = isByKeys && lifted ? items.findIndex(({ id }) => id === lifted.id) : -1
  const drawn = items.slice(first, last).map((card, index) => [card, first + index] as const)
  if (kept >= 0 && (kept < first || kept >= last)) drawn.push([items[kept]!, kept])
  return (
    <>
      <NewerPill count={list.newer} onShow={list.showNewer} />
      <div
        className={classes['cards']}
        ref={scroller}
        onScroll={onScroll}
        data-cell={stage.id}
        data-lane={cell.lane ?? ''}
        data-over={spot !== null || undefined}
        {...(label ? { role: 'group', 'aria-label': label } : {})}
      >
        <div className={classes['sheet']} style={{ blockSize: items.length * height }}>
          {drawn.map(([card, index]) => (
            <DealCard
              key={card.id}
              card={card}
              cell={cell}
              stage={stage}
              tools={tools}
              now={now}
              mayMove={mayMove}
              isLifted={lifted?.id === card.id}
              isFocused={focused === card.id}
              start={index * height}
            />
          ))}
          {spot !== null && <Line index={spot} items={items} lifted={lifted} />}
        </div>
        {!label && !list.isPending && items.length === 0 && <p className={classes['none']}>{t('deals.no_cards')}</p>}
      </div>
    </>
  )
})

/** Where the lifted card would land. */
function Line({ index, items, lifted }: { index: number; items: readonly Card[]; lifted: Card | null }) {
  const height = useContext(CardHeight)
  const own = items.findIndex(({ id }) => id === lifted?.id)
  const shown = own >= 0 && index > own ? index + 1 : index
  return <div className={classes['line']} style={{ insetBlockStart: Math.max(0, shown * height - 5) }} />
}
