// What is written in a cell as the value that a field keeps; pure.
import type { Fillable, ImportRow } from '../../contract.ts'

export type Written = { value: unknown } | { code: string; params?: Record<string, string | number> }
export type Manner = Pick<ImportRow, 'date_order' | 'decimal'>
/** What a word leads to: ids of records, keys of choices. Null where it leads to several. */
export type Words = ReadonlyMap<string, string | null>

const YES = new Set(['1', '+', 'x', 'y', 'yes', 'true', 'да', 'истина', 'ha', 'ҳа', 'bor', 'نعم', '✓', '✔'])
const NO = new Set(['0', '-', 'n', 'no', 'false', 'нет', 'ложь', 'yoʻq', "yo'q", 'yoq', 'йўқ', 'لا'])

export const wordKey = (word: string): string => word.trim().toLowerCase()

/** A cell that is not empty. */
export function convert({ type }: Fillable, cell: string, manner: Manner, words: Words): Written {
  switch (type) {
    case 'text':
      return { value: cell }
    case 'tags':
      return {
        value: cell
          .split(/[,;|\n]/)
          .map((word) => word.trim())
          .filter(Boolean)
          .map((word) => words.get(wordKey(word)) ?? word),
      }
    case 'yes_no': {
      const word = wordKey(cell)
      return YES.has(word) ? { value: true } : NO.has(word) ? { value: false } : { code: 'import.yes_no' }
    }
    case 'number':
      return numberOf(cell, manner)
    case 'date':
      return dateOf(cell, manner)
    case 'choice':
    case 'reference': {
      const found = words.get(wordKey(cell))
      if (found === null) return { code: 'import.ambiguous', params: { value: cell.slice(0, 100) } }
      return found === undefined
        ? { code: 'import.not_found', params: { value: cell.slice(0, 100) } }
        : { value: found }
    }
  }
}

function numberOf(cell: string, { decimal }: Manner): Written {
  const plain = cell.replaceAll(/[\s\u00a0\u202f']/g, '').replace(/[^\d.,+-].*$/, '')
  const text =
    decimal === 'comma'
      ? plain.replaceAll('.', (dot, at: number) => (isThousand(plain, at) ? '' : dot)).replace(',', '.')
      : plain.replaceAll(',', '')
  const value = Number(text)
  return text === '' || !Number.isFinite(value) ? { code: 'import.number' } : { value }
}

/** A dot before three digits, with a comma or another dot behind it, parts thousands. */
const isThousand = (text: string, at: number) =>
  /^\.\d{3}(?=[.,])/.test(text.slice(at)) || (text.match(/\./g)?.length ?? 0) > 1

/** A day as ISO: `2026-11-21` in any of the orders. */
function dateOf(cell: string, { date_order }: Manner): Written {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T\s])/.exec(cell)
  const parts = iso ?? /^(\d{1,4})[./\s-]+(\d{1,2})[./\s-]+(\d{1,4})(?:$|\D)/.exec(cell)
  if (!parts) return { code: 'import.date' }
  const order = iso || parts[1]!.length === 4 ? 'ymd' : date_order
  const at = (letter: string) => Number(parts[order.indexOf(letter) + 1])
  const [month, day] = [at('m'), at('d')]
  const year = at('y') < 100 ? at('y') + (at('y') > 50 ? 1900 : 2000) : at('y')
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal ? { value: date.toISOString().slice(0, 10) } : { code: 'import.date' }
}
