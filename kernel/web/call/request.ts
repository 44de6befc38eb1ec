// From an action and its input to a request.
import type { Action } from '../../contract/index.ts'

export type Prepared = { url: string; method: string; headers: Record<string, string>; body: BodyInit | undefined }

/** Puts path parameters into the path, a read's input into the query string and a change's input into the body. */
export function prepare(action: Action, input: unknown): Prepared {
  const rest: Record<string, unknown> = { ...(input as object) }
  const path = action.path.replace(/:(\w+)/g, (_whole, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  const { method } = action
  if (action.raw === 'body') {
    const { body, type, ...query } = rest
    return {
      url: `/api${path}${queryOf(query)}`,
      method,
      headers: { 'content-type': String(type || 'application/octet-stream') },
      body: body as BodyInit,
    }
  }
  if (method === 'GET') return { url: `/api${path}${queryOf(rest)}`, method, headers: {}, body: undefined }
  const hasBody = method !== 'DELETE' || Object.keys(rest).length > 0
  return {
    url: `/api${path}`,
    method,
    headers: hasBody ? { 'content-type': 'application/json' } : {},
    body: hasBody ? JSON.stringify(rest) : undefined,
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** The values of a record stand in the address under `<record>.<name>`. */
const within = (name: string, record: Record<string, unknown>) =>
  Object.entries(record).map(([key, value]) => [`${name}.${key}`, value] as const)

function queryOf(input: Record<string, unknown>): string {
  const given = Object.entries(input)
    .flatMap(([name, value]) => (isRecord(value) ? within(name, value) : [[name, value] as const]))
    .filter(([, value]) => value !== undefined)
  if (given.length === 0) return ''
  const query = new URLSearchParams()
  for (const [name, value] of given)
    query.append(name, Array.isArray(value) ? value.join(',') : value === null ? 'none' : String(value))
  return `?${query.toString().replaceAll('%2C', ',')}`
}
