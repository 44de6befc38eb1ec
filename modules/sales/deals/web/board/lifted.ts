// Where a lifted card would land: pure rules, the same for the pointer and for the keyboard.

/** In a column, so many cards below its top; the lifted card itself is not counted. */
export type Spot = { stage: string; index: number }
export type Way = 'up' | 'down' | 'before' | 'after'

/** The next spot that way; `counts` says how many other cards each column shows, in the order of the columns. */
export function nextSpot({ stage, index }: Spot, way: Way, counts: readonly { stage: string; count: number }[]): Spot {
  const at = counts.findIndex((one) => one.stage === stage)
  if (way === 'up') return { stage, index: Math.max(0, index - 1) }
  if (way === 'down') return { stage, index: Math.min(counts[at]?.count ?? 0, index + 1) }
  const to = counts[at + (way === 'after' ? 1 : -1)]
  return to ? { stage: to.stage, index: Math.min(index, to.count) } : { stage, index }
}

/** The way an arrow means; columns run the other way where people read from right to left. */
export function wayOf(key: string, isRtl: boolean): Way | null {
  if (key === 'ArrowUp') return 'up'
  if (key === 'ArrowDown') return 'down'
  if (key === 'ArrowRight') return isRtl ? 'before' : 'after' // physical: the key is named so
  if (key === 'ArrowLeft') return isRtl ? 'after' : 'before' // physical: the key is named so
  return null
}

/** The neighbours of a spot among the other cards of its column. */
export const neighboursAt = (others: readonly { id: string }[], index: number) => ({
  after: others[index - 1]?.id ?? null,
  before: others[index]?.id ?? null,
})
