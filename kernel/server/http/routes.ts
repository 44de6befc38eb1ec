// Every action is a route; nothing is routed by hand.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Action } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Run } from '../run.ts'
import type { Blocks } from '../blocks/blocks.ts'
import type { Called, Limits } from '../limits/limits.ts'
import { type RawAnswer, sendBytes } from './bytes/answer.ts'
import { type Sent, takeBody } from './bytes/body.ts'
import { metaOf } from './callers.ts'
import type { Gate } from './overload/gate.ts'
import { keyOf } from './idempotency-key.ts'
import { inputOf } from './input.ts'
import { keepRefreshToken, takeRefreshToken } from './session-cookie.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor
  }
}

export type RouteOptions = {
  run: Run
  callerOf: (request: FastifyRequest, action: Action) => Promise<Actor>
  cookie: { secure: boolean; days: number }
  /** SECRET_KEY. */
  secret: string
  limits: Limits
  blocks: Blocks
  /** Whose secret address a request calls, of the actions that have such addresses. */
  calledOf: (action: Action, params: Record<string, string>) => Promise<Called>
  /** What bounds how much is worked on at once; null for what is always answered. */
  gateOf: (action: Action) => Gate | null
}

export function addRoutes(app: FastifyInstance, actions: Iterable<Action>, options: RouteOptions): void {
  const routed = [...actions].filter(({ internal }) => !internal)
  const add = (to: FastifyInstance, action: Action) => {
    const gate = options.gateOf(action)
    const work = (request: FastifyRequest, reply: FastifyReply) => answer(action, request, reply, options)
    to.route({
      method: action.method,
      url: `/api${action.path}`,
      bodyLimit: action.bodyLimit,
      // Whoever is refused is refused before the body is read.
      ...(gate && { onRequest: (_request, _reply, done) => (gate.check(), done()) }),
      handler: gate ? (request, reply) => gate.through(() => work(request, reply)) : work,
    })
  }
  for (const action of routed.filter(({ raw }) => raw !== 'body')) add(app, action)
  // Uploads are handed on as they come, whatever they call themselves.
  app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers()
    uploads.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const action of routed.filter(({ raw }) => raw === 'body')) add(uploads, action)
  })
}

async function answer(
  action: Action,
  request: FastifyRequest,
  reply: FastifyReply,
  { run, callerOf, cookie, secret, limits, blocks, calledOf }: RouteOptions,
): Promise<unknown> {
  const actor = await callerOf(request, action)
  request.actor = actor
  const called = action.rate === 'calls' ? await calledOf(action, request.params as Record<string, string>) : undefined
  blocks.admit(request, action, actor, called === null)
  // An address that was made up is one more of those that do not exist.
  if (called === null) blocks.strayed(request)
  await limits.count(request, reply, action, actor, called)
  const ask = async (sent: Sent | null) => {
    const input = inputOf(action, request, sent?.fields)
    takeRefreshToken(action, request, input)
    const { once, hashed } = keyOf(request, action, actor, sent ? { ...input, type: sent.type } : input, secret)
    const meta = once ? { ...metaOf(request), once } : metaOf(request)
    const result = sent
      ? await run(
          actor,
          action,
          { ...input, body: hashed(sent.bytes), type: sent.type, ...headersFor(action, request) },
          meta,
        )
      : await limits.guarded(action, request, input, () =>
          blocks.watched(action, request, input, () => run(actor, action, input, meta)),
        )
    return { result, once }
  }
  const { result, once } = action.raw === 'body' ? await takeBody(request, action, ask) : await ask(null)
  if (once?.replayed) reply.header('idempotency-replayed', 'true')
  reply.status(action.status)
  if (action.tells) reply.headers(action.tells(result))
  if (action.raw === 'answer' || action.page) return sendBytes(request, reply, result as RawAnswer)
  if (action.status === 204) return reply.send()
  const row = result as { id?: string; version?: number } | null
  if (row?.version !== undefined) reply.header('etag', `"${row.version}"`)
  if (action.status === 201 && row?.id) reply.header('location', `${locationOf(action, request)}/${row.id}`)
  return reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(keepRefreshToken(action, request, reply, result, cookie)))
}

/** The headers, for the few actions whose input names them: signatures stand there. */
const headersFor = ({ in: input }: Action, { headers }: FastifyRequest) =>
  'shape' in input && 'headers' in (input.shape as object) ? { headers } : {}

const locationOf = (action: Action, request: FastifyRequest): string =>
  `/api${action.path.replace(/:(\w+)/g, (_whole, name: string) => (request.params as Record<string, string>)[name]!)}`
