// Whether an answer may be given: a documented status, one shape of errors, nothing of our inside.
import type { FuzzCall } from './calls.ts'

export type Answer = { statusCode: number; headers: Record<string, unknown>; body: string }

/** Whoever keeps the platform reads there what went wrong inside. */
const SHOWS_LOGS = 'system.logs'

/** What only programs and databases say. What calls send never looks like this. */
const LEAKS: readonly RegExp[] = [
  /\n\s+at .+:\d+:\d+/,
  /\\n\s+at .+:\d+:\d+/,
  /node_modules|node:internal|file:\/\/\//,
  /\.(?:ts|mjs|cjs):\d+/,
  /syntax error at or near|invalid input syntax|violates .{1,60} constraint|duplicate key value/i,
  /(?:relation|column|function) (?:\\?")?\w+(?:\\?")? does not exist/i,
  /permission denied for|SQLSTATE|row-level security/i,
  /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|ZodError|DatabaseError)\b/,
  /Cannot read propert|is not a function|is not iterable/,
]
/** Where an address leads is not known, no operation says what is right. */
const ANYWHERE = [200, 201, 204, 206, 302, 304, 400, 401, 403, 404, 405, 409, 412, 413, 414, 415, 416, 422]

/** What is wrong with an answer; nothing when it may be given. */
export function faultsOf(call: FuzzCall, { statusCode, headers, body }: Answer): string[] {
  const faults: string[] = []
  const type = String(headers['content-type'] ?? '').split(';')[0]!
  const documented = call.target ? Object.keys(call.target.operation.responses).map(Number) : ANYWHERE
  if (statusCode >= 500 && statusCode !== 507) faults.push(`answers ${statusCode}`)
  else if (!documented.includes(statusCode)) faults.push(`answers ${statusCode}, which is not documented`)
  if (statusCode >= 400 && call.method !== 'HEAD') faults.push(...problemFaults(statusCode, type, headers, body))
  if (statusCode < 300 && statusCode !== 204 && call.target && call.method !== 'HEAD') {
    const content = call.target.operation.responses[String(statusCode)]?.content
    if (content && !content[type] && !content['*/*']) faults.push(`answers ${type}, which is not documented`)
  }
  if (call.target?.action.name === SHOWS_LOGS) return faults
  if (body.includes(process.cwd())) faults.push('tells where it lives')
  if (/json|^text\/html/.test(type))
    for (const leak of LEAKS) {
      const found = leak.exec(body)
      if (found) faults.push(`tells of its inside: ${found[0].slice(0, 100)}`)
    }
  return faults
}

const TEXT_KEY = /^(?:problem|problem_title|invalid)\.|\{\{/

function problemFaults(status: number, type: string, headers: Record<string, unknown>, body: string): string[] {
  const faults: string[] = []
  const must = (holds: boolean, what: string) => void (holds || faults.push(what))
  must(type === 'application/problem+json', `a refusal as ${type}`)
  let problem: Record<string, unknown>
  try {
    problem = JSON.parse(body) as Record<string, unknown>
  } catch {
    return [...faults, 'a refusal that is no JSON']
  }
  const { type: urn, title, status: said, detail, code, request_id, errors, ...more } = problem
  must(Object.keys(more).length === 0, `a refusal with ${Object.keys(more).join()}`)
  must(typeof code === 'string' && code !== '', 'no code')
  must(urn === `urn:workernet:problem:${String(code)}`, `type ${String(urn)}`)
  must(said === status, `status ${String(said)} in the body`)
  for (const text of [title, detail])
    must(typeof text === 'string' && text !== '' && !TEXT_KEY.test(text), `the text ${String(text)} of ${String(code)}`)
  must(typeof request_id === 'string' && request_id === headers['x-request-id'], 'another request id')
  must(errors === undefined || (Array.isArray(errors) && errors.length > 0), 'errors that are no list')
  for (const error of (Array.isArray(errors) ? errors : []) as Record<string, unknown>[]) {
    must(
      typeof error['pointer'] === 'string' && /^(?:\/|$)/.test(error['pointer']),
      `pointer ${String(error['pointer'])}`,
    )
    must(typeof error['code'] === 'string', 'an error without a code')
    must(
      typeof error['message'] === 'string' && !TEXT_KEY.test(error['message']),
      `the text ${String(error['message'])} of ${String(error['code'])}`,
    )
  }
  must(status !== 401 || headers['www-authenticate'] !== undefined, '401 without WWW-Authenticate')
  return faults
}
