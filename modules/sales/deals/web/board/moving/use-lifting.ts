// What is lifted and where it would land: by pointer, by keyboard and by menu, each step said to who does not see it.
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { laneOf, laneValues } from '#kernel/contract/index.ts'
import { useLanguage, useT } from '#kernel/web/index.tsx'
import { nameIn } from '../../naming.ts'
import type { StageRow } from '../use-board.ts'
import type { Asked } from './asking.tsx'
import { type Cell, cellKey, isSameCell, neighboursAt, nextSpot, type Spot, wayOf } from './lifted.ts'
import { type Card, useMoving, type Wanted } from './use-moving.ts'

/** The board that cards are moved on. */
export type Ground = {
  stages: readonly StageRow[]
  /** Those that are not folded, in their order. */
  lanes: readonly (string | null)[]
  /** What divides it. */
  by: { field: string; name: string; nameOf: (lane: string | null) => string } | null
  mayMove: boolean
  onMoved: () => void
}

/** What a cell and a card ask of the board; the same for as long as the board stands. */
export type Tools = {
  onCards: (cell: Cell, cards: readonly Card[] | null) => void
  onKeyDown: (card: Card, event: KeyboardEvent) => void
  /** The keyboard went elsewhere. */
  onLeave: (card: Card) => void
  onFocused: () => void
  moveTo: (card: Card, cell: Cell) => void
}

