// What a change of a deal comes to, before it is written.
import { forbidden, invalid, matches, Problem } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { Deal, type DealRow, linesTotal } from '../contract.ts'
import { newIn } from './deal-line.ts'
import { refuseUnknown } from './references.ts'
import type { DealContext } from './tables.ts'

export type Wanted = Partial<DealRow>

/** Those of some wanted values that change the deal, with what follows from them; throws what refuses them, below `at`. */
export async function decided(context: DealContext, deal: DealRow, wanted: Wanted, at = ''): Promise<Wanted> {
  const values = newIn(deal, withAmount(deal, withContact(deal, wanted), at))
  if ('owner' in values || 'team' in values) mayAssign(context, deal)
  if (Object.keys(values).length > 0)
    await refuseUnknown(context, values, { ...deal, ...values }).catch((refused: unknown) => {
      throw refused instanceof Problem && refused.code === 'invalid' ? below(at, refused) : refused
    })
  return values
}

/** A refusal with its pointers where the caller gave the values. */
const below = (at: string, { refusals }: Problem) =>
  invalid(refusals.map((one) => ({ ...one, pointer: `${at}${one.pointer}` })))

/** People belong to one client. */
const withContact = (deal: DealRow, wanted: Wanted): Wanted =>
  wanted.client !== undefined && wanted.client !== deal.client && wanted.contact === undefined
    ? { ...wanted, contact: null }
    : wanted

/** Where there are lines, the amount is what they add up to. */
export function withAmount<T extends Wanted>(deal: Pick<DealRow, 'lines' | 'tax_included'>, wanted: T, at = ''): T {
  const lines = wanted.lines ?? deal.lines
  const isAsked = [wanted.lines, wanted.amount, wanted.tax_included].some((value) => value !== undefined)
  if (lines.length === 0 || !isAsked) return wanted
  const amount = linesTotal(lines, wanted.tax_included ?? deal.tax_included)
  if (amount === null) throw invalid([{ pointer: `${at}/lines`, code: 'sum_too_big' }])
  return { ...wanted, amount }
}

/** A deal as it is written: the driver would take a list for an array of PostgreSQL's. */
export const stored = <T extends Wanted>(values: T): T =>
  values.lines === undefined ? values : { ...values, lines: JSON.stringify(values.lines) }

/** Who has a deal may hand it on as far as their permission reaches. */
function mayAssign({ actor }: DealContext, deal: DealRow): void {
  if (!matches(reach(actor, Deal, 'deals.assign'), deal, actor)) throw forbidden('deals.assign')
}
