// Where a lifted card would land: pure rules, the same for the pointer and for the keyboard.

/** Where a stage and a lane meet; a board without lanes is one lane, null. */
export type Cell = { stage: string; lane: string | null }
/** In a cell, so many cards below its top; the lifted card itself is not counted. */
export type Spot = Cell & { index: number }
export type Way = 'up' | 'down' | 'before' | 'after' | 'lane_before' | 'lane_after'
/** `countAt` says how many other cards a cell shows; stages and lanes in the order of the screen. */
export type Grid = {
  stages: readonly string[]
  lanes: readonly (string | null)[]
  countAt: (cell: Cell) => number
}

export const cellKey = ({ stage, lane }: Cell): string => `${stage} ${lane ?? ''}`
export const isSameCell = (a: Cell, b: Cell): boolean => a.stage === b.stage && a.lane === b.lane

/** The next spot that way. From the end of a cell a card walks on into the lane behind it. */
export function nextSpot(spot: Spot, way: Way, grid: Grid): Spot {
  const { stage, lane, index } = spot
  if (way === 'up' || way === 'down') {
    const next = index + (way === 'up' ? -1 : 1)
    if (next >= 0 && next <= grid.countAt(spot)) return { stage, lane, index: next }
    return toLane(spot, way === 'up' ? -1 : 1, grid)
  }
  if (way === 'lane_before' || way === 'lane_after') return toLane(spot, way === 'lane_before' ? -1 : 1, grid)
  const to = grid.stages[grid.stages.indexOf(stage) + (way === 'after' ? 1 : -1)]
  if (to === undefined) return spot
  const cell = { stage: to, lane }
  return { ...cell, index: Math.min(index, grid.countAt(cell)) }
}

/** The lane before is entered at its end, the one behind at its top. */
function toLane(spot: Spot, step: 1 | -1, { lanes, countAt }: Grid): Spot {
  const lane = lanes[lanes.indexOf(spot.lane) + step]
  if (lane === undefined) return spot
  const cell = { stage: spot.stage, lane }
  return { ...cell, index: step === 1 ? 0 : countAt(cell) }
}

const WAYS: Record<string, Way> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'lane_before',
  PageDown: 'lane_after',
}

/** The way a key means; columns run the other way where people read from right to left. */
export function wayOf(key: string, isRtl: boolean): Way | null {
  if (key === 'ArrowRight') return isRtl ? 'before' : 'after' // physical: the key is named so
  if (key === 'ArrowLeft') return isRtl ? 'after' : 'before' // physical: the key is named so
  return WAYS[key] ?? null
}

/** The neighbours of a spot among the other cards of its cell. */
export const neighboursAt = (others: readonly { id: string }[], index: number) => ({
  after: others[index - 1]?.id ?? null,
  before: others[index]?.id ?? null,
})

/**
 * The spot under a pointer, `y` px below the top of a cell's cards of `height` each: between the two that it is nearest to. The lifted
 * card still stands where it was.
 */
export function indexAt(cards: readonly { id: string }[], lifted: string, y: number, height: number): number {
  const own = cards.findIndex(({ id }) => id === lifted)
  const at = Math.max(0, Math.min(Math.round(y / height), cards.length))
  return own >= 0 && own < at ? at - 1 : at
}
