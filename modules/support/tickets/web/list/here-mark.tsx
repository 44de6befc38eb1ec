// Who else is at a ticket: a dot in the list, a line above the composer.
import { useFormat, useMe, useReference, useT } from '#kernel/web/index.tsx'
import { type Attendant, othersAt } from './here.ts'
import classes from './list.module.css'

const MOST_NAMED = 3

/** “Anna and Timur — here now”; null when nobody else is. */
export function useHereWords(people: readonly Attendant[]): { state: Attendant['state']; words: string } | null {
  const t = useT()
  const format = useFormat()
  const others = othersAt(people, useMe().user.id)
  const [first, second, third] = others?.ids ?? []
  const names = [useReference('user', first).name, useReference('user', second).name, useReference('user', third).name]
  if (!others) return null
  const known = names.filter((name) => name !== null)
  const rest = others.ids.length - MOST_NAMED
  const told = format.list(rest > 0 ? [...known, `+${rest}`] : known)
  return {
    state: others.state,
    words: t(others.state === 'typing' ? 'tickets.typing' : 'tickets.viewing', { names: told }),
  }
}

export function HereMark({ people }: { people: readonly Attendant[] }) {
  const here = useHereWords(people)
  return (
    here && (
      <span role="img" className={classes['here']} data-state={here.state} aria-label={here.words} title={here.words} />
    )
  )
}
