// A place with nothing in it: what it is for, and the first step.
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

export type EmptyStateProps = {
  title: string
  children?: ReactNode
  icon?: ReactNode
  action?: ReactNode
  /** The page has nothing else: this is its heading. */ wholePage?: boolean
}

export function EmptyState({ title, children, icon, action, wholePage = false }: EmptyStateProps) {
  const Heading = wholePage ? 'h1' : 'h2'
  return (
    <div className={classes['empty']}>
      {icon && (
        <div className={classes['icon']} aria-hidden="true">
          {icon}
        </div>
      )}
      <Heading>{title}</Heading>
      {children && <div className={classes['text']}>{children}</div>}
      {action}
    </div>
  )
}
