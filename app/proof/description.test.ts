// The description of the API is valid OpenAPI 3.1, complete, and true.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { ANYONE, SIGNED_IN } from '#kernel/contract/index.ts'
import { openApi } from '#kernel/server/http/docs/openapi.ts'
import { LANGUAGES } from '#kernel/server/texts.ts'
import { permissions } from '#modules/platform/identity/contract.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { exampleOf } from './testing/examples.ts'

type Schema = {
  [key: string]: unknown
  $ref?: string
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
}
type Parameter = { name: string; in: string; required: boolean; schema: Schema }
type Body = { content: Record<string, { schema: Schema }> }
type Operation = {
  operationId: string
  summary: string
  tags: string[]
  security: object[]
  parameters?: Parameter[]
  requestBody?: Body
  responses: Record<string, { $ref?: string; description?: string; content?: Body['content'] }>
}
type Document = {
  openapi: string
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; responses: Record<string, unknown>; securitySchemes: object }
}

let desk: TestPlatform
let app: FastifyInstance
before(async () => {
  desk = await testPlatform({ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: '9' })
  app = await desk.edge()
})
after(() => desk.close())

const describedIn = (language: string): Document => {
  const { actions, entities, platform } = desk.running
  return JSON.parse(JSON.stringify(openApi(actions, entities, platform.texts, language))) as Document
}
const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
const routed = () => desk.running.actions.filter(({ internal }) => !internal)

/** Every schema in a document, with its place. */
function* schemasIn(value: unknown, place: string): Generator<[string, Schema]> {
  if (typeof value !== 'object' || value === null) return
  const schema = value as Schema
  if (typeof schema.type === 'string' || schema.$ref || schema.anyOf) yield [place, schema]
  for (const [key, inner] of Object.entries(schema)) yield* schemasIn(inner, `${place}/${key}`)
}

test('the document has the shape of OpenAPI 3.1', () => {
  const document = describedIn('en')
  assert.match(document.openapi, /^3\.1\.\d$/)
  assert.ok(document.info.title && document.info.version && document.info.description)
  const ids = new Set<string>()
  for (const { path, method, operation } of operationsOf(document)) {
    const place = `${method} ${path}`
    assert.ok(['get', 'post', 'put', 'patch', 'delete'].includes(method), place)
    assert.ok(!ids.has(operation.operationId), `${operation.operationId} stands twice`)
    ids.add(operation.operationId)
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const parameters = operation.parameters ?? []
    assert.deepEqual(
      parameters.filter((one) => one.in === 'path').map(({ name }) => name),
      inPath,
      place,
    )
    for (const one of parameters) assert.ok(one.in !== 'path' || one.required, `${place}: ${one.name}`)
    assert.equal(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size, parameters.length, place)
    assert.ok(!(method === 'get' && operation.requestBody), `${place} reads a body`)
    for (const [status, answer] of Object.entries(operation.responses)) {
      assert.match(status, /^[1-5]\d\d$/, place)
      assert.ok(answer.$ref ?? answer.description, `${place} ${status}`)
    }
  }
})

test('its schemas say what they mean: known types, references that lead somewhere, required fields that are there', () => {
  const document = describedIn('en')
  const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']
  for (const [place, schema] of [...schemasIn(document.components.schemas, ''), ...schemasIn(document.paths, '')]) {
    if (schema.$ref) {
      const target = schema.$ref
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
      assert.ok(target, `${place} refers to ${schema.$ref}`)
      continue
    }
    if (schema.type)
      assert.ok(
        [schema.type].flat().every((type) => types.includes(type)),
        `${place}: ${schema.type}`,
      )
    if (schema.type === 'object')
      for (const name of schema.required ?? []) assert.ok(schema.properties?.[name], `${place}: ${name}`)
    if (schema.type === 'array') assert.ok(schema['prefixItems'] ?? schema.items, `${place} is a list of nothing`)
    assert.equal(schema['$schema'], undefined, place)
  }
})

test('what webhooks send is described with the words of its event', () => {
  const { actions, entities, platform } = desk.running
  const { webhooks } = openApi(actions, entities, platform.texts, 'ru', platform.publicEvents) as {
    webhooks: Record<string, { post: { summary: string; requestBody: object } }>
  }
  assert.equal(webhooks['ticket.created']!.post.summary, platform.texts.t('ru', 'event.ticket.created'))
  assert.match(JSON.stringify(webhooks['ticket.commented']!.post.requestBody), /"data".*"comment"/)
})

