// Which of many things that lie under one another are in sight: pure rules over heights in px.

/** From the first to before the last, some beyond both edges among them. */
export type Sight = { first: number; last: number }

/** Of things of one height. */
export function cardsInSight(count: number, top: number, view: number, [height, beyond]: [number, number]): Sight {
  const first = Math.max(0, Math.floor(top / height) - beyond)
  return { first: Math.min(first, count), last: Math.min(count, Math.ceil((top + view) / height) + beyond) }
}

/** Of things of any height; `ends` says where each ends, from the top. */
export function lanesInSight(ends: readonly number[], top: number, view: number, beyond: number): Sight {
  const begin = ends.findIndex((end) => end > top)
  const first = begin < 0 ? ends.length : begin
  const over = ends.findIndex((end) => end >= top + view)
  const last = over < 0 ? ends.length : over + 1
  return { first: Math.max(0, first - beyond), last: Math.min(ends.length, last + beyond) }
}

/** Where each ends, one under the other. */
export function endsOf(heights: readonly number[]): readonly number[] {
  let end = 0
  return heights.map((height) => (end += height))
}
