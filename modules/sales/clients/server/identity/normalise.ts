// The one way in which addresses, telephone and tax numbers are written; pure, for forms, import and merge alike.
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'
import { invalid, type Refusal } from '#kernel/contract/index.ts'

/** Where a number without a country may be from, tried in this order. */
const HERE: readonly CountryCode[] = ['UZ', 'RU', 'KZ']
const SHORTEST_TAX_NUMBER = 8
const LONGEST_TAX_NUMBER = 15

/** A telephone number in E.164 (`+998901234567`) from any way of writing it; null for what is none. */
export function phoneOf(written: string): string | null {
  const text = written.trim()
  if (/[a-zа-яё]/i.test(text.replace(/(доб|ext|x)\.?\s*\d+$/i, ''))) return null
  const digits = text.replace(/\D/g, '')
  // Before the country had a code of its own, its mobile numbers were dialled behind an 8; nobody else's begin so.
  const mobile = /^8(9\d{8})$/.exec(digits)?.[1]
  if (mobile) return `+998${mobile}`
  const spellings = text.startsWith('+') ? [text] : [...HERE, `+${digits}`]
  // A number that exists in a country before one that could: `8 901…` is Russian, not a short Uzbek one.
  for (const isGood of ['isValid', 'isPossible'] as const)
    for (const spelling of spellings) {
      const found = spelling.startsWith('+')
        ? parsePhoneNumberFromString(spelling)
        : parsePhoneNumberFromString(text, spelling as CountryCode)
      if (found?.[isGood]()) return found.number
    }
  return null
}

/** A tax number by its digits; null for what is none. */
export function taxNumberOf(written: string): string | null {
  const digits = written.replace(/[\s.\-/]/g, '')
  const { length } = digits
  return /^\d+$/.test(digits) && length >= SHORTEST_TAX_NUMBER && length <= LONGEST_TAX_NUMBER ? digits : null
}

export type Identities = { email?: string | null; phone?: string | null; tax_number?: string | null }

/** The same values as they are kept, and what is wrong about them. What is not given stays away, what is empty is null. */
export function normalise<T extends Identities>(given: T): { values: T; refusals: Refusal[] } {
  const refusals: Refusal[] = []
  const values = { ...given }
  const take = (field: keyof Identities, how: (written: string) => string | null) => {
    const written = given[field]
    if (written === undefined) return
    const kept = written?.trim() ? how(written) : null
    if (kept === null && written?.trim()) refusals.push({ pointer: `/${field}`, code: `${field}_format` })
    values[field] = kept
  }
  take('email', (written) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(written.trim()) ? written.trim().toLowerCase() : null))
  take('phone', phoneOf)
  take('tax_number', taxNumberOf)
  return { values, refusals }
}

/** The same, where a form or a call gave them: throws 422 naming what cannot be read. */
export function normalised<T extends Identities>(given: T): T {
  const { values, refusals } = normalise(given)
  if (refusals.length > 0) throw invalid(refusals)
  return values
}
