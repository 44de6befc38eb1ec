// What can be done by a key, which key that is for this person, and who else has it.
import type { ChosenKeys } from '../../contract/index.ts'
import { isPlain, isReserved } from './combo.ts'

/**
 * Something a key can do. Whoever shows a page says what it does there (`useShortcuts`); while somebody does, it stands on the
 * sheet and in the palette too. `label` and `group` are text keys; without `keys` a person may give it some.
 */
export type Shortcut = {
  id: string
  label: string
  group: string
  keys: readonly string[]
  /** Works while a menu or a dialogue is open. */
  everywhere?: boolean
  /** Goes on while the key is held. */
  repeats?: boolean
  /** Belongs to the field or the list that has the focus; it is shown, and cannot be changed. */
  fixed?: boolean
}

type Declared = Partial<Omit<Shortcut, 'id'>>
/** Declares a module's shortcuts by name: `tickets.reply` is called `tickets.key.reply`. */
export const shortcuts = <N extends string>(
  module: string,
  group: string,
  named: Readonly<Record<N, Declared>>,
): Record<N, Shortcut> =>
  Object.fromEntries(
    Object.entries<Declared>(named).map(([name, one]) => [
      name,
      { id: `${module}.${name}`, label: `${module}.key.${name}`, group, keys: [], ...one },
    ]),
  ) as unknown as Record<N, Shortcut>

/** The keys of a shortcut for a person. */
export function keysOf({ id, keys, fixed }: Shortcut, chosen: ChosenKeys): readonly string[] {
  if (fixed) return keys
  const own = chosen.keys[id] ?? keys
  return chosen.letters ? own : own.filter((combo) => !isPlain(combo))
}

export type Refusal = { why: 'reserved' | 'letters' } | { why: 'taken'; by: Shortcut }

/** Why a shortcut cannot have a key: it must stay what it is, single keys are off, or another shortcut has it or begins with it. */
export function refusalOf(
  { id }: Shortcut,
  combo: string,
  all: readonly Shortcut[],
  chosen: ChosenKeys,
): Refusal | null {
  if (isReserved(combo)) return { why: 'reserved' }
  if (!chosen.letters && isPlain(combo)) return { why: 'letters' }
  const by = all.find((one) => one.id !== id && (chosen.keys[one.id] ?? one.keys).some((key) => clash(key, combo)))
  return by ? { why: 'taken', by } : null
}
const clash = (one: string, other: string) =>
  one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `)

/** The person's keys with one changed; null goes back to its own. */
export function withKeys(chosen: ChosenKeys, { id }: Shortcut, keys: readonly string[] | null): ChosenKeys {
  const { [id]: _, ...others } = chosen.keys
  return { ...chosen, keys: keys ? { ...others, [id]: [...keys] } : others }
}

/** In the order in which the groups come first. */
export function byGroup(list: readonly Shortcut[]): [group: string, list: Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>()
  for (const one of list) groups.set(one.group, [...(groups.get(one.group) ?? []), one])
  return [...groups]
}
