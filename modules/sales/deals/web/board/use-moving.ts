// Moving a card: shown at once in every column, taken back with the reason where it is refused.
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { toast, useCommand, useT } from '#kernel/web/index.tsx'
import type { Page, Problem } from '#kernel/contract/index.ts'
import { type DealRow, deals } from '../../contract.ts'

export type Card = DealRow
type Pages = { pages: Page<Card>[]; pageParams: unknown[] }
type Wanted = { id: string; stage: string; after?: string | null; before?: string | null }

type Told = {
  onDone: () => void
  /** The stage asks for something: it is asked in place. */
  onAsked: (card: Card, input: Wanted, problem: Problem) => void
  /** Refused: the card is where it was, or where somebody else moved it meanwhile. */
  onBack: (card: Card) => void
}

/** Answers `move(card, where)`: for the version of the card that the person saw. */
export function useMoving({ onDone, onAsked, onBack }: Told) {
  const t = useT()
  const cache = useQueryClient()
  const underWay = useRef(new Map<string, number>())
  /** As the person saw them. */
  const moved = useRef(new Map<string, Card>())
  const { run } = useCommand(deals.move, {
    optimistic: (input, held) => show(held, input as Wanted),
    onDone,
    onProblem: (problem, input) => {
      const wanted = input as Wanted
      const card = moved.current.get(wanted.id)!
      if (problem.refusals.some(({ code }) => code === 'required_by_stage' || code === 'needs_loss_reason'))
        return onAsked(card, wanted, problem)
      const isStale = problem.code === 'stale'
      toast(isStale ? t('deals.moved_meanwhile') : t(`problem.${problem.code}`, problem.params), { tone: 'problem' })
      onBack(card)
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
    await run({ id, ...where, ...more } as never, count > 0 ? {} : { version })
    const left = underWay.current.get(id)! - 1
    if (left > 0) underWay.current.set(id, left)
    else underWay.current.delete(id)
  }
}

/** Takes the card out of every column and puts it where it goes; answers how to undo that. */
function show(cache: QueryClient, { id, stage, after, before }: Wanted): () => void {
  const columns = cache.getQueriesData<Pages>({ queryKey: [deals.list.name] })
  const isColumn = ([key, data]: readonly [QueryKey, Pages | undefined]) =>
    (key[1] as { sort?: string } | undefined)?.sort === 'position' && Array.isArray(data?.pages)
  const held = columns.filter(isColumn)
  const card = held.flatMap(([, data]) => data!.pages.flatMap(({ items }) => items)).find((one) => one.id === id)
  for (const [key, data] of held) {
    const without = data!.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== id) }))
    if (card && (key[1] as { stage: string }).stage === stage)
      put(
        without,
        { ...card, stage, stage_since: card.stage === stage ? card.stage_since : new Date().toISOString() },
        after,
        before,
      )
    cache.setQueryData(key, { ...data!, pages: without })
  }
  return () => {
    for (const [key, data] of held) cache.setQueryData(key, data)
  }
}

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
