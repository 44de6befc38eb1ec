// Who else looks at this ticket or writes in it.
import { useEffect } from 'react'
import { type Attendant, usePresence } from '#kernel/web/index.tsx'
import { useHereWords } from '../list/here-mark.tsx'
import classes from './ticket.module.css'

/** Says that one looks at the ticket while it is shown, and tells who else does. */
export function useAttention(id: string) {
  const { people, attend } = usePresence(`ticket:${id}`)
  useEffect(() => {
    const notice = () => attend(document.visibilityState === 'visible' ? 'viewing' : null)
    notice()
    document.addEventListener('visibilitychange', notice)
    return () => document.removeEventListener('visibilitychange', notice)
  }, [attend])
  return { people, attend }
}

export function HereLine({ people }: { people: readonly Attendant[] }) {
  const here = useHereWords(people)
  return (
    <p className={classes['here']} data-state={here?.state} role="status">
      {here?.words}
    </p>
  )
}
