// Moving a card: shown at once in every column, taken back with the reason where it is refused.
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { fits, toast, useCommand, useMe } from '#kernel/web/index.tsx'
import { type Page, type Problem, withChanges } from '#kernel/contract/index.ts'
import { Deal, type DealRow, deals } from '../../../contract.ts'
import { useRefusedMove } from '../../refused-move.ts'

export type Card = DealRow
type Pages = { pages: Page<Card>[]; pageParams: unknown[] }
export type Wanted = {
  id: string
  stage: string
  after?: string | null
  before?: string | null
  /** What changes with it: the field of its lane, what the stage asks for. */
  values?: Record<string, unknown>
}

type Told = {
  onDone: () => void
  /** The stage asks for something: it is asked in place. */
  onAsked: (card: Card, input: Wanted, problem: Problem) => void
  /** Refused: the card is where it was, or where somebody else moved it meanwhile. Answers words for it, where there are better ones. */
  onBack: (card: Card, input: Wanted, problem: Problem) => string | null
}

/** Answers `move(card, where)`: for the version of the card that the person saw. */
export function useMoving({ onDone, onAsked, onBack }: Told) {
  const wordsOf = useRefusedMove()
  const me = useMe().user.id
  const cache = useQueryClient()
  const underWay = useRef(new Map<string, number>())
  /** As the person saw them. */
  const moved = useRef(new Map<string, Card>())
  const { run } = useCommand(deals.move, {
    optimistic: (input, held) => show(held, input as Wanted, me),
    onDone,
    onProblem: (problem, input) => {
      const wanted = input as Wanted
      const card = moved.current.get(wanted.id)!
      if (problem.refusals.some(({ code }) => code === 'required_by_stage' || code === 'needs_loss_reason'))
        return onAsked(card, wanted, problem)
      toast(onBack(card, wanted, problem) ?? wordsOf(problem), { tone: 'problem' })
      // What was taken back may be older than what others did meanwhile.
      void cache.invalidateQueries({ queryKey: [deals.list.name] })
    },
  })
  return async (card: Card, where: Omit<Wanted, 'id'>, more: object = {}) => {
    const { id, version } = card
    moved.current.set(id, card)
    const count = underWay.current.get(id) ?? 0
    underWay.current.set(id, count + 1)
    // Behind a move of one's own that is not answered yet the next version is not known.
    await run({ id, ...where, ...more }, count > 0 ? {} : { version })
    const left = underWay.current.get(id)! - 1
    if (left > 0) underWay.current.set(id, left)
    else underWay.current.delete(id)
  }
}

/** Takes the card out of every cell and puts it where it goes; answers how to undo that. */
function show(cache: QueryClient, { id, stage, after, before, values = {} }: Wanted, me: string): () => void {
  const held = cache.getQueriesData<Pages>({ queryKey: [deals.list.name] }).filter(isCell)
  const card = held.flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []).find((one) => one.id === id)
  const moved = card && {
    ...withChanges(card, values),
    stage,
    stage_since: card.stage === stage ? card.stage_since : new Date().toISOString(),
  }
  for (const [key, data] of held) {
    const without = (data?.pages ?? [NOTHING]).map((page) => ({
      ...page,
      items: page.items.filter((one) => one.id !== id),
    }))
    if (moved && fits(Deal, key[1] as Record<string, unknown>, moved, me) !== false) put(without, moved, after, before)
    // A cell that held nothing was never asked for.
    else if (!data) continue
    cache.setQueryData(key, { pageParams: data?.pageParams ?? [null], pages: without })
  }
  return () => {
    for (const [key, data] of held) cache.setQueryData(key, data ?? { pageParams: [null], pages: [NOTHING] })
  }
}

const NOTHING: Page<Card> = { items: [], next: null }
const isCell = ([key, data]: readonly [QueryKey, Pages | undefined]): boolean =>
  (key[1] as { sort?: string } | undefined)?.sort === 'position' &&
  key[2] === 'pages' &&
  (data === undefined || Array.isArray(data.pages))

function put(pages: Page<Card>[], card: Card, after?: string | null, before?: string | null): void {
  for (const page of pages) {
    const behind = after ? page.items.findIndex(({ id }) => id === after) + 1 : 0
    const at = behind > 0 ? behind : before ? page.items.findIndex(({ id }) => id === before) : -1
    if (at < 0) continue
    page.items = page.items.toSpliced(at, 0, card)
    return
  }
  if (pages[0]) pages[0].items = [card, ...pages[0].items]
}
