// In which order one person has the views of a list, and under which headings.
import type { Place, ReadyView, ViewRow } from '../contract.ts'

/** A ready view or a saved one, as it stands in the column. */
export type Entry = { key: string; place: Place } & (
  | { ready: ReadyView; view?: never }
  | { view: ViewRow; ready?: never }
)
export const SECTIONS = ['pinned', 'ready', 'mine', 'team', 'shared', 'hidden'] as const
export type SectionName = (typeof SECTIONS)[number]
export type Section = { name: SectionName; entries: readonly Entry[] }

const LAST = 1_000

/** Sections with something in them. Within one the person's own order holds; what has none yet stands behind, oldest first. */
export function sectionsOf(
  ready: readonly ReadyView[],
  views: readonly ViewRow[],
  places: readonly Place[],
): readonly Section[] {
  const known = new Map(places.map((place) => [place.key, place]))
  const placeOf = (key: string) => known.get(key) ?? { key, pinned: false, hidden: false, position: LAST }
  const entries: Entry[] = [
    ...ready.map((one) => ({ key: one.key, place: placeOf(one.key), ready: one })),
    ...views.map((view) => ({ key: view.id, place: placeOf(view.id), view })),
  ]
  return SECTIONS.map((name) => ({
    name,
    entries: entries
      .filter((entry) => sectionOf(entry) === name)
      .toSorted((one, other) => one.place.position - other.place.position),
  })).filter((section) => section.entries.length > 0)
}

function sectionOf({ place, view }: Entry): SectionName {
  if (place.hidden) return 'hidden'
  if (place.pinned) return 'pinned'
  if (!view) return 'ready'
  return view.visibility === 'personal' ? 'mine' : view.visibility
}

/** The places of a section's entries after one of them was put before another's place; null where nothing moves. */
export function movedTo(entries: readonly Entry[], key: string, index: number): Place[] | null {
  const from = entries.findIndex((entry) => entry.key === key)
  const to = Math.min(Math.max(index, 0), entries.length - 1)
  if (from < 0 || from === to) return null
  const order = entries.toSpliced(from, 1).toSpliced(to, 0, entries[from]!)
  return order.map(({ place }, position) => ({ ...place, position }))
}
