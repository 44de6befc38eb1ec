// What deals that were counted by stage, currency and lane add up to: pure rules over plain data.
import { MOST_LANES, type Out } from '#kernel/contract/index.ts'
import type { board } from '../../contract.ts'

type Board = Out<typeof board.board>
type Lane = Board['lanes'][number]
export type Added = { stage: string; currency: string; lane: string | null; count: number; sum: number }

/** Percent by stage. */
export type Chances = ReadonlyMap<string, number>

const counted = (rows: readonly Added[]) => rows.reduce((count, one) => count + one.count, 0)

/** Sums by currency; a weighted one is the amount times the probability of its stage, rounded once a stage. */
export function sumsOf(rows: readonly Added[], chances: Chances): Lane['sums'] {
  const most = (value: number) => Math.min(value, Number.MAX_SAFE_INTEGER)
  const inStage = new Map<string, { stage: string; currency: string; sum: number }>()
  for (const { stage, currency, sum } of rows) {
    const key = `${stage} ${currency}`
    inStage.set(key, { stage, currency, sum: (inStage.get(key)?.sum ?? 0) + sum })
  }
  const sums = new Map<string, Lane['sums'][number]>()
  for (const { stage, currency, sum } of inStage.values()) {
    const { sum: before, weighted } = sums.get(currency) ?? { sum: 0, weighted: 0 }
    const chance = Math.round((sum * (chances.get(stage) ?? 0)) / 100)
    sums.set(currency, { currency, sum: most(before + sum), weighted: most(weighted + chance) })
  }
  return [...sums.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}

/** What each stage holds, in their order. */
export const columnsOf = (
  rows: readonly Added[],
  chances: Chances,
  inside: ReadonlyMap<string, number>,
): Board['columns'] =>
  [...chances.keys()].map((stage) => {
    const own = rows.filter((one) => one.stage === stage)
    return { stage, count: counted(own), inside: inside.get(stage) ?? 0, sums: sumsOf(own, chances) }
  })

/**
 * What each lane holds: those that are always there first, in their order, then the others by how many deals they have. Where there
 * are more than are told, those with most deals are, and of the others only the sum.
 */
export function lanesOf(
  rows: readonly Added[],
  chances: Chances,
  { always, most = MOST_LANES }: { always: readonly (string | null)[]; most?: number },
): Pick<Board, 'lanes' | 'rest'> {
  const here = rows.filter(({ stage }) => chances.has(stage))
  const byLane = Map.groupBy(here, ({ lane }) => lane)
  const many = (lane: string | null) => counted(byLane.get(lane) ?? [])
  const found = [...byLane.keys()]
    .filter((lane) => !always.includes(lane))
    .toSorted((a, b) => many(b) - many(a) || (String(a) < String(b) ? -1 : 1))
  const all = [...always, ...found]
  const told = new Set(all.toSorted((a, b) => many(b) - many(a)).slice(0, most))
  const left = all.filter((lane) => !told.has(lane))
  const beyond = left.flatMap((lane) => byLane.get(lane) ?? [])
  return {
    lanes: all.filter((lane) => told.has(lane)).map((lane) => laneIn(lane, byLane.get(lane) ?? [], chances)),
    rest: left.length > 0 ? { lanes: left.length, count: counted(beyond), sums: sumsOf(beyond, chances) } : null,
  }
}

function laneIn(value: string | null, rows: readonly Added[], chances: Chances): Lane {
  const byStage = Map.groupBy(rows, ({ stage }) => stage)
  const cells = [...chances.keys()].flatMap((stage) => {
    const own = byStage.get(stage)
    return own ? [{ stage, count: counted(own) }] : []
  })
  return { value, count: counted(rows), sums: sumsOf(rows, chances), cells }
}
