// The part of a row that carries its link; the whole row may be clicked.
import type { ReactNode } from 'react'
import { RowLink } from '../shell/link.tsx'
import classes from './table.module.css'

type RowTitleProps<R> = {
  row: R
  to: ((row: R) => string) | undefined
  onRow: ((row: R) => void) | undefined
  children: ReactNode
}

export function RowTitle<R>({ row, to, onRow, children }: RowTitleProps<R>) {
  if (to) {
    return (
      <RowLink to={to(row)} className={classes['title']}>
        {children}
      </RowLink>
    )
  }
  if (!onRow) return <span className={classes['plainTitle']}>{children}</span>
  return (
    <button type="button" className={classes['title']} onClick={() => onRow(row)}>
      {children}
    </button>
  )
}
