// A page's title and actions in one line; the main action is the page's only filled button.
import type { ReactNode } from 'react'
import classes from './page-header.module.css'

export type PageHeaderProps = {
  title: ReactNode
  /** Beside the title: a number, a state. */ beside?: ReactNode
  /** Above the title: the way back. */ above?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}

export function PageHeader({ title, beside, above, actions, children }: PageHeaderProps) {
  return (
    <header className={classes['header']} data-page-header>
      {above && <div className={classes['above']}>{above}</div>}
      <div className={classes['line']}>
        <h1 className={classes['title']}>{title}</h1>
        {beside && <div className={classes['beside']}>{beside}</div>}
        {actions && <div className={classes['actions']}>{actions}</div>}
      </div>
      {children}
    </header>
  )
}

/** Filters and switches, in the line below the header. */
export function Toolbar({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <div className={classes['toolbar']} role="toolbar" aria-label={label}>
      {children}
    </div>
  )
}
