// What a deal sells, line by line, and what that adds up to.
import * as z from 'zod'
import { MOST_MONEY } from '#kernel/contract/index.ts'

export const MOST_LINES = 100
/** Quantities have at most three decimals, discounts and taxes (in percent) two: sums of money must not depend on floating point. */
export const DealLine = z.strictObject({
  name: z.string().max(200).trim().min(1),
  quantity: z.number().min(0.001).max(1_000_000),
  /** Of one, in minor units of the deal's currency. */
  price: z.int().min(0).max(1_000_000_000_000),
  discount: z.number().min(0).max(100).default(0),
  /** The rate in percent; absent where nothing is said of taxes. */
  tax: z.number().min(0).max(100).optional(),
})
export type DealLine = z.output<typeof DealLine>

/** Quantity × price less the discount, in minor units, half a unit rounded up. */
export function lineTotal({ quantity, price, discount }: DealLine): number {
  const scaled = thousandths(quantity) * BigInt(price) * (10_000n - hundredths(discount))
  return Number((scaled + 5_000_000n) / 10_000_000n)
}

const thousandths = (value: number) => BigInt(Math.round(value * 1_000))
const hundredths = (value: number) => BigInt(Math.round(value * 100))

/** The tax of a line in minor units, half a unit rounded up: within its sum where prices hold taxes, else on top of it. */
export function lineTax(line: DealLine, isIncluded: boolean): number {
  const [sum, rate] = [BigInt(lineTotal(line)), hundredths(line.tax ?? 0)]
  const whole = isIncluded ? 10_000n + rate : 10_000n
  return Number((2n * sum * rate + whole) / (2n * whole))
}

/** What lines are taxed, by rate: `net` without the tax. Each line is rounded by itself, so that sums are those of the lines. */
export function taxesOf(lines: readonly DealLine[], isIncluded: boolean): { rate: number; net: number; tax: number }[] {
  const rates = [...new Set(lines.flatMap(({ tax }) => tax ?? []))].toSorted((a, b) => a - b)
  return rates.map((rate) => {
    const own = lines.filter((one) => one.tax === rate)
    const tax = own.reduce((sum, one) => sum + lineTax(one, isIncluded), 0)
    const total = own.reduce((sum, one) => sum + lineTotal(one), 0)
    return { rate, net: isIncluded ? total - tax : total, tax }
  })
}

/** What all lines add up to, with their taxes; null for more than an amount can be. */
export function linesTotal(lines: readonly DealLine[], isIncluded: boolean): number | null {
  const total = lines.reduce((sum, one) => sum + lineTotal(one) + (isIncluded ? 0 : lineTax(one, false)), 0)
  return total > MOST_MONEY ? null : total
}
