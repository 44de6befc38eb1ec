// A table on a screen: rows that lead somewhere, can be chosen, and changed where they stand.
import { Checkbox } from '@mantine/core'
import type { Entity } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import { valueOf } from './cell.tsx'
import { EditableCell } from './editable-cell.tsx'
import type { BodyProps } from './entity-table.tsx'
import { Head } from './head.tsx'
import { RowTitle } from './row-title.tsx'
import { walkByKeys } from './table-keys.ts'
import classes from './table.module.css'

export function Table<E extends Entity>(props: BodyProps<E>) {
  const { of, columns, count, lines, before, after, sort, onSort, rowActions, label, selecting, show } = props
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
        {lines.map(({ row, index }) => (
          <Line key={String((row as { id?: string }).id ?? index)} {...props} row={row} index={index} />
        ))}
        {after > 0 && <Spacer height={after} width={width} />}
      </tbody>
    </table>
  )
}

type LineProps<E extends Entity> = BodyProps<E> & BodyProps<E>['lines'][number]

function Line<E extends Entity>({
  of,
  columns,
  row,
  index,
  to,
  onRow,
  rowActions,
  selecting,
  editing,
  look,
}: LineProps<E>) {
  const t = useT()
  const id = String((row as { id?: string }).id ?? index)
  const looks = look?.(row)
  const isSelected = selecting?.isSelected(id) ?? false
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={selecting ? isSelected : undefined}
      data-id={id}
      data-opens={Boolean(to ?? onRow) || undefined}
      data-bar={looks?.bar}
      data-strong={looks?.strong || undefined}
      data-visited={looks?.visited || undefined}
    >
      {selecting && (
        <td className={classes['choose']}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            checked={isSelected}
            aria-label={t('list.select_row', { name: looks?.name ?? String(index + 1) })}
            onChange={() => {}}
            onClick={(event) => selecting.toggle(id, event.shiftKey)}
          />
        </td>
      )}
      {columns.map((column, at) => (
        <td key={column.field} data-align={column.align}>
          {at === 0 ? (
            <RowTitle row={row} to={to} onRow={onRow}>
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
}

const Spacer = ({ height, width }: { height: number; width: number }) => (
  <tr aria-hidden="true" className={classes['spacer']}>
    <td colSpan={width} style={{ blockSize: height }} />
  </tr>
)
