// Which records of a list are chosen: single ones, or the whole result but some. Plain rules over plain data.

/** What a command over several records is given: the records, or a list's own input and the ones left out of it. */
export type Selection = { ids: readonly string[] } | { filter: Record<string, unknown>; except: readonly string[] }

/** With `all`, `ids` are the exceptions. `anchor` is where a range begins: the record that was chosen last. */
export type Picked = { all: boolean; ids: ReadonlySet<string>; anchor: string | null }

export const NOTHING: Picked = { all: false, ids: new Set(), anchor: null }
export const EVERYTHING: Picked = { all: true, ids: new Set(), anchor: null }

export const isPicked = ({ all, ids }: Picked, id: string): boolean => ids.has(id) !== all

/** Chooses a record, or no longer. */
export function toggled(picked: Picked, id: string): Picked {
  const ids = new Set(picked.ids)
  if (!ids.delete(id)) ids.add(id)
  return { all: picked.all, ids, anchor: id }
}

/**
 * Chooses everything from the anchor to `id` in the `order` that the list shows; without an anchor in it, `id` alone.
 * The anchor stays, so that a range can be stretched further.
 */
export function rangeTo(picked: Picked, id: string, order: readonly string[]): Picked {
  const [from, to] = [order.indexOf(picked.anchor ?? ''), order.indexOf(id)]
  if (from < 0 || to < 0) return isPicked(picked, id) ? { ...picked, anchor: id } : toggled(picked, id)
  return { ...withAll(picked, order.slice(Math.min(from, to), Math.max(from, to) + 1)), anchor: picked.anchor }
}

/** Chooses these as well. */
export function withAll(picked: Picked, order: readonly string[]): Picked {
  const ids = new Set(picked.ids)
  for (const id of order) {
    if (picked.all) ids.delete(id)
    else ids.add(id)
  }
  return { ...picked, ids }
}

/** What the box above all rows shows. */
export function overall(picked: Picked, order: readonly string[]): 'none' | 'some' | 'all' {
  const count = order.reduce((sum, id) => sum + Number(isPicked(picked, id)), 0)
  if (count === 0) return picked.all || picked.ids.size > 0 ? 'some' : 'none'
  return count === order.length ? 'all' : 'some'
}

/** How many are chosen; `total` is the size of the whole result. */
export const countOf = ({ all, ids }: Picked, total: number): number => (all ? Math.max(0, total - ids.size) : ids.size)

/** What to give to a command; null when nothing is chosen. `filter` is the input of the list. */
export function selectionOf({ all, ids }: Picked, filter: Record<string, unknown>): Selection | null {
  if (all) return { filter, except: [...ids] }
  return ids.size > 0 ? { ids: [...ids] } : null
}
