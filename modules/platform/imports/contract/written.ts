// Numbers and days as people write them in files; pure, for the reading and for showing how a cell will be read.
import type { ImportRow } from '../contract.ts'

/** The number in a cell; null for what is none. Spaces and marks of thousands are left out, units behind it too. */
export function numberIn(cell: string, decimal: ImportRow['decimal']): number | null {
  const plain = cell.replaceAll(/[\s\u00a0\u202f']/g, '').replace(/[^\d.,+-].*$/, '')
  const text =
    decimal === 'comma'
      ? plain.replaceAll('.', (dot, at: number) => (isThousand(plain, at) ? '' : dot)).replace(',', '.')
      : plain.replaceAll(',', '')
  const value = Number(text)
  return text === '' || !Number.isFinite(value) ? null : value
}

/** A dot before three digits, with a comma or another dot behind it, parts thousands. */
const isThousand = (text: string, at: number) =>
  /^\.\d{3}(?=[.,])/.test(text.slice(at)) || (text.match(/\./g)?.length ?? 0) > 1

/** A day as ISO, `2026-11-21`, in any of the orders; null for what is none. */
export function dayIn(cell: string, dateOrder: ImportRow['date_order']): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T\s])/.exec(cell)
  const parts = iso ?? /^(\d{1,4})[./\s-]+(\d{1,2})[./\s-]+(\d{1,4})(?:$|\D)/.exec(cell)
  if (!parts) return null
  const order = iso || parts[1]!.length === 4 ? 'ymd' : dateOrder
  const at = (letter: string) => Number(parts[order.indexOf(letter) + 1])
  const [month, day] = [at('m'), at('d')]
  const year = at('y') < 100 ? at('y') + (at('y') > 50 ? 1900 : 2000) : at('y')
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal ? date.toISOString().slice(0, 10) : null
}
