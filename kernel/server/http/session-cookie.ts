// The browser's refresh token lives in a cookie that scripts cannot read and other sites cannot send.
import type {} from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Action } from '../../contract/index.ts'
import { Problem } from '../../contract/index.ts'

const NAME = 'workernet_refresh'
const PATH = '/api/auth'

/** A browser asks to keep its refresh token in a cookie by this header; other clients get it in the body. */
const wantsCookie = (request: FastifyRequest) => request.headers['x-session'] === 'cookie'

/**
 * Puts the cookie's token into the input of renewing and closing. A request that relies on the cookie must carry the
 * X-Session header, which another site's page cannot send without our CORS consent, and must not come from another site.
 */
export function takeRefreshToken(action: Action, request: FastifyRequest, input: Record<string, unknown>): void {
  if (action.session === undefined || action.session === 'open' || input['refresh_token'] !== undefined) return
  const token = request.cookies[NAME]
  if (!token || !wantsCookie(request)) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('cross_site', 403)
  input['refresh_token'] = token
}

/** Moves the refresh token of an answer into the cookie, or clears it. */
export function keepRefreshToken(
  action: Action,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: unknown,
  options: { secure: boolean; days: number },
): unknown {
  if (action.session === undefined || !wantsCookie(request)) return answer
  const common = { path: PATH, httpOnly: true, sameSite: 'strict', secure: options.secure } as const
  if (action.session === 'close') {
    reply.clearCookie(NAME, common)
    return answer
  }
  const { refresh_token, ...rest } = answer as { refresh_token?: string }
  if (refresh_token) reply.setCookie(NAME, refresh_token, { ...common, maxAge: options.days * 86_400 })
  return rest
}
