// Refusals as RFC 9457 problem+json in the caller's language.
import { invalid, Problem } from '../../contract/index.ts'
import type { Texts } from '../texts.ts'

export type ProblemBody = {
  type: string
  title: string
  status: number
  detail: string
  code: string
  request_id: string
  errors?: { pointer: string; code: string; message: string; params?: Record<string, string | number> }[]
}

// Fastify's own refusals, before an action is reached.
const fromFastify: Record<string, [code: string, status: number]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 413],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['media_type', 415],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['body_length', 400],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed_json', 400],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', 400],
  FST_ERR_BAD_URL: ['malformed_url', 400],
  FST_ERR_MAX_PARAM_LENGTH: ['malformed_url', 400],
}

/** An error as a Problem; null when it is nobody's fault but ours. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  const { code, statusCode, detail } = error as { code?: string; statusCode?: number; detail?: string }
  const known = fromFastify[code ?? '']
  if (known) return new Problem(known[0], known[1])
  if (statusCode === 400) return new Problem('malformed_json', 400)
  // A reference to a record that is not there, or not this tenant's.
  if (code === '23503') return invalid([{ pointer: `/${lastColumn(detail)}`, code: 'unknown_reference' }])
  if (code === '23505') return new Problem('duplicate', 409)
  // The disk of the database is full (or its quota): nothing was written, reading goes on.
  if (code === '53100') return new Problem('database_full', 507)
  if (code === '40001' || code === '40P01' || code === '55P03') return new Problem('busy', 409)
  return null
}

/** The column that a foreign key is about: the tenant's leads every key. */
const lastColumn = (detail = '') => /^Key \(([^)]*)\)/.exec(detail)?.[1]?.split(', ').at(-1) ?? ''

/** The body that tells a caller what was refused, why, and what to do. */
export function describe(problem: Problem, language: string, requestId: string, { t }: Texts): ProblemBody {
  const errors = problem.refusals.map(({ pointer, code, params }) => ({
    pointer,
    code,
    message: t(language, `invalid.${code}`, params),
    ...(params ? { params } : {}),
  }))
  return {
    type: `urn:workernet:problem:${problem.code}`,
    title: t(language, `problem_title.${problem.status}`),
    status: problem.status,
    detail: t(language, `problem.${problem.code}`, problem.params),
    code: problem.code,
    request_id: requestId,
    ...(errors.length > 0 ? { errors } : {}),
  }
}
