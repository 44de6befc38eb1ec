// Calls made from the description: most nearly right, each wrong in some way of its own.
import type { Action } from '#kernel/contract/index.ts'
import { objectOf, type Schema, valueOf } from './from-schema.ts'
import { ODD_PATHS, ODD_QUERIES, ODD_TYPES, oddBody, oddBytes, oddHeader, oddText, oddValue } from './odd.ts'
import type { Random } from './random.ts'

export type Operation = {
  operationId: string
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>
}
/** One operation with what is known to work for it. */
export type Target = {
  action: Action
  operation: Operation
  /** Path, query and body of a call that the administrator would be granted. */
  example: Record<string, unknown>
  /** Ids for `id` in its path. */
  subjects: readonly string[]
  /** How often it is called, from 0 to 1. */
  weight: number
}
export type FuzzCall = {
  /** Whose answers must be documented; null where the address may lead anywhere. */
  target: Target | null
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers: Record<string, string>
  payload?: string | Buffer
}

/** An operation by its weight. */
function targetFrom(targets: readonly Target[], random: Random): Target {
  for (;;) {
    const target = random.pick(targets)
    if (random.chance(target.weight)) return target
  }
}

/** One call; `ids` gives an id for a field by its name, of this tenant or of another. */
export function callOf(targets: readonly Target[], random: Random, ids: (name: string) => string): FuzzCall {
  if (random.chance(0.03)) return strayed(random)
  const target = targetFrom(targets, random)
  const { action, operation, example } = target
  const making = { random, idFor: ids }
  const parameters = operation.parameters ?? []
  const schema = bodySchema(operation)
  const usesExample = random.chance(0.5)
  const wrong = random.chance(0.6)
    ? random.pick(['body', 'path', 'query', 'header', 'type', 'all'] as const)
    : 'nothing'
  const isWrong = (part: typeof wrong) => wrong === part || wrong === 'all'

  let url = `/api${action.path.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    if (isWrong('path') && random.chance(0.7)) return encoded(oddText(random)) || 'x'
    const own = parameters.find((one) => one.name === name)!
    if (name === 'id' && target.subjects.length > 0 && random.chance(0.8)) return random.pick(target.subjects)
    const value = random.chance(0.7) && name in example ? example[name] : valueOf(own.schema, name, making)
    return encoded(String(value)) || 'x'
  })}`
  const headers: Record<string, string> = {}
  const query: string[] = []
  for (const { name, in: place, required, schema: wanted } of parameters) {
    if (place === 'path') continue
    const known = place === 'query' ? example[name] : undefined
    if (known === undefined && !required && random.chance(0.8)) continue
    let value = known !== undefined && random.chance(0.7) ? known : valueOf(wanted, name, making)
    if (place === 'query' && isWrong('query') && random.chance(0.5)) value = oddText(random)
    if (place === 'header') headers[name.toLowerCase()] = latin(String(value))
    else query.push(`${encodeURIComponent(name)}=${encoded(String(value))}`)
  }
  if (isWrong('query')) query.push(random.pick(ODD_QUERIES))
  if (query.length > 0) url += `?${query.join('&')}`

  const call: FuzzCall = { target, method: action.method, url, headers }
  if (action.raw === 'body') {
    Object.assign(headers, example['headers'])
    headers['content-type'] = isWrong('type') ? random.pick(ODD_TYPES) : 'text/plain'
    call.payload = isWrong('body') ? oddBytes(random) : 'some text'
  } else if (schema) {
    headers['content-type'] = isWrong('type') ? random.pick(ODD_TYPES) : 'application/json'
    const inBody = Object.keys(schema.properties ?? {})
    const body = usesExample
      ? Object.fromEntries(inBody.filter((name) => name in example).map((name) => [name, example[name]]))
      : objectOf(schema, making)
    if (isWrong('body')) {
      if (random.chance(0.25)) call.payload = oddBody(random)
      else for (let times = 1 + random.below(2); times > 0; times -= 1) spoil(body, inBody, random)
    }
    call.payload ??= JSON.stringify(body)
  } else if (action.method !== 'GET' && isWrong('body')) {
    headers['content-type'] = 'application/json'
    call.payload = oddBody(random)
  }
  if (isWrong('header') || random.chance(0.1))
    for (let times = 1 + random.below(2); times > 0; times -= 1) {
      const [name, value] = oddHeader(random)
      headers[name] = value
    }
  if (action.method === 'GET' && random.chance(0.02)) call.method = 'HEAD'
  return call
}

function strayed(random: Random): FuzzCall {
  const method = random.pick(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)
  const headers: Record<string, string> = Object.fromEntries([oddHeader(random)])
  const url = random.pick(ODD_PATHS)
  if (method === 'GET' || method === 'HEAD') return { target: null, method, url, headers }
  return {
    target: null,
    method,
    url,
    headers: { 'content-type': 'application/json', ...headers },
    payload: oddBody(random),
  }
}

const bodySchema = (operation: Operation): Schema | undefined =>
  operation.requestBody?.content['application/json']?.schema

/** One field made wrong: another value, none, or one too many. */
function spoil(body: Record<string, unknown>, names: readonly string[], random: Random): void {
  const name =
    names.length > 0 && random.chance(0.9) ? random.pick(names) : random.pick(['never_heard_of', 'id', 'tenant_id'])
  if (random.chance(0.15)) delete body[name]
  else body[name] = oddValue(random)
}

/** Percent-encoded, with halves of characters as the bytes a careless program makes of them. */
function encoded(text: string): string {
  const odd = /^\.{1,2}$/.test(text) ? 'x' : text
  return odd
    .replaceAll(/[\ud800-\udfff]/gu, '\ufffe')
    .split('\ufffe')
    .map(encodeURIComponent)
    .join('%ED%A0%80')
}

/** Header values are bytes. */
const latin = (text: string) => text.replaceAll(/[^\u0020-\u00ff]/gu, '?')