export function useLifting({ stages, lanes, by, mayMove, onMoved }: Ground) {
  const t = useT()
  const { language, direction } = useLanguage()
  const [lifted, setLifted] = useState<Card | null>(null)
  const [spot, setSpot] = useState<Spot | null>(null)
  const [isByKeys, setByKeys] = useState(false)
  /** Where the card that the keyboard is at is going to stand. */
  const [focused, setFocused] = useState<{ id: string; cell: Cell | null } | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [said, setSaid] = useState('')
  const over = useRef<Spot | null>(null)
  const cells = useRef(new Map<string, readonly Card[]>())

  const stageOf = (id: string) => stages.find((stage) => stage.id === id)
  const nameOf = (id: string) => nameIn(stageOf(id) ?? { name: '', names: {} }, language)
  const cardsIn = (cell: Cell) => cells.current.get(cellKey(cell)) ?? []
  const othersIn = (cell: Cell, card: Card) => cardsIn(cell).filter(({ id }) => id !== card.id)
  const cellOf = (card: Card): Cell => ({ stage: card.stage, lane: by ? laneOf(card, by.field) : null })
  const wordsOf = ({ stage, lane, index }: Spot) => ({
    stage: nameOf(stage),
    lane: by?.nameOf(lane),
    place: index + 1,
  })
  const sayPutBack = ({ title }: Card) => setSaid(t('deals.said_put_back', { title }))

  const move = useMoving({
    onDone: onMoved,
    onAsked: (card, { id: _id, stage: to, ...place }, problem) => {
      const stage = stageOf(to)
      const missing = problem.refusals
        .filter(({ code }) => code === 'required_by_stage')
        .map(({ pointer }) => pointer.split('/').at(-1)!)
      if (stage) setAsked({ deal: card, stage, missing, place })
    },
    onBack: (card, { values }, { status, refusals }) => {
      sayPutBack(card)
      setFocused((before) => (before?.id === card.id ? { id: card.id, cell: null } : before))
      const isLane = by && values && (status === 403 || refusals.some(({ code }) => code === 'not_yours'))
      return isLane ? t('deals.lane_refused', { field: by.name }) : null
    },
  })

  function putDown(): void {
    over.current = null
    setLifted(null)
    setSpot(null)
    setByKeys(false)
  }

  function land(card: Card, to: Spot): void {
    putDown()
    const stage = stageOf(to.stage)
    if (!stage) return
    const from = cellOf(card)
    if (isSameCell(from, to) && cardsIn(to)[to.index]?.id === card.id) return sayPutBack(card)
    const isOtherLane = by !== null && from.lane !== to.lane
    const place: Asked['place'] = {
      ...neighboursAt(othersIn(to, card), to.index),
      ...(isOtherLane ? { values: laneValues(by.field, to.lane) } : {}),
    }
    if (isByKeys) setFocused({ id: card.id, cell: to })
    if (stage.kind === 'lost' && card.stage !== to.stage) return setAsked({ deal: card, stage, missing: [], place })
    const words = { title: card.title, ...wordsOf(to) }
    setSaid(by ? t('deals.said_moved_lane', words) : t('deals.said_moved', words))
    void move(card, { stage: to.stage, ...place })
  }

  function onKeyDown(card: Card, event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || !mayMove) return
    if (!lifted) {
      if (event.key !== ' ') return
      event.preventDefault()
      const cell = cellOf(card)
      const at = { ...cell, index: cardsIn(cell).findIndex(({ id }) => id === card.id) }
      setLifted(card)
      setSpot(at)
      setByKeys(true)
      const words = { title: card.title, ...wordsOf(at) }
      return setSaid(by ? t('deals.said_lifted_lane', words) : t('deals.said_lifted', words))
    }
    if (!spot || lifted.id !== card.id) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      putDown()
      return sayPutBack(card)
    }
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      return land(card, spot)
    }
    const way = wayOf(event.key, direction === 'rtl')
    if (!way) return
    event.preventDefault()
    const grid = { stages: stages.map(({ id }) => id), lanes, countAt: (cell: Cell) => othersIn(cell, card).length }
    const next = nextSpot(spot, way, grid)
    setSpot(next)
    setSaid(by ? t('deals.said_over_lane', wordsOf(next)) : t('deals.said_over', wordsOf(next)))
  }

  const now: Tools = {
    onCards: (cell, cards) =>
      void (cards ? cells.current.set(cellKey(cell), cards) : cells.current.delete(cellKey(cell))),
    onKeyDown,
    onLeave: (card) => {
      if (!isByKeys || lifted?.id !== card.id) return
      putDown()
      sayPutBack(card)
    },
    onFocused: () => setFocused(null),
    moveTo: (card, cell) => land(card, { ...cell, index: 0 }),
  }
  const latest = useRef(now)
  useEffect(() => {
    latest.current = now
  })
  const tools = useMemo<Tools>(
    () => ({
      onCards: (...given) => latest.current.onCards(...given),
      onKeyDown: (...given) => latest.current.onKeyDown(...given),
      onLeave: (card) => latest.current.onLeave(card),
      onFocused: () => latest.current.onFocused(),
      moveTo: (...given) => latest.current.moveTo(...given),
    }),
    [],
  )
  return {
    lifted,
    spot,
    isByKeys,
    focused,
    asked,
    said,
    tools,
    cardsIn,
    cellOf,
    putDown,
    lift: setLifted,
    hover(next: Spot | null): void {
      const before = over.current
      if (before === next || (before && next && isSameCell(before, next) && before.index === next.index)) return
      over.current = next
      setSpot(next)
    },
    /** Where the pointer is: it is there before it is drawn. */
    drop: (card: Card) => (over.current ? land(card, over.current) : putDown()),
    /** Whoever was asked answers, or not. */
    give: (more: { loss_reason?: string; values?: Record<string, unknown> } | null) => {
      if (!asked) return
      setAsked(null)
      if (!more) return setFocused(null)
      const { deal, stage, place } = asked
      setSaid(t('deals.said_dropped', { title: deal.title, stage: nameOf(stage.id) }))
      const values = { ...place.values, ...more.values }
      const wanted: Omit<Wanted, 'id'> = { stage: stage.id, ...place }
      void move(deal, wanted, { ...more, ...(Object.keys(values).length > 0 ? { values } : {}) })
    },
  }
}
