// A forecast as it is read: by currency, month and owner, with what each adds up to. Currencies are never added.
import type { Out } from '#kernel/contract/index.ts'
import type { board } from '../../contract.ts'

export type Item = Out<typeof board.forecast>['items'][number]
export type Figures = Pick<Item, 'open' | 'sum' | 'weighted' | 'won' | 'won_sum'>
export type InMonth = { month: string; owners: readonly Item[]; total: Figures }
export type InCurrency = { currency: string; months: readonly InMonth[]; total: Figures }

const NOTHING: Figures = { open: 0, sum: 0, weighted: 0, won: 0, won_sum: 0 }

const added = (items: readonly Figures[]): Figures =>
  items.reduce(
    (total, one) => ({
      open: total.open + one.open,
      sum: total.sum + one.sum,
      weighted: total.weighted + one.weighted,
      won: total.won + one.won,
      won_sum: total.won_sum + one.won_sum,
    }),
    NOTHING,
  )

/** Months in their order, those without a date last; the owner with most expected first. */
export function byCurrency(items: readonly Item[]): InCurrency[] {
  const currencies = Map.groupBy(items, ({ currency }) => currency)
  return [...currencies]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([currency, some]) => ({
      currency,
      total: added(some),
      months: [...Map.groupBy(some, ({ month }) => month)]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([month, owners]) => ({
          month,
          total: added(owners),
          owners: owners.toSorted((a, b) => b.weighted + b.won_sum - a.weighted - a.won_sum),
        })),
    }))
}
