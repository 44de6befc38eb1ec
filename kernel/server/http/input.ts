// From a request to an action's input: path parameters, and the query string of a read or the body of a change.
import * as z from 'zod'
import { type Action, bare, malformed } from '../../contract/index.ts'

type Asked = { params: unknown; query: unknown; body: unknown; headers: Record<string, unknown> }

/**
 * Joins the parts of a request. Query strings, and the fields that stood beside a file in its form, are text and are read by the
 * schema; bodies are taken as they are.
 */
export function inputOf(
  action: Action,
  { params, query, body, headers }: Asked,
  fields: Record<string, string> = {},
): Record<string, unknown> {
  const { version: _version, ...asked } = { ...fields, ...(query as Record<string, unknown>) }
  if (action.raw === 'answer') delete asked['link']
  const given = action.method === 'GET' || action.raw === 'body' ? fromQuery(action.in, asked) : bodyOf(body)
  return { ...given, ...(action.takes ? fromHeaders(action, headers) : {}), ...(params as object) }
}

function fromHeaders({ in: schema, takes }: Action, headers: Record<string, unknown>): Record<string, unknown> {
  const told = Object.entries(takes!).filter(([, header]) => headers[header] !== undefined)
  return fromQuery(schema, Object.fromEntries(told.map(([name, header]) => [name, headers[header]])))
}

function bodyOf(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {}
  if (typeof body !== 'object' || Array.isArray(body)) throw malformed('body_not_object')
  return body as Record<string, unknown>
}

function fromQuery(schema: z.ZodType, query: Record<string, unknown>): Record<string, unknown> {
  const shape: Record<string, z.ZodType> = schema instanceof z.ZodObject ? schema.shape : {}
  const read = Object.entries(query).map(([name, value]): [string, unknown] => [
    name,
    shape[name] ? readAs(bare(shape[name]), value) : value,
  ])
  return gathered(shape, read)
}

/** `custom.size=xl` is the value `size` of the field `custom`, where that is a record of values. */
function gathered(shape: Record<string, z.ZodType>, read: readonly [string, unknown][]): Record<string, unknown> {
  const known: Record<string, unknown> = {}
  for (const [name, value] of read) {
    const [head, ...rest] = name.split('.')
    const of = rest.length > 0 && shape[head!] ? bare(shape[head!]!) : null
    if (of instanceof z.ZodRecord) {
      const inner = (known[head!] ??= {}) as Record<string, unknown>
      if (typeof inner === 'object') inner[rest.join('.')] = readAs(bare(of.valueType as z.ZodType), value)
    } else known[name] = value
  }
  return known
}

function readAs(schema: z.ZodType, value: unknown): unknown {
  const one = elementOf(schema)
  if (one) {
    const several = (Array.isArray(value) ? value : [value]).flatMap((text) => String(text).split(','))
    const read = several.map((text) => readAs(one, text))
    return read.length === 1 && !(schema instanceof z.ZodArray) ? read[0] : read
  }
  if (typeof value !== 'string') return value
  if (schema instanceof z.ZodNumber) return /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (schema instanceof z.ZodBoolean) return value === 'true' ? true : value === 'false' ? false : value
  return value
}

/** What one of several values is, for a field that takes several; null for one that takes a single value. */
function elementOf(schema: z.ZodType): z.ZodType | null {
  if (schema instanceof z.ZodArray) return bare(schema.element as z.ZodType)
  const takesSeveral = schema instanceof z.ZodUnion && schema.options.some((one) => one instanceof z.ZodArray)
  return takesSeveral ? bare(schema.options[0] as z.ZodType) : null
}
