// Every action is a route; nothing is routed by hand.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import type { Action } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Run } from '../run.ts'
import { metaOf } from './callers.ts'
import { inputOf } from './input.ts'
import { keepRefreshToken, takeRefreshToken } from './session-cookie.ts'

/** What an action with a raw answer gives: bytes and how to present them. */
export type RawAnswer = { stream: Readable; type: string; name: string; size: number; inline: boolean }

export type RouteOptions = {
  run: Run
  callerOf: (request: FastifyRequest) => Promise<Actor>
  cookie: { secure: boolean; days: number }
}

export function addRoutes(app: FastifyInstance, actions: Iterable<Action>, options: RouteOptions): void {
  for (const action of actions) {
    if (action.internal) continue
    app.route({
      method: action.method,
      url: `/api${action.path}`,
      bodyLimit: action.bodyLimit,
      config: { raw: action.raw === 'body' },
      handler: (request, reply) => answer(action, request, reply, options),
    })
  }
}

async function answer(
  action: Action,
  request: FastifyRequest,
  reply: FastifyReply,
  { run, callerOf, cookie }: RouteOptions,
): Promise<unknown> {
  const actor = await callerOf(request)
  request.actor = actor
  const input = inputOf(action, request)
  if (action.raw === 'body') Object.assign(input, { body: request.body, type: request.headers['content-type'] ?? '' })
  takeRefreshToken(action, request, input)
  const result = await run(actor, action, input, metaOf(request))
  reply.status(action.status)
  if (action.raw === 'answer') return sendBytes(reply, result as RawAnswer)
  if (action.status === 204) return reply.send()
  const row = result as { id?: string; version?: number } | null
  if (row?.version !== undefined) reply.header('etag', `"${row.version}"`)
  if (action.status === 201 && row?.id) reply.header('location', `${locationOf(action, request)}/${row.id}`)
  return reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(keepRefreshToken(action, request, reply, result, cookie)))
}

const locationOf = (action: Action, request: FastifyRequest): string =>
  `/api${action.path.replace(/:(\w+)/g, (_whole, name: string) => (request.params as Record<string, string>)[name]!)}`

function sendBytes(reply: FastifyReply, { stream, type, name, size, inline }: RawAnswer) {
  const disposition = `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`
  return reply
    .headers({
      'content-type': type,
      'content-length': size,
      'content-disposition': disposition,
      'cache-control': 'private, no-store',
    })
    .send(stream)
}
