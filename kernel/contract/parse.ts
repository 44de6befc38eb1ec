// Checking what people send, in the same words for a form in the browser and for the API.
import type * as z from 'zod'
import { invalid, type Refusal } from './problem.ts'

/** Checks an input; throws 422 naming every refused field. */
export function parse(schema: z.ZodType, input: unknown): unknown {
  const unfit = findUnfit(input, [])
  if (unfit) throw invalid([unfit])
  // Without the input in the issue a missing field could not be told from one of a wrong type.
  const parsed = schema.safeParse(input, { reportInput: true })
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.flatMap(refusalsOf))
}

// In Unicode mode a pair is one character, so only a half without its other half is in this class.
const LONE_SURROGATE = /\p{Surrogate}/u

// Deeper than anything that a schema of ours describes.
const DEEPEST = 64

/** A text that PostgreSQL cannot hold (NUL, a lone surrogate), or a value that is too deep to be looked through. */
function findUnfit(value: unknown, path: readonly string[]): Refusal | null {
  if (typeof value === 'string')
    return LONE_SURROGATE.test(value) || value.includes('\u0000')
      ? { pointer: pointerOf(path), code: 'unstorable' }
      : null
  if (typeof value !== 'object' || value === null || !isPlain(value)) return null
  if (path.length > DEEPEST) return { pointer: pointerOf(path.slice(0, 1)), code: 'wrong' }
  for (const [key, inner] of Object.entries(value)) {
    const found = findUnfit(key, path) ?? findUnfit(inner, [...path, key])
    if (found) return found
  }
  return null
}

/** What JSON is made of; bytes and streams are not looked into. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Zod's issue as a refusal: `code` is the translation key under `invalid.`. */
function refusalsOf(issue: z.core.$ZodIssue): Refusal[] {
  const pointer = pointerOf(issue.path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: `${pointer}/${key}`, code: 'unknown_field' }))
  if (issue.input === undefined) return [{ pointer, code: 'required' }]
  if (issue.code === 'invalid_type') return [{ pointer, code: 'wrong_type', params: { expected: issue.expected } }]
  // An object with a field `length` is measured although it is no text or list; that it is none is said beside.
  if ((issue.code === 'too_small' || issue.code === 'too_big') && (issue.origin as string) === 'unknown') return []
  if (issue.code === 'too_small')
    return [
      {
        pointer,
        code: issue.origin === 'string' && issue.minimum === 1 ? 'required' : `too_small.${issue.origin}`,
        params: { minimum: Number(issue.minimum) },
      },
    ]
  if (issue.code === 'too_big')
    return [{ pointer, code: `too_big.${issue.origin}`, params: { maximum: Number(issue.maximum) } }]
  if (issue.code === 'invalid_value')
    return [{ pointer, code: 'not_a_choice', params: { choices: issue.values.join(', ') } }]
  // None of the choices, and not of the other form that would do as well: the choices say more.
  if (issue.code === 'invalid_union') {
    const own = issue.errors.flat().filter(({ path }) => path.length === 0)
    const choice = own.find(({ code }) => code === 'invalid_value')
    if (choice && own.some(({ code }) => code === 'invalid_format'))
      return refusalsOf({ ...choice, path: issue.path, input: issue.input } as z.core.$ZodIssue)
  }
  if (issue.code === 'invalid_format') return [{ pointer, code: `format.${issue.format}` }]
  if (issue.code === 'custom') return [{ pointer, code: issue.message }]
  return [{ pointer, code: 'wrong' }]
}
