// A place with nothing in it: what it is for, and the first step.
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

export type EmptyStateProps = { title: string; children?: ReactNode; icon?: ReactNode; action?: ReactNode }

export function EmptyState({ title, children, icon, action }: EmptyStateProps) {
  return (
    <div className={classes['empty']}>
      {icon && (
        <div className={classes['icon']} aria-hidden="true">
          {icon}
        </div>
      )}
      <h2>{title}</h2>
      {children && <div className={classes['text']}>{children}</div>}
      {action}
    </div>
  )
}
