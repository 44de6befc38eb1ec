// The API's description, made from the same actions that answer it.
import * as z from 'zod'
import { type Action, ANYONE, type Entity, type Event, SIGNED_IN } from '../../../contract/index.ts'
import { isKept } from '../../idempotency/once.ts'
import type { Texts } from '../../texts.ts'

type Schema = Record<string, unknown>

/** An OpenAPI 3.1 document of all actions; summaries come from the catalogues in the asked language. */
export function openApi(
  actions: readonly Action[],
  entities: readonly Entity[],
  texts: Texts,
  language: string,
  events: readonly Event[] = [],
): Schema {
  const named = new Map(entities.map((of) => [of.row as z.ZodType, of.name]))
  const paths: Record<string, Record<string, Schema>> = {}
  for (const action of actions) {
    if (action.internal) continue
    const path = `/api${action.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [action.method.toLowerCase()]: operation(action, named, texts, language) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'WorkerNet API',
      version: '2',
      description: texts.t(language, 'api.description'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    webhooks: Object.fromEntries(events.map((event) => [event.name, message(event, texts, language)])),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        ...Object.fromEntries(entities.map((of) => [of.name, jsonSchema(of.row, 'output')])),
        problem: problemSchema,
      },
      responses: {
        problem: {
          description: texts.t(language, 'api.problem'),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
        },
      },
    },
  }
}

/** What a webhook sends of an event, after Standard Webhooks. */
function message({ name, payload }: Event, texts: Texts, language: string): Schema {
  const schema = {
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { const: name },
      timestamp: { type: 'string', format: 'date-time' },
      data: jsonSchema(payload, 'output'),
    },
  }
  const header = (of: string) => ({ name: of, in: 'header', required: true, schema: { type: 'string' } })
  return {
    post: {
      operationId: `webhook.${name}`,
      summary: texts.t(language, `event.${name}`),
      parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(header),
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: { '2XX': { description: 'OK' } },
    },
  }
}

/** Drops what only Zod needs from a JSON Schema. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema
  return rest
}

function operation(action: Action, named: Map<z.ZodType, string>, texts: Texts, language: string): Schema {
  const input = jsonSchema(action.in, 'input') as { properties?: Record<string, Schema>; required?: string[] }
  const inPath = [...action.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const inHeaders = Object.keys(action.takes ?? {})
  const asQuery = action.method === 'GET' || action.raw === 'body'
  // What a header may say a JSON body may say as well.
  const elsewhere = action.raw === 'body' ? [...inPath, ...inHeaders, 'body', 'type', 'headers'] : inPath
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !elsewhere.includes(name))
  const required = (input.required ?? []).filter((name) => !elsewhere.includes(name))
  const parameters = [
    ...inPath.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: input.properties?.[name] ?? { type: 'string' },
    })),
    ...inHeaders.map((name) => ({
      name: action.takes![name],
      in: 'header',
      required: asQuery && (input.required ?? []).includes(name),
      schema: input.properties?.[name] ?? { type: 'string' },
    })),
    ...(asQuery
      ? rest.map(([name, schema]) => ({
          name,
          in: 'query',
          // A form has it beside its file.
          required: required.includes(name) && !action.form,
          schema,
          style: 'form',
          explode: false,
        }))
      : []),
    ...(action.method === 'POST' && isKept(action) && action.can !== ANYONE
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            schema: { type: 'string', minLength: 1, maxLength: 255 },
            description: texts.t(language, 'api.idempotency_key'),
          },
        ]
      : []),
    ...(action.method === 'PUT' || action.method === 'PATCH'
      ? [
          {
            name: 'If-Match',
            in: 'header',
            required: false,
            schema: { type: 'string' },
            description: texts.t(language, 'api.if_match'),
          },
        ]
      : []),
  ]
  const body = asQuery
    ? rawBody(action, rest)
    : rest.length > 0
      ? {
          content: {
            'application/json': {
              schema: { type: 'object', properties: Object.fromEntries(rest), required, additionalProperties: false },
            },
          },
          required: required.length > 0,
        }
      : undefined
  const needsSignIn = action.can !== ANYONE
  return {
    operationId: action.name,
    tags: [action.name.split('.')[0]],
    summary: texts.t(language, `action.${action.name}`),
    ...(needsSignIn
      ? { security: [{ bearer: [] }], 'x-permission': action.can === SIGNED_IN ? undefined : action.can }
      : { security: [] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: { ...successes(action, named), ...refusals(action, needsSignIn) },
  }
}

const BYTES = { type: 'string', format: 'binary' }

function rawBody(action: Action, fields: [string, Schema][]): Schema | undefined {
  if (action.raw !== 'body') return undefined
  const form = { type: 'object', properties: { ...Object.fromEntries(fields), file: BYTES }, required: ['file'] }
  return {
    content: { '*/*': { schema: BYTES }, ...(action.form && { 'multipart/form-data': { schema: form } }) },
    required: true,
  }
}

function successes(action: Action, named: Map<z.ZodType, string>): Record<string, Schema> {
  const whole = success(action, named)
  if (action.raw !== 'answer') return { [action.status]: whole }
  return { 200: whole, 206: { ...whole, description: 'Partial content' }, 304: { description: 'Not modified' } }
}

function success(action: Action, named: Map<z.ZodType, string>): Schema {
  if (action.status === 204) return { description: 'No content' }
  if (action.page) return { description: 'OK', content: { [action.page]: { schema: { type: 'string' } } } }
  if (action.raw === 'answer')
    return { description: 'OK', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } }
  const entity = named.get(action.out)
  const schema = entity ? { $ref: `#/components/schemas/${entity}` } : jsonSchema(action.out, 'output')
  return { description: action.status === 201 ? 'Created' : 'OK', content: { 'application/json': { schema } } }
}

function refusals(action: Action, needsSignIn: boolean): Record<string, Schema> {
  const writes = action.kind === 'command'
  const statuses = [
    400,
    // Strangers may ask for some things, but nobody with a token that is not good.
    401,
    ...(needsSignIn || action.session ? [403] : []),
    // A record that is not there, or a component that is off.
    404,
    ...(writes ? [409, 412] : []),
    ...(action.method === 'GET' ? [] : [413, 415]),
    ...(action.raw === 'answer' ? [409, 416] : []),
    422,
    429,
    500,
    503,
    507,
  ]
  return Object.fromEntries(statuses.map((status) => [String(status), { $ref: '#/components/responses/problem' }]))
}

const problemSchema: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' }, params: { type: 'object' } },
      },
    },
  },
}
