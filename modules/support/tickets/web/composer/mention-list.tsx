// Colleagues that fit what is being typed after an @: arrows choose, Enter or Tab takes, Escape leaves.
import { useEffect, useState } from 'react'
import { Face, useAction, useSettled, useT } from '#kernel/web/index.tsx'
import { users } from '#modules/platform/identity/contract.ts'
import classes from './composer.module.css'

const STAFF = ['admin', 'manager', 'agent', 'analyst'] as const
const MOST = 6

export type MentionChoice = {
  people: readonly { id: string; name: string }[]
  active: number
  setActive: (index: number) => void
}

/** The people that fit; none while nothing is being typed. */
export function useMentionChoice(typed: string | null): MentionChoice {
  const settled = useSettled(typed ?? '')
  const [active, setActive] = useState(0)
  const { data } = useAction(
    users.list,
    {
      ...(settled ? { q: settled } : {}),
      role: STAFF,
      is_active: true,
      sort: 'name',
      limit: MOST,
      fields: ['id', 'name'],
    },
    { enabled: typed !== null, keep: true },
  )
  useEffect(() => setActive(0), [settled]) // oxlint-disable-line react/set-state-in-effect
  const people = typed === null ? [] : (data?.items ?? [])
  return { people, active: Math.min(active, Math.max(people.length - 1, 0)), setActive }
}

type Props = { id: string; choice: MentionChoice; onTake: (name: string) => void }

export function MentionList({ id, choice: { people, active, setActive }, onTake }: Props) {
  const t = useT()
  if (people.length === 0) return null
  return (
    <ul id={id} role="listbox" aria-label={t('tickets.mention')} className={classes['mentions']}>
      {people.map((person, index) => (
        <li
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onPointerEnter={() => setActive(index)}
          // The field keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            onTake(person.name)
          }}
        >
          <Face id={person.id} name={person.name} size={22} decorative />
          <bdi>{person.name}</bdi>
        </li>
      ))}
    </ul>
  )
}
