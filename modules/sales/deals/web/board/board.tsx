// The board: columns of a pipeline's stages, in lanes or without; cards moved by pointer, by keyboard and by menu.
import { Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { hintsOf, MOST_LANES } from '#kernel/contract/index.ts'
import {
  type Listing,
  RowsSkeleton,
  useEmptyLanes,
  useFormat,
  useKeptChoice,
  useLaneField,
  useLaneWords,
  useLanguage,
  useMe,
  useNow,
  useT,
} from '#kernel/web/index.tsx'
import { deals } from '../../contract.ts'
import { nameIn } from '../naming.ts'
import { CARD_HEIGHT, CardHeight, COMPACT_HEIGHT } from './cards.tsx'
import { Column } from './columns.tsx'
import { Lanes } from './lanes/lanes.tsx'
import { GoalsOfBoard } from './move-menu.tsx'
import { useFreshTasks } from './next-task.tsx'
import { indexAt } from './moving/lifted.ts'
import { useDragging } from './moving/use-dragging.ts'
import { useLifting } from './moving/use-lifting.ts'
import type { Card } from './moving/use-moving.ts'
import { type Filters, type Lane, type StageRow, type Total, useTotals } from './use-board.ts'
import classes from './board.module.css'

const Asking = lazy(() => import('./moving/asking.tsx'))

type Props = {
  pipeline: string
  stages: readonly StageRow[]
  filters: Filters
  listing: Listing
  /** The field that divides it. */
  by: string | undefined
  /** Cards say only what a glance needs. */
  isCompact?: boolean
  /** What stands beside the choice of the stage, where one is shown at a time. */
  choice?: ReactNode
}

const NO_LANES: readonly Lane[] = []
const NOTHING = { count: 0, sums: [], cells: [] }
const WHOLE = [null]
/** What a column and the gap behind it take, in px. */
const COLUMN_WIDTH = 292
const BEYOND = 4

export function Board({ pipeline, stages, filters, listing, by: field, choice, isCompact = false }: Props) {
  const t = useT()
  const { may } = useMe()
  const now = useNow()
  const mayMove = may(deals.move.can)
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const [shownStage, setShownStage] = useState<string | null>(null)
  const totals = useTotals(pipeline, filters, field)
  useFreshTasks()
  const fieldName = useLaneField(listing)
  const empty = useEmptyLanes(listing, field ?? '', field !== undefined && filters[field] === undefined)
  const every = useMemo(() => {
    if (!totals.lanes || !empty) return undefined
    const known = new Set(totals.lanes.map(({ value }) => value))
    const more = empty.filter((value) => !known.has(value)).map((value) => ({ value, ...NOTHING }))
    return [...totals.lanes, ...more].slice(0, MOST_LANES)
  }, [totals.lanes, empty])
  const words = useLaneWords(listing, field ?? '', every ?? NO_LANES)
  const [folded, keepFolded] = useKeptChoice<readonly string[]>(`deal.folded.${field ?? ''}`, [])
  const isPeople =
    field !== undefined && hintsOf(listing.of.fields[field] ?? listing.of.fields['id']!).refers === 'user'
  const lanes = useMemo(
    () =>
      words &&
      every &&
      words.sorted(every).map((lane) => ({
        ...lane,
        name: words.nameOf(lane.value),
        person: isPeople,
        isFolded: folded.includes(lane.value ?? ''),
      })),
    [words, every, folded, isPeople],
  )
  const open = useMemo(() => lanes?.filter(({ isFolded }) => !isFolded).map(({ value }) => value) ?? [], [lanes])
  const lifting = useLifting({
    stages,
    lanes: field ? open : WHOLE,
    by: field ? { field, name: fieldName(field), nameOf: (lane) => words?.nameOf(lane) ?? '' } : null,
    mayMove,
    onMoved: totals.count,
  })
  const { lifted, spot, isByKeys, focused, asked, said, tools } = lifting
  const height = isCompact ? COMPACT_HEIGHT : CARD_HEIGHT
  const overlay = useRef<HTMLDivElement>(null)
  const onPointerDown = useDragging<Card>(mayMove && !phone, overlay, {
    cardAt: (element) => {
      const card = element.closest('[data-card]')?.getAttribute('data-card')
      const cell = cellAt(element)
      return (cell && lifting.cardsIn(cell).find(({ id }) => id === card)) ?? null
    },
    onLift: lifting.lift,
    onOver: (card, element, y) => {
      const cell = element && cellAt(element)
      if (!element || !cell) return lifting.hover(null)
      const below = y - element.getBoundingClientRect().top + element.scrollTop
      lifting.hover({ ...cell, index: indexAt(lifting.cardsIn(cell), card.id, below, height) })
    },
    onDrop: (card) => lifting.drop(card),
    onCancel: lifting.putDown,
  })
  const scroller = useRef<HTMLDivElement>(null)
  const { view, width } = useRoom(scroller)
  // Where one stage is shown at a time, the first that has something to show; it stays when its last card leaves.
  const filled = stages.find(({ id }) => (totals.totals.get(id)?.count ?? 0) > 0)?.id
  if (filled && shownStage === null) setShownStage(filled)
  const shown = useMemo(
    () => (phone ? stages.filter(({ id }) => id === (shownStage ?? stages[0]?.id)) : stages),
    [phone, stages, shownStage],
  )
  const goals = useMemo(
    () => ({ stages, lanes: field ? (lanes ?? []).map(({ value, name }) => ({ value, name })) : [] }),
    [stages, lanes, field],
  )
  const onFold = (lane: string | null) => {
    const key = lane ?? ''
    keepFolded(folded.includes(key) ? folded.filter((one) => one !== key) : [...folded, key].slice(-200))
  }
  const all = { tools, now, mayMove, lifted, isByKeys }
  return (
    <GoalsOfBoard value={goals}>
      <p id="deals-keys" className="wn-hidden">
        {field ? t('deals.keys_lanes') : t('deals.keys')}
      </p>
      <div className="wn-hidden" aria-live="assertive">
        {said}
      </div>
      {phone && (
        <div className={classes['switch']}>
          {choice}
          <StageSwitch stages={stages} totals={totals.totals} value={shown[0]?.id ?? ''} onChange={setShownStage} />
        </div>
      )}
      <div
        ref={scroller}
        className={classes['board']}
        // Without a card, nothing within would take the focus of those who scroll by keys.
        tabIndex={0}
        role="region"
        aria-label={t('deals.board')}
        data-phone={phone || undefined}
        data-lanes={field}
        data-compact={isCompact || undefined}
        data-carrying={(lifted !== null && !isByKeys) || undefined}
        onPointerDown={onPointerDown}
      >
        {field && !lanes && <RowsSkeleton height={96} />}
        <CardHeight value={height}>
          {field && lanes && (
            <Lanes
              {...all}
              {...{ scroller, view, phone, lanes, spot, field, filters, focused, onFold }}
              stages={shown}
              totals={totals.totals}
              rest={totals.rest}
              from={lifted && lifting.cellOf(lifted).lane}
            />
          )}
          {!field &&
            shown.map((stage, index) => (
              <Column
                key={stage.id}
                {...all}
                stage={stage}
                filters={filters}
                total={totals.totals.get(stage.id)}
                // What stands beyond the edge of the screen may come a moment later.
                isAside={index * COLUMN_WIDTH > width}
                view={view}
                beyond={BEYOND}
                spot={spot?.stage === stage.id ? spot.index : null}
                focused={focused && (focused.cell?.stage ?? stage.id) === stage.id ? focused.id : null}
              />
            ))}
        </CardHeight>
      </div>
      {lifted && !isByKeys && (
        <div ref={overlay} className={classes['overlay']}>
          <bdi>{lifted.title}</bdi>
        </div>
      )}
      {asked && (
        <Suspense fallback={null}>
          <Asking asked={asked} onClose={() => lifting.give(null)} onGive={lifting.give} />
        </Suspense>
      )}
    </GoalsOfBoard>
  )
}

function cellAt(element: Element): { stage: string; lane: string | null } | null {
  const cell = element.closest<HTMLElement>('[data-cell]')
  return cell && { stage: cell.dataset['cell']!, lane: cell.dataset['lane'] || null }
}

/** How high and wide the board's window is; it is asked once and when it changes, not by each column. */
function useRoom(scroller: { current: HTMLElement | null }): { view: number; width: number } {
  const [room, setRoom] = useState(() => ({ view: window.innerHeight - 240, width: window.innerWidth - 240 }))
  useEffect(() => {
    const watching = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      setRoom((before) =>
        Math.abs(before.view - height) < CARD_HEIGHT / 2 && Math.abs(before.width - width) < CARD_HEIGHT
          ? before
          : { view: height, width },
      )
    })
    watching.observe(scroller.current!)
    return () => watching.disconnect()
  }, [scroller])
  return room
}

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
