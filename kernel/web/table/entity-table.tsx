// A table that follows from an entity: rows on a screen, cards on a phone, only what is visible drawn.
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, type RefObject, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import type { Entity, Row } from '../../contract/index.ts'
import type { InfiniteAnswer } from '../call/hooks.ts'
import { RowsSkeleton } from '../frame/skeleton.tsx'
import { useT } from '../language/hooks.tsx'
import { type Density, ROW_HEIGHT } from '../list/density.ts'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { NewerPill } from '../list/newer-pill.tsx'
import type { Selecting } from '../list/use-selection.ts'
import type { Hue } from '#ui/status-mark.tsx'
import { Cards } from './cards.tsx'
import type { Editing } from './editable-cell.tsx'
import { Table } from './table.tsx'
import { whenDrawn } from './table-keys.ts'
import { useVisibleRows } from './visible-rows.ts'
import classes from './table.module.css'

export type Column<R> = {
  /** A field of the entity, or a name of one's own together with `cell`. */
  field: string
  /** A text key; `<entity>.<field>` when absent. */
  header?: string
  /** The heading itself, where it is no text of the product. */
  words?: string
  cell?: (row: R) => ReactNode
  /** Rows can be sorted by it, where that is no field of the entity. */
  sorts?: boolean
  /** A CSS width: `120px`, `30%`. */
  width?: string
  align?: 'start' | 'end'
  /** Left out of cards on phones. */
  hideOnPhone?: boolean
}

export type TableList<R> = Pick<
  InfiniteAnswer<R>,
  'items' | 'isPending' | 'problem' | 'hasMore' | 'fetchMore' | 'isFetchingMore' | 'refetch'
> &
  Partial<Pick<InfiniteAnswer<R>, 'newer' | 'showNewer'>>

export type EntityTableProps<E extends Entity> = {
  of: E
  /** A list fetched page by page (`useInfiniteAction`): its rows, the wait for them, its refusal, and more on scrolling. */
  list?: TableList<Partial<Row<E>>>
  /** Rows that are all there, in place of `list`. */
  rows?: readonly Partial<Row<E>>[]
  /** The first one is the row's title: it carries the link, and heads the card on a phone. */
  columns: readonly (string | Column<Partial<Row<E>>>)[]
  /** `name` or `-name`; headings of sortable fields are buttons when `onSort` is given. */
  sort?: string
  onSort?: (sort: string) => void
  /** Where a row leads. */
  to?: (row: Partial<Row<E>>) => string
  /** What a row does when it leads nowhere. */
  onRow?: (row: Partial<Row<E>>) => void
  rowActions?: (row: Partial<Row<E>>) => ReactNode
  /** `rows` are on their way. */
  isPending?: boolean
  /** Shown when there are no rows. */
  empty?: ReactNode
  density?: Density
  label?: string
  /** Rows can be chosen: see `useSelection`. */
  selecting?: Selecting
  /** Values can be changed where they stand. */
  editing?: Editing<Partial<Row<E>>>
  look?: (row: Partial<Row<E>>) => RowLook
  /** Rows that follow one another in groups: each group has a heading above its first row. */
  groups?: Groups<Partial<Row<E>>> | undefined
  handle?: RefObject<TableHandle | null>
}

/** `of` says which group a row is in. */
export type Groups<R> = { of: (row: R) => string; heading: (group: string) => ReactNode }

/** How a row stands out; `name` is what a screen reader calls it. */
export type RowLook = { name?: string; bar?: Hue; strong?: boolean; visited?: boolean }
/** Brings a row into sight; `focus` puts the focus on its title. */
export type TableHandle = { toRow: (index: number, focus?: boolean) => void }

const CARD_HEIGHT = 84
const EARLY_ROWS = 60

export function EntityTable<E extends Entity>(props: EntityTableProps<E>) {
  const { list, rows = list?.items ?? [], isPending = list?.isPending ?? false, empty, density = 'normal' } = props
  const { hasMore = false, fetchMore, isFetchingMore = false, problem = null } = list ?? {}
  const t = useT()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const height = phone ? CARD_HEIGHT : ROW_HEIGHT[density]
  const columns = useMemo(
    () => props.columns.map((column) => (typeof column === 'string' ? { field: column } : column)),
    [props.columns],
  )
  const body = useRef<HTMLDivElement>(null)
  const { groups } = props
  const heads = useMemo(() => headsOf(rows, groups?.of), [rows, groups])
  const visible = useVisibleRows(body, rows.length, height, heads)
  const last = visible.to - 1

  useEffect(() => {
    if (hasMore && !isFetchingMore && rows.length > 0 && last >= rows.length - EARLY_ROWS) fetchMore?.()
  }, [hasMore, isFetchingMore, last, rows.length, fetchMore])

  const { from, to, show } = visible
  const lines = useMemo(
    () =>
      rows.slice(from, to).map((row, at) => {
        const heading = heads?.has(from + at) ? { heading: groups!.heading(groups!.of(row)) } : {}
        return { row, index: from + at, ...heading }
      }),
    [rows, from, to, heads, groups],
  )
  const { handle } = props
  useImperativeHandle(handle, () => ({
    toRow(index, focus = false) {
      show(index)
      if (focus && body.current)
        whenDrawn(body.current, index, (row) =>
          row.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true }),
        )
    },
  }))

  if (problem && rows.length === 0) return <ProblemAlert problem={problem} onRetry={list?.refetch} />
  if (isPending) return <RowsSkeleton height={height} />
  if (rows.length === 0) return empty ?? null
  const Body = phone ? Cards : Table
  return (
    <div ref={body} className={classes['wrap']} data-density={density}>
      {problem && <ProblemAlert problem={problem} onRetry={list?.refetch} />}
      <NewerPill count={list?.newer ?? 0} onShow={list?.showNewer} />
      <Body
        {...props}
        count={rows.length}
        columns={columns}
        lines={lines}
        before={visible.before}
        after={visible.after}
        show={show}
      />
      {isFetchingMore && (
        <p className={classes['more']} role="status">
          {t('loading')}
        </p>
      )}
      {hasMore && !isFetchingMore && (
        <button type="button" className={classes['more']} onClick={fetchMore}>
          {t('do.show_more')}
        </button>
      )}
    </div>
  )
}

/** The rows that begin a group. */
function headsOf<R>(rows: readonly R[], of: ((row: R) => string) | undefined): ReadonlySet<number> | null {
  if (!of) return null
  return new Set(rows.flatMap((row, index) => (index === 0 || of(rows[index - 1]!) !== of(row) ? [index] : [])))
}

export type BodyProps<E extends Entity> = Omit<EntityTableProps<E>, 'columns'> & {
  columns: readonly Column<Partial<Row<E>>>[]
  /** Of all rows, drawn or not. */
  count: number
  lines: readonly { row: Partial<Row<E>>; index: number; heading?: ReactNode }[]
  /** Heights of what is not drawn above and below, in px. */
  before: number
  after: number
  show: (index: number) => void
}
