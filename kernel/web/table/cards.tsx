// A table on a phone: every row a card with its fields named.
import { Fragment, memo } from 'react'
import type { Entity } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import type { BodyProps } from './entity-table.tsx'
import { RowTitle } from './row-title.tsx'
import { valueOf } from './cell.tsx'
import classes from './table.module.css'

function Rows<E extends Entity>({ of, columns, lines, before, after, to, onRow, rowActions, label }: BodyProps<E>) {
  const t = useT()
  const [title, ...rest] = columns
  return (
    <ul className={classes['cards']} aria-label={label ?? t(`${of.name}.many`)}>
      {before > 0 && <li aria-hidden="true" style={{ blockSize: before }} />}
      {lines.map(({ row, index, heading }) => (
        <Fragment key={String((row as { id?: string }).id ?? index)}>
          {heading !== undefined && <li className={classes['group']}>{heading}</li>}
          <li className={classes['card']} data-opens={Boolean(to ?? onRow) || undefined}>
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
                    <dt>{column.words ?? t(column.header ?? `${of.name}.${column.field}`)}</dt>
                    <dd>{valueOf(of, column, row)}</dd>
                  </div>
                ))}
            </dl>
          </li>
        </Fragment>
      ))}
      {after > 0 && <li aria-hidden="true" style={{ blockSize: after }} />}
    </ul>
  )
}

export const Cards = memo(Rows) as typeof Rows
