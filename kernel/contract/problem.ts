/** One refused field of an input: where (JSON Pointer), which rule, and the rule's figures. */
export type Refusal = { pointer: string; code: string; params?: Record<string, string | number> }

/** The refusals of one part of an input, with pointers from that part on. */
export const refusalsBelow = (refusals: readonly Refusal[], pointer: string): Refusal[] =>
  refusals.flatMap((one) =>
    one.pointer === pointer || one.pointer.startsWith(`${pointer}/`)
      ? [{ ...one, pointer: one.pointer.slice(pointer.length) }]
      : [],
  )

/** An expected refusal. `code` is also the translation key of its message, under `problem.`. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly params: Record<string, string | number>
  readonly refusals: readonly Refusal[]

  constructor(
    code: string,
    status: number,
    params: Record<string, string | number> = {},
    refusals: readonly Refusal[] = [],
  ) {
    super(code)
    this.code = code
    this.status = status
    this.params = params
    this.refusals = refusals
  }
}

export const malformed = (code: string, params = {}) => new Problem(code, 400, params)
export const unauthorized = (code = 'unauthorized') => new Problem(code, 401)
export const forbidden = (permission: string) => new Problem('forbidden', 403, { permission })
export const notFound = (what: string) => new Problem(`${what}.not_found`, 404)
export const conflict = (code: string, params: Record<string, string | number> = {}) => new Problem(code, 409, params)
export const stale = () => new Problem('stale', 412)
export const invalid = (refusals: readonly Refusal[]) => new Problem('invalid', 422, {}, refusals)
export const unavailable = () => new Problem('unavailable', 503)
