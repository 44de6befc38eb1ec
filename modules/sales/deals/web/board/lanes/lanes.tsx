// The board in lanes: heads of the stages above, one lane under the other, of which only those in sight are drawn and asked for.
import { IconChevronDown } from '@tabler/icons-react'
import { memo, type RefObject, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { laneFilters } from '#kernel/contract/index.ts'
import { Face, useFormat, useLanguage, useT } from '#kernel/web/index.tsx'
import { nameIn } from '../../naming.ts'
import { CardHeight, Cards } from '../cards.tsx'
import { StageHead, Sum } from '../head.tsx'
import type { Spot } from '../moving/lifted.ts'
import type { Tools } from '../moving/use-lifting.ts'
import type { Card } from '../moving/use-moving.ts'
import type { Filters, Lane, Rest, StageRow, Total } from '../use-board.ts'
import { endsOf, lanesInSight } from './sight.ts'
import classes from './lanes.module.css'

/** A lane is so many cards high; its cells scroll beyond. */
const MOST_ROWS = 3
const HEAD_HEIGHT = { wide: 40, phone: 64 } as const
const PADDING = 12
const PAGE = 20
/** Lanes come and go in steps of so many px. */
const STEP = 120

type Board = {
  stages: readonly StageRow[]
  filters: Filters
  field: string
  tools: Tools
  now: number
  mayMove: boolean
  lifted: Card | null
  isByKeys: boolean
  focused: { id: string; cell: { stage: string; lane: string | null } | null } | null
}
type Named = Lane & { name: string; person: boolean; isFolded: boolean }

type Props = Board & {
  /** What scrolls, and how high it is. */
  scroller: RefObject<HTMLDivElement | null>
  view: number
  /** There is one column, and sums stand below names. */
  phone: boolean
  totals: ReadonlyMap<string, Total>
  lanes: readonly Named[]
  rest: Rest
  spot: Spot | null
  /** The lane of the lifted card stays while somebody walks by keyboard. */
  from: string | null
  onFold: (lane: string | null) => void
}

/** By the stages that are shown: on a phone that is one. */
const rowsOf = ({ cells }: Lane, stages: readonly StageRow[]) =>
  Math.min(
    MOST_ROWS,
    Math.max(1, ...cells.map((cell) => (stages.some(({ id }) => id === cell.stage) ? cell.count : 0))),
  )
const heightOf = (lane: Named, stages: readonly StageRow[], head: number, card: number) =>
  head + (lane.isFolded ? 0 : rowsOf(lane, stages) * card + PADDING)

export function Lanes({ scroller, view, phone, totals, lanes, rest, spot, from, onFold, ...board }: Props) {
  const { stages, lifted, isByKeys } = board
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const [top, setTop] = useState(0)
  const head = HEAD_HEIGHT[phone ? 'phone' : 'wide']
  const card = useContext(CardHeight)
  const ends = useMemo(
    () => endsOf(lanes.map((lane) => heightOf(lane, stages, head, card))),
    [lanes, stages, head, card],
  )
  useEffect(() => {
    const element = scroller.current!
    const onScroll = () => setTop(Math.floor(element.scrollTop / STEP) * STEP)
    onScroll()
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  }, [scroller])
  const walked = isByKeys && spot ? lanes.findIndex(({ value }) => value === spot.lane) : -1
  useEffect(() => {
    if (walked < 0) return
    const element = scroller.current!
    const heads = element.querySelector(`[data-heads]`)!.clientHeight
    const begin = ends[walked - 1] ?? 0
    if (begin < element.scrollTop) element.scrollTop = begin
    else if (ends[walked]! + heads > element.scrollTop + element.clientHeight)
      element.scrollTop = ends[walked]! + heads - element.clientHeight
    element.querySelector(`[data-cell="${spot!.stage}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    // What is shown follows the card that walks, and nothing else.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [walked, spot?.stage])
  const { first, last } = lanesInSight(ends, top, view + STEP, 1)
  const kept = isByKeys && lifted ? lanes.findIndex(({ value }) => value === from) : -1
  const drawn = lanes.slice(first, last).map((lane, index) => [lane, first + index] as const)
  if (kept >= 0 && (kept < first || kept >= last)) drawn.push([lanes[kept]!, kept])
  return (
    <div className={classes['lanes']}>
      <div className={classes['heads']} data-heads>
        {stages.map((stage) => (
          <StageHead key={stage.id} stage={stage} name={nameIn(stage, language)} total={totals.get(stage.id)} />
        ))}
      </div>
      <div className={classes['sheet']} style={{ blockSize: ends.at(-1) ?? 0 }}>
        {drawn.map(([lane, index]) => (
          <LaneRow
            key={lane.value ?? ''}
            {...board}
            lane={lane}
            start={ends[index - 1] ?? 0}
            spot={spot?.lane === lane.value ? spot : null}
            onFold={onFold}
          />
        ))}
      </div>
      {rest && (
        <div className={classes['rest']}>
          <strong>{t('lanes.rest', { count: rest.lanes })}</strong> <span>{format.number(rest.count)}</span>
          {rest.sums.map((sum) => (
            <span key={sum.currency} className="wn-figures">
              <Sum {...sum} />
            </span>
          ))}
          <p>{t('lanes.rest_text')}</p>
        </div>
      )}
    </div>
  )
}

type RowProps = Board & { lane: Named; start: number; spot: Spot | null; onFold: (lane: string | null) => void }

const LaneRow = memo(function LaneRow({ lane, start, spot, onFold, ...board }: RowProps) {
  const { stages, filters, field, focused, ...cards } = board
  const { value, name, isFolded, cells } = lane
  const t = useT()
  const { language } = useLanguage()
  const inside = rowsOf(lane, stages) * useContext(CardHeight)
  const found = useMemo(() => laneFilters(filters, field, value), [filters, field, value])
  const places = useMemo(() => stages.map(({ id }) => ({ stage: id, lane: value })), [stages, value])
  const isHere = focused && (!focused.cell || focused.cell.lane === value)
  return (
    <section
      className={classes['lane']}
      style={{ insetBlockStart: start }}
      aria-label={name}
      data-lane-row={value ?? ''}
    >
      <LaneHead lane={lane} onFold={onFold} />
      {!isFolded && (
        <div className={classes['cells']} style={{ blockSize: inside + PADDING }}>
          {stages.map((stage, index) => (
            <div key={stage.id} className={classes['cell']} data-stage={stage.id}>
              <Cards
                {...cards}
                cell={places[index]!}
                label={t('deals.cell', { stage: nameIn(stage, language), lane: name })}
                stage={stage}
                filters={found}
                page={PAGE}
                isAsked={cells.some((one) => one.stage === stage.id)}
                view={inside}
                beyond={1}
                spot={spot?.stage === stage.id ? spot.index : null}
                focused={isHere && (!focused.cell || focused.cell.stage === stage.id) ? focused.id : null}
              />
            </div>
          ))}
        </div>
      )}
    </section>
  )
})

function LaneHead({ lane, onFold }: { lane: Named; onFold: (lane: string | null) => void }) {
  const { value, name, person, count, sums, isFolded } = lane
  const format = useFormat()
  const fold = useCallback(() => onFold(value), [onFold, value])
  return (
    <div className={classes['laneHead']}>
      <h3>
        <button type="button" aria-expanded={!isFolded} onClick={fold}>
          <IconChevronDown size={16} stroke={1.5} aria-hidden="true" />
          {person && value && <Face id={value} size={20} decorative />}
          <bdi>{name}</bdi>
        </button>
      </h3>
      <span className={classes['count']} data-lane-count={value ?? ''}>
        {format.number(count)}
      </span>
      {sums.map((sum) => (
        <span key={sum.currency} className="wn-figures">
          <Sum {...sum} />
        </span>
      ))}
    </div>
  )
}
