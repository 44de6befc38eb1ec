// Moving a card: shown at once in every column, taken back with the reason where it is refused.
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { toast, useCommand, useT } from '#kernel/web/index.tsx'
import type { Page, Problem } from '#kernel/contract/index.ts'
import { type DealRow, deals } from '../../contract.ts'

export type Card = DealRow
export type Moving = Parameters<ReturnType<typeof useMoving>>[0]
type Pages = { pages: Page<Card>[]; pageParams: unknown[] }
type Wanted = { id: string; stage: string; after?: string | null; before?: string | null }

export function useMoving(onDone: () => void, onAsked: (input: Wanted, problem: Problem) => void) {
  const t = useT()
  const { run } = useCommand(deals.move, {
    optimistic: (input, cache) => show(cache, input as Wanted),
    onDone,
    onProblem: (problem, input) => {
      // What the stage asks for is asked in place.
      if (problem.refusals.some(({ code }) => code === 'required_by_stage' || code === 'needs_loss_reason'))
        return onAsked(input as Wanted, problem)
      toast(t(`problem.${problem.code}`, problem.params))
    },
  })
  return run
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
