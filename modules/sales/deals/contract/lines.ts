// What a deal sells, line by line, and what that adds up to.
import * as z from 'zod'
import { MOST_MONEY } from '#kernel/contract/index.ts'

export const MOST_LINES = 100
/** Quantities have at most three decimals, discounts (in percent) two: sums of money must not depend on floating point. */
export const DealLine = z.strictObject({
  name: z.string().max(200).trim().min(1),
  quantity: z.number().min(0.001).max(1_000_000),
  /** Of one, in minor units of the deal's currency. */
  price: z.int().min(0).max(1_000_000_000_000),
  discount: z.number().min(0).max(100).default(0),
})
export type DealLine = z.output<typeof DealLine>

/** Quantity × price less the discount, in minor units, half a unit rounded up. */
export function lineTotal({ quantity, price, discount }: DealLine): number {
  const scaled = thousandths(quantity) * BigInt(price) * (10_000n - hundredths(discount))
  return Number((scaled + 5_000_000n) / 10_000_000n)
}

const thousandths = (value: number) => BigInt(Math.round(value * 1_000))
const hundredths = (value: number) => BigInt(Math.round(value * 100))

/** What all lines add up to; null for more than an amount can be. */
export function linesTotal(lines: readonly DealLine[]): number | null {
  const total = lines.reduce((sum, one) => sum + lineTotal(one), 0)
  return total > MOST_MONEY ? null : total
}
