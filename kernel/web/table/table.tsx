// A table on a screen: rows that lead somewhere, can be chosen, and changed where they stand.
import { Fragment, memo } from 'react'
import type { Entity } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import { valueOf } from './cell.tsx'
import { EditableCell } from './editable-cell.tsx'
import type { Selecting } from '../list/use-selection.ts'
import type { BodyProps, RowLook } from './entity-table.tsx'
import { Head } from './head.tsx'
import { RowTitle } from './row-title.tsx'
import { walkByKeys } from './table-keys.ts'
import classes from './table.module.css'

function Rows<E extends Entity>(props: BodyProps<E>) {
  const {
    of,
    columns,
    count,
    lines,
    before,
    after,
    sort,
    onSort,
    rowActions,
    label,
    selecting,
    show,
    to,
    onRow,
    editing,
    look,
  } = props
  const t = useT()
  const width = columns.length + (rowActions ? 1 : 0) + (selecting ? 1 : 0)
  return (
    <table
      className={classes['table']}
      aria-label={label ?? t(`${of.name}.many`)}
      aria-rowcount={count + 1}
      onKeyDown={(event) => walkByKeys(event, { count, show, selecting })}
    >
      <Head
        of={of}
        columns={columns}
        sort={sort}
        onSort={onSort}
        hasActions={rowActions !== undefined}
        selecting={selecting}
      />
      <tbody>
        {before > 0 && <Spacer height={before} width={width} />}
        {lines.map(({ row, index, heading }) => (
          <Fragment key={idOf(row, index)}>
            {heading !== undefined && (
              <tr className={classes['group']}>
                <th colSpan={width} scope="rowgroup">
                  {heading}
                </th>
              </tr>
            )}
            <Line
              of={of}
              columns={columns as BodyProps<Entity>['columns']}
              row={row}
              index={index}
              href={to?.(row)}
              looks={look?.(row)}
              isSelected={selecting?.isSelected(idOf(row, index))}
              toggle={selecting?.toggle}
              onRow={onRow as LineProps['onRow']}
              rowActions={rowActions as LineProps['rowActions']}
              editing={editing as LineProps['editing']}
            />
          </Fragment>
        ))}
        {after > 0 && <Spacer height={after} width={width} />}
      </tbody>
    </table>
  )
}

/** Drawn anew only with other rows: a table that is scrolled hears of every step. */
export const Table = memo(Rows) as typeof Rows

type LineProps = {
  of: Entity
  columns: BodyProps<Entity>['columns']
  row: BodyProps<Entity>['lines'][number]['row']
  index: number
  href: string | undefined
  looks: RowLook | undefined
  isSelected: boolean | undefined
  toggle: Selecting['toggle'] | undefined
} & Pick<BodyProps<Entity>, 'onRow' | 'rowActions' | 'editing'>

/** Drawn anew only for what it shows: while somebody scrolls, most rows stay what they are. */
const Line = memo(function Line(props: LineProps) {
  const { of, columns, row, index, href, looks, isSelected, toggle, onRow, rowActions, editing } = props
  const t = useT()
  const id = idOf(row, index)
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-id={id}
      data-opens={Boolean(href ?? onRow) || undefined}
      data-bar={looks?.bar}
      data-strong={looks?.strong || undefined}
      data-visited={looks?.visited || undefined}
    >
      {toggle && (
        <td className={classes['choose']}>
          <input
            type="checkbox"
            tabIndex={-1}
            checked={isSelected ?? false}
            aria-label={t('list.select_row', { name: looks?.name ?? String(index + 1) })}
            onChange={() => {}}
            onClick={(event) => toggle(id, event.shiftKey)}
          />
        </td>
      )}
      {columns.map((column, at) => (
        <td key={column.field} data-align={column.align}>
          {at === 0 ? (
            <RowTitle row={row} to={href === undefined ? undefined : () => href} onRow={onRow}>
              {valueOf(of, column, row)}
            </RowTitle>
          ) : editing?.may(column.field, row) ? (
            <EditableCell of={of} column={column} row={row} editing={editing} />
          ) : (
            valueOf(of, column, row)
          )}
        </td>
      ))}
      {rowActions && <td className={classes['rowActions']}>{rowActions(row)}</td>}
    </tr>
  )
}, isSameLine)

function isSameLine(before: LineProps, after: LineProps): boolean {
  const same = (name: keyof LineProps) => before[name] === after[name]
  const [old, now] = [before.looks, after.looks]
  // What is done with a row (`editing`, `onRow`) goes by the row alone; where it may be done changes with the person only.
  return (
    (['columns', 'row', 'index', 'href', 'isSelected'] as const).every(same) &&
    after.rowActions === undefined &&
    Boolean(before.toggle) === Boolean(after.toggle) &&
    old?.bar === now?.bar &&
    old?.strong === now?.strong &&
    old?.visited === now?.visited
  )
}

const idOf = (row: unknown, index: number): string => String((row as { id?: string }).id ?? index)

const Spacer = ({ height, width }: { height: number; width: number }) => (
  <tr aria-hidden="true" className={classes['spacer']}>
    <td colSpan={width} style={{ blockSize: height }} />
  </tr>
)
