// A table that follows from an entity: rows on a screen, cards on a phone, only what is visible drawn.
import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Entity, Row } from '../../contract/index.ts'
import type { InfiniteAnswer } from '../call/hooks.ts'
import { RowsSkeleton } from '../frame/skeleton.tsx'
import { useT } from '../language/hooks.tsx'
import { type Density, ROW_HEIGHT } from '../list/density.ts'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { Cell } from './cell.tsx'
import { Head } from './head.tsx'
import { type Line, RowTitle } from './row-title.tsx'
import classes from './table.module.css'

export type Column<R> = {
  /** A field of the entity, or a name of one's own together with `cell`. */
  field: string
  /** A text key; `<entity>.<field>` when absent. */
  header?: string
  cell?: (row: R) => ReactNode
  /** A CSS width: `120px`, `30%`. */
  width?: string
  align?: 'start' | 'end'
  /** Left out of cards on phones. */
  hideOnPhone?: boolean
}

export type TableList<R> = Pick<
  InfiniteAnswer<R>,
  'items' | 'isPending' | 'problem' | 'hasMore' | 'fetchMore' | 'isFetchingMore' | 'refetch'
>

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
}

const CARD_HEIGHT = 84
// Short tables are drawn whole: find-in-page and printing then see all of them.
const WHOLE_UP_TO = 100
const EARLY_ROWS = 10

export function EntityTable<E extends Entity>(props: EntityTableProps<E>) {
  const { list, rows = list?.items ?? [], isPending = list?.isPending ?? false, empty, density = 'normal' } = props
  const { hasMore = false, fetchMore, isFetchingMore = false, problem = null } = list ?? {}
  const t = useT()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const height = phone ? CARD_HEIGHT : ROW_HEIGHT[density]
  const columns = props.columns.map((column) => (typeof column === 'string' ? { field: column } : column))
  const body = useRef<HTMLDivElement>(null)
  const visible = useVisibleRows(body, rows.length, height)
  const last = visible.items.at(-1)?.index ?? 0

  useEffect(() => {
    if (hasMore && !isFetchingMore && rows.length > 0 && last >= rows.length - EARLY_ROWS) fetchMore?.()
  }, [hasMore, isFetchingMore, last, rows.length, fetchMore])

  if (problem && rows.length === 0) return <ProblemAlert problem={problem} onRetry={list?.refetch} />
  if (isPending) return <RowsSkeleton height={height} />
  if (rows.length === 0) return empty ?? null
  const lines = visible.items.map(({ index }): Line<E> => ({ row: rows[index]!, index }))
  const Body = phone ? Cards : Table
  return (
    <div ref={body} className={classes['wrap']} data-density={density}>
      {problem && <ProblemAlert problem={problem} onRetry={list?.refetch} />}
      <Body
        {...props}
        count={rows.length}
        columns={columns}
        lines={lines}
        before={visible.before}
        after={visible.after}
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

type BodyProps<E extends Entity> = Omit<EntityTableProps<E>, 'columns'> & {
  columns: readonly Column<Partial<Row<E>>>[]
  /** Of all rows, drawn or not. */
  count: number
  lines: readonly Line<E>[]
  before: number
  after: number
}

const valueOf = <E extends Entity>(of: E, { field, cell }: Column<Partial<Row<E>>>, row: Partial<Row<E>>): ReactNode =>
  cell ? cell(row) : <Cell of={of} field={field} value={(row as Record<string, unknown>)[field]} />

function Table<E extends Entity>({
  of,
  columns,
  count,
  lines,
  before,
  after,
  sort,
  onSort,
  to,
  onRow,
  rowActions,
  label,
}: BodyProps<E>) {
  const t = useT()
  const width = columns.length + (rowActions ? 1 : 0)
  return (
    <table className={classes['table']} aria-label={label ?? t(`${of.name}.many`)} aria-rowcount={count + 1}>
      <Head of={of} columns={columns} sort={sort} onSort={onSort} hasActions={rowActions !== undefined} />
      <tbody>
        {before > 0 && <Spacer height={before} width={width} />}
        {lines.map(({ row, index }) => (
          <tr
            key={String((row as { id?: string }).id ?? index)}
            aria-rowindex={index + 2}
            data-opens={Boolean(to ?? onRow) || undefined}
          >
            {columns.map((column, at) => (
              <td key={column.field} data-align={column.align}>
                {at === 0 ? (
                  <RowTitle row={row} to={to} onRow={onRow}>
                    {valueOf(of, column, row)}
                  </RowTitle>
                ) : (
                  valueOf(of, column, row)
                )}
              </td>
            ))}
            {rowActions && <td className={classes['rowActions']}>{rowActions(row)}</td>}
          </tr>
        ))}
        {after > 0 && <Spacer height={after} width={width} />}
      </tbody>
    </table>
  )
}

const Spacer = ({ height, width }: { height: number; width: number }) => (
  <tr aria-hidden="true" className={classes['spacer']}>
    <td colSpan={width} style={{ blockSize: height }} />
  </tr>
)

function Cards<E extends Entity>({ of, columns, lines, before, after, to, onRow, rowActions, label }: BodyProps<E>) {
  const t = useT()
  const [title, ...rest] = columns
  return (
    <ul className={classes['cards']} aria-label={label ?? t(`${of.name}.many`)}>
      {before > 0 && <li aria-hidden="true" style={{ blockSize: before }} />}
      {lines.map(({ row, index }) => (
        <li
          key={String((row as { id?: string }).id ?? index)}
          className={classes['card']}
          data-opens={Boolean(to ?? onRow) || undefined}
        >
          <div className={classes['cardTitle']}>
            <RowTitle row={row} to={to} onRow={onRow}>
              {valueOf(of, title!, row)}
            </RowTitle>
            {rowActions && <div className={classes['rowActions']}>{rowActions(row)}</div>}
          </div>
          <dl className={classes['cardFields']}>
            {rest
              .filter((column) => !column.hideOnPhone)
              .map((column) => (
                <div key={column.field}>
                  <dt>{t(column.header ?? `${of.name}.${column.field}`)}</dt>
                  <dd>{valueOf(of, column, row)}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
      {after > 0 && <li aria-hidden="true" style={{ blockSize: after }} />}
    </ul>
  )
}

type Visible = { items: readonly { index: number }[]; before: number; after: number }

/** Which rows are in sight, and the heights of what is above and below them. */
function useVisibleRows(body: React.RefObject<HTMLDivElement | null>, count: number, height: number): Visible {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const mounted = count > 0
  useEffect(() => setScroller(scrollerOf(body.current)), [body, mounted])
  const whole = count <= WHOLE_UP_TO
  // oxlint-disable-next-line react/incompatible-library -- its rows are read while drawing, never kept
  const rows = useVirtualizer({
    count: whole ? 0 : count,
    getScrollElement: () => scroller,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: body.current?.offsetTop ?? 0,
  })
  if (whole) return { items: Array.from({ length: count }, (_, index) => ({ index })), before: 0, after: 0 }
  const items = rows.getVirtualItems()
  const margin = rows.options.scrollMargin
  return {
    items,
    before: Math.max(0, (items[0]?.start ?? margin) - margin),
    after: Math.max(0, rows.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)),
  }
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let above = element?.parentElement ?? null; above; above = above.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(above).overflowY)) return above
  }
  return document.documentElement
}
