// The board: columns of a pipeline's stages; cards moved by pointer, by keyboard and by menu.
import {
  DndContext,
  type DragEndEvent,
  type DragMoveEvent,
  DragOverlay,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { Select, useDirection } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type KeyboardEvent, useCallback, useRef, useState } from 'react'
import { useFormat, useLanguage, useMe, useT } from '#kernel/web/index.tsx'
import { deals } from '../../contract.ts'
import { nameIn } from '../naming.ts'
import { Asking, type Asked } from './asking.tsx'
import { Column, CARD_HEIGHT } from './column.tsx'
import { neighboursAt, nextSpot, type Spot, wayOf } from './lifted.ts'
import type { Filters, StageRow, Total } from './use-board.ts'
import { type Card, useMoving } from './use-moving.ts'
import classes from './board.module.css'

type Props = { stages: readonly StageRow[]; totals: ReadonlyMap<string, Total>; filters: Filters; onMoved: () => void }

export function Board({ stages, totals, filters, onMoved }: Props) {
  const t = useT()
  const { may } = useMe()
  const { language } = useLanguage()
  const { dir } = useDirection()
  const mayMove = may(deals.move.can)
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const [shownStage, setShownStage] = useState<string | null>(null)
  const [lifted, setLifted] = useState<Card | null>(null)
  const [spot, setSpot] = useState<Spot | null>(null)
  const [isByKeys, setByKeys] = useState(false)
  /** Where the card that the keyboard is at is going to stand. */
  const [focused, setFocused] = useState<{ id: string; stage: string | null } | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [said, setSaid] = useState('')
  const columns = useRef(new Map<string, readonly Card[]>())
  const onCards = useCallback((stage: string, cards: readonly Card[]) => void columns.current.set(stage, cards), [])
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }))

  const stageOf = (id: string) => stages.find((stage) => stage.id === id)
  const nameOf = (id: string) => nameIn(stageOf(id) ?? { name: '', names: {} }, language)
  const othersIn = (stage: string, card: Card) => (columns.current.get(stage) ?? []).filter(({ id }) => id !== card.id)

  const move = useMoving({
    onDone: onMoved,
    onAsked: (card, { id: _id, stage: to, ...place }, problem) => {
      const stage = stageOf(to)
      const missing = problem.refusals
        .filter(({ code }) => code === 'required_by_stage')
        .map(({ pointer }) => pointer.split('/').at(-1)!)
      if (stage) setAsked({ deal: card, stage, missing, place })
    },
    onBack: ({ id, title }) => {
      setSaid(t('deals.said_put_back', { title }))
      setFocused((before) => (before?.id === id ? { id, stage: null } : before))
    },
  })

  function putDown(): void {
    setLifted(null)
    setSpot(null)
    setByKeys(false)
  }

  function land(card: Card, { stage: to, index }: Spot): void {
    putDown()
    const stage = stageOf(to)
    const place = neighboursAt(othersIn(to, card), index)
    if (!stage) return
    if (card.stage === to && (columns.current.get(to) ?? [])[index]?.id === card.id)
      return setSaid(t('deals.said_put_back', { title: card.title }))
    if (isByKeys) setFocused({ id: card.id, stage: to })
    if (stage.kind === 'lost' && card.stage !== to) return setAsked({ deal: card, stage, missing: [], place })
    setSaid(t('deals.said_moved', { title: card.title, stage: nameOf(to), place: index + 1 }))
    void move(card, { stage: to, ...place })
  }

  function onKeyDown(card: Card, event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || !mayMove) return
    const way = wayOf(event.key, dir === 'rtl')
    if (!lifted) {
      if (event.key !== ' ') return
      event.preventDefault()
      const index = (columns.current.get(card.stage) ?? []).findIndex(({ id }) => id === card.id)
      setLifted(card)
      setSpot({ stage: card.stage, index })
      setByKeys(true)
      return setSaid(t('deals.said_lifted', { title: card.title, stage: nameOf(card.stage), place: index + 1 }))
    }
    if (!spot || lifted.id !== card.id) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      putDown()
      return setSaid(t('deals.said_put_back', { title: card.title }))
    }
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      return land(card, spot)
    }
    if (!way) return
    event.preventDefault()
    const counts = stages.map(({ id }) => ({ stage: id, count: othersIn(id, card).length }))
    const next = nextSpot(spot, way, counts)
    setSpot(next)
    setSaid(t('deals.said_over', { stage: nameOf(next.stage), place: next.index + 1 }))
  }

  /** The spot below the middle of what is dragged. */
  function spotOf({ active, over }: DragMoveEvent): Spot | null {
    const card = active.data.current?.['card'] as Card | undefined
    const box = active.rect.current.translated
    if (!over || !card || !box) return null
    const scrolled = document.querySelector(`[data-stage="${over.id}"] [data-scrolls]`)?.scrollTop ?? 0
    const middle = box.top + box.height / 2 - over.rect.top + scrolled
    const index = Math.floor(middle / CARD_HEIGHT)
    return { stage: String(over.id), index: Math.max(0, Math.min(index, othersIn(String(over.id), card).length)) }
  }

  const shown = phone ? stages.filter(({ id }) => id === (shownStage ?? stages[0]?.id)) : stages
  return (
    <>
      <p id="deals-keys" className="wn-hidden">
        {t('deals.keys')}
      </p>
      <div className="wn-hidden" aria-live="assertive">
        {said}
      </div>
      {phone && <StageSwitch stages={stages} totals={totals} value={shown[0]?.id ?? ''} onChange={setShownStage} />}
      <DndContext
        sensors={sensors}
        collisionDetection={pointerWithin}
        // Moves by keyboard and what is said of them are the board's own.
        accessibility={{ announcements: SILENT, screenReaderInstructions: { draggable: '' } }}
        onDragStart={({ active }) => setLifted((active.data.current?.['card'] as Card | undefined) ?? null)}
        onDragMove={(event) => {
          const next = spotOf(event)
          setSpot((before) => (before?.stage === next?.stage && before?.index === next?.index ? before : next))
        }}
        onDragCancel={putDown}
        onDragEnd={(event: DragEndEvent) => {
          const at = spotOf(event)
          if (lifted && at) return land(lifted, at)
          putDown()
        }}
      >
        <div className={classes['board']} data-phone={phone || undefined}>
          {shown.map((stage) => (
            <Column
              key={stage.id}
              stage={stage}
              stages={stages}
              total={totals.get(stage.id)}
              filters={filters}
              mayMove={mayMove}
              mayDrag={mayMove && !phone}
              lifted={lifted}
              spot={spot}
              isByKeys={isByKeys}
              focused={focused}
              onFocused={() => setFocused(null)}
              onCards={onCards}
              onMoveTo={(card, to) => land(card, { stage: to, index: 0 })}
              onKeyDown={onKeyDown}
              onLeave={(card) => {
                if (!isByKeys || lifted?.id !== card.id) return
                putDown()
                setSaid(t('deals.said_put_back', { title: card.title }))
              }}
            />
          ))}
        </div>
        <DragOverlay dropAnimation={null}>
          {lifted && !isByKeys && <div className={classes['overlay']}>{lifted.title}</div>}
        </DragOverlay>
      </DndContext>
      {asked && (
        <Asking
          asked={asked}
          onClose={() => {
            setAsked(null)
            setFocused(null)
          }}
          onGive={(more) => {
            const { deal, stage, place } = asked
            setAsked(null)
            setSaid(t('deals.said_dropped', { title: deal.title, stage: nameOf(stage.id) }))
            void move(deal, { stage: stage.id, ...place }, more)
          }}
        />
      )}
    </>
  )
}

const SILENT = { onDragStart: () => '', onDragOver: () => '', onDragEnd: () => '', onDragCancel: () => '' }

type SwitchProps = {
  stages: readonly StageRow[]
  totals: ReadonlyMap<string, Total>
  value: string
  onChange: (stage: string | null) => void
}

function StageSwitch({ stages, totals, value, onChange }: SwitchProps) {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  return (
    <Select
      className={classes['switch']}
      aria-label={t('deal.stage')}
      allowDeselect={false}
      value={value}
      onChange={onChange}
      data={stages.map((stage) => ({
        value: stage.id,
        label: `${nameIn(stage, language)} · ${format.number(totals.get(stage.id)?.count ?? 0)}`,
      }))}
    />
  )
}
