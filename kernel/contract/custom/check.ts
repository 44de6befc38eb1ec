// Whether a value fits a custom field: the same words for a form, the API, a mail and an import.
import type { Refusal } from '../problem.ts'
import type { FieldDefinition, Rules } from './field.ts'
import { type CustomValue, isEmpty } from './values.ts'

type Checked = { value: CustomValue | null } | { code: string; params?: Refusal['params'] }
type Field = Pick<FieldDefinition, 'type' | 'rules' | 'options'>

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const LONGEST = { text: 500, long_text: 10_000 } as const
const wrong = (expected: string): Checked => ({ code: 'wrong_type', params: { expected } })

/** The value as it is kept (null: empty), or why not. `before` is what was there: what was archived since may stay. */
export function checkValue({ type, rules, options }: Field, given: unknown, before?: unknown): Checked {
  const value = typeof given === 'string' ? given.trim() : given
  if (isEmpty(value)) return { value: null }
  if (type === 'text' || type === 'long_text')
    return typeof value === 'string' ? checkText(type, rules, value) : wrong('string')
  if (type === 'number') return typeof value === 'number' ? checkNumber(rules, value) : wrong('number')
  if (type === 'checkbox') return typeof value === 'boolean' ? { value } : wrong('boolean')
  if (type === 'date') return typeof value === 'string' ? checkDate(rules, value) : wrong('string')
  if (type === 'file' || type === 'reference')
    return typeof value === 'string' && UUID.test(value) ? { value } : { code: 'format.uuid' }
  const old = [before].flat()
  const open = options.filter(({ key, archived }) => !archived || old.includes(key)).map(({ key }) => key)
  const choices = { code: 'not_a_choice', params: { choices: open.join(', ') } }
  if (type === 'dropdown') return typeof value === 'string' && open.includes(value) ? { value } : choices
  if (!Array.isArray(value)) return wrong('array')
  const several = [...new Set(value as string[])]
  return several.every((one) => open.includes(one)) ? { value: several } : choices
}

function checkText(type: 'text' | 'long_text', rules: Rules, value: string): Checked {
  const maximum = Math.min(rules.max_length ?? LONGEST[type], LONGEST[type])
  if (value.length > maximum) return { code: 'too_big.string', params: { maximum } }
  if (rules.min_length && value.length < rules.min_length)
    return { code: 'too_small.string', params: { minimum: rules.min_length } }
  if (type === 'text' && /[\n\r]/.test(value)) return { code: 'one_line' }
  if (rules.format && !fitsFormat(rules.format, value)) return { code: `custom_format.${rules.format}` }
  return rules.mask && !fitsMask(rules.mask, value) ? { code: 'mask', params: { mask: rules.mask } } : { value }
}

/** One look at each character; nothing is tried twice. */
function fitsFormat(format: NonNullable<Rules['format']>, value: string): boolean {
  if (format === 'digits') return /^\d+$/.test(value)
  if (format === 'phone') return /^\+?[\d ()-]{5,30}$/.test(value) && value.replaceAll(/\D/g, '').length >= 5
  if (format === 'url') return /^https?:\/\/\S+$/i.test(value)
  const [name, domain, ...more] = value.split('@')
  return (
    more.length === 0 &&
    Boolean(name) &&
    !/\s/.test(value) &&
    /^[^.]/.test(domain ?? '') &&
    (domain ?? '').includes('.')
  )
}

/** Walks the mask and the value side by side. */
export function fitsMask(mask: string, value: string): boolean {
  const letters = Array.from(value)
  const shape = Array.from(mask)
  return (
    letters.length === shape.length &&
    shape.every((sign, index) => {
      const letter = letters[index]!
      if (sign === '#') return /\d/.test(letter)
      if (sign === '@') return /\p{L}/u.test(letter)
      return sign === '*' ? /[\p{L}\d]/u.test(letter) : sign === letter
    })
  )
}

function checkNumber({ min, max, decimals = 6 }: Rules, value: number): Checked {
  if (!Number.isFinite(value) || Math.abs(value) > 1e15) return { code: 'too_big.number', params: { maximum: 1e15 } }
  if (min !== undefined && value < min) return { code: 'too_small.number', params: { minimum: min } }
  if (max !== undefined && value > max) return { code: 'too_big.number', params: { maximum: max } }
  return Number(value.toFixed(decimals)) === value ? { value } : { code: 'decimals', params: { decimals } }
}

function checkDate({ earliest, latest }: Rules, value: string): Checked {
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value))) return { code: 'format.date' }
  if (new Date(value).toISOString().slice(0, 10) !== value) return { code: 'format.date' }
  if (earliest && value < earliest) return { code: 'date_early', params: { earliest } }
  return latest && value > latest ? { code: 'date_late', params: { latest } } : { value }
}
