// What is written in a cell as the value that a field keeps; pure.
import type { Fillable, ImportRow } from '../../contract.ts'
import { dayIn, numberIn } from '../../contract/written.ts'

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
    case 'number': {
      const value = numberIn(cell, manner.decimal)
      return value === null ? { code: 'import.number' } : { value }
    }
    case 'date': {
      const value = dayIn(cell, manner.date_order)
      return value === null ? { code: 'import.date' } : { value }
    }
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
