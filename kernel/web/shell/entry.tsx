// What stands outside of the frames: the way in, and the pages that links in mails lead to.
import type { ReactNode } from 'react'
import { LanguageSwitch, ThemeSwitch } from '../frame/person-menu.tsx'
import classes from './sign-in.module.css'

export type EntryProps = {
  title: string
  text?: ReactNode
  children?: ReactNode
  /** A page stands behind it. */ over?: boolean
}

export function Entry({ title, text, children, over = false }: EntryProps) {
  return (
    <div
      className={classes['ground']}
      data-over={over || undefined}
      role={over ? 'dialog' : undefined}
      aria-modal={over || undefined}
      aria-label={over ? title : undefined}
    >
      <main className={classes['card']}>
        <div className={classes['mark']} aria-hidden="true">
          <Mark />
        </div>
        <h1>{title}</h1>
        {text && <p className="wn-quiet">{text}</p>}
        {children}
      </main>
      {!over && (
        <footer className={classes['foot']}>
          <LanguageSwitch />
          <ThemeSwitch />
        </footer>
      )}
    </div>
  )
}

/** A form in the middle of such a page. */
export function EntryForm({ children, onSubmit }: { children: ReactNode; onSubmit: (form: FormData) => void }) {
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(new FormData(event.currentTarget))
      }}
    >
      {children}
    </form>
  )
}

/** What follows below the form: the way to another such page. */
export const EntryFoot = ({ children }: { children: ReactNode }) => <p className={classes['more']}>{children}</p>

/** The product's own sign: a thread that passes through three hands. */
function Mark() {
  return (
    <svg width="40" height="40" viewBox="0 0 40 40" fill="none">
      <rect width="40" height="40" rx="11" fill="var(--wn-accent)" />
      <path
        d="M9 13.5 14.5 27 20 15l5.500 12L31 13.500"
        stroke="var(--wn-on-accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