test('every route is in it, with its permission and a summary in every language, and nothing else is', () => {
  for (const language of LANGUAGES) {
    const document = describedIn(language)
    const described = new Map(
      operationsOf(document).map(({ path, method, operation }) => [`${method} ${path}`, operation]),
    )
    for (const action of routed()) {
      const place = `${action.method.toLowerCase()} /api${action.path.replaceAll(/:(\w+)/g, '{$1}')}`
      const operation = described.get(place)
      assert.ok(operation, `${place} is missing`)
      assert.equal(operation.operationId, action.name)
      assert.notEqual(operation.summary, `action.${action.name}`, `${action.name} has no summary in ${language}`)
      assert.deepEqual(operation.security, action.can === ANYONE ? [] : [{ bearer: [] }])
      assert.ok(operation.responses[action.status])
      described.delete(place)
    }
    assert.deepEqual([...described.keys()], [])
  }
})

test('every call is answered with a status and a media type that the document names', async () => {
  const document = describedIn('en')
  const headers = await desk.signIn(app, 'acme', 'admin')
  const faults: string[] = []
  for (const action of routed().filter(({ session }) => !session)) {
    const example = await exampleOf(desk, 'acme', action)
    const operation = document.paths[`/api${action.path.replaceAll(/:(\w+)/g, '{$1}')}`]![action.method.toLowerCase()]!
    const url = `/api${action.path.replaceAll(/:(\w+)/g, (_whole, name: string) => String(example[name]))}`
    const rest = Object.fromEntries(Object.entries(example).filter(([name]) => !action.path.includes(`:${name}`)))
    const asQuery = action.method === 'GET' || action.raw === 'body'
    const { body: _body, type: _type, headers: own, ...query } = rest
    const call = (signed: object, query: Record<string, string>, payload?: object | string) =>
      app.inject({
        method: action.method,
        url,
        query,
        headers: {
          ...signed,
          ...(own as object | undefined),
          ...(typeof payload === 'string' ? { 'content-type': 'text/plain' } : {}),
        },
        ...(payload === undefined ? {} : { payload }),
      })
    const answers = [
      await call(
        headers,
        asQuery ? (query as Record<string, string>) : {},
        action.raw === 'body' ? 'some text' : asQuery ? undefined : rest,
      ),
      await call({}, {}, action.raw === 'body' ? 'some text' : asQuery ? undefined : rest),
      await call(
        headers,
        { never_heard_of: '1' },
        action.raw === 'body' ? 'some text' : asQuery ? undefined : { never_heard_of: 1 },
      ),
    ]
    for (const { statusCode, headers: said, body } of answers) {
      const named = operation.responses[String(statusCode)]
      const type = String(said['content-type'] ?? '').split(';')[0]!
      if (!named) faults.push(`${action.name} answers ${statusCode} ${body.slice(0, 200)}`)
      else if (statusCode >= 400 && type !== 'application/problem+json')
        faults.push(`${action.name} answers ${statusCode} as ${type}`)
      else if (statusCode < 400 && statusCode !== 204 && !named.content?.[type] && !named.content?.['*/*'])
        faults.push(`${action.name}: ${type} is not named`)
    }
    const unsigned = answers[1]!.statusCode
    if (action.can !== ANYONE && unsigned !== 401) faults.push(`${action.name} answers a stranger with ${unsigned}`)
    const [done] = answers
    if (!action.across && done!.statusCode !== action.status)
      faults.push(`${action.name} answers ${done!.statusCode} ${done!.body.slice(0, 200)}`)
  }
  assert.deepEqual(faults, [])
})

test('the matrix of permissions is that of the actions', async () => {
  const { roles, permissions: rows } = await desk.as('acme', 'admin')(permissions.matrix, {})
  assert.ok(['admin', 'manager', 'agent', 'analyst', 'client', 'super_admin'].every((role) => roles.includes(role)))
  const needed = new Map<string, string[]>()
  for (const { can, name } of desk.running.actions)
    if (can !== ANYONE && can !== SIGNED_IN) needed.set(can, [...(needed.get(can) ?? []), name])
  for (const [permission, actions] of needed) {
    const row = rows.find((one) => one.permission === permission)
    assert.deepEqual(row?.actions.toSorted(), actions.toSorted(), permission)
    const across = desk.running.actions.some(({ can, across: isAcross }) => can === permission && isAcross)
    assert.equal(row?.scopes['admin'], across ? undefined : 'all', permission)
  }
  for (const { permission, scopes } of rows)
    for (const [role, scope] of Object.entries(scopes))
      assert.ok(['own', 'team', 'all'].includes(scope), `${role} ${permission} ${scope}`)
})
