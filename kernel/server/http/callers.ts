// Who sends a request: its token, its language, its address.
import type { FastifyRequest } from 'fastify'
import { anonymous, type Actor } from '../access/actor.ts'
import type { RequestMeta } from '../context.ts'
import { preferredLanguage } from '../texts.ts'
import type { SessionPlace } from './bytes/links.ts'
import { Problem } from '../../contract/index.ts'

/** Answers the actor of an access token, or of a session that a link of ours names; throws 401 when it is over. */
export type Authenticate = (token: string | SessionPlace) => Promise<Actor>

/**
 * The caller; an Accept-Language that names one of our languages wins over the one in the profile. `linked` reads the
 * session out of an address that carries one, where that is allowed.
 */
export async function callerOf(
  request: FastifyRequest,
  authenticate: Authenticate,
  linked: (url: string) => SessionPlace | null = () => null,
): Promise<Actor> {
  const asked = preferredLanguage(request.headers['accept-language'])
  const [, token] = /^Bearer (\S{1,4000})$/i.exec(request.headers.authorization ?? '') ?? []
  const given = token ?? linked(request.url)
  if (!given) return anonymous(asked ?? 'en')
  const actor = await authenticate(given)
  return asked && asked !== actor.language ? { ...actor, language: asked } : actor
}

export function metaOf(request: FastifyRequest): RequestMeta {
  const match = request.headers['if-match']
  return {
    request_id: request.id,
    address: request.ip,
    user_agent: (request.headers['user-agent'] ?? '').slice(0, 300),
    channel: isBrowser(request) ? 'web' : 'api',
    ...(match === undefined || match === '*' ? {} : { expected_version: versionIn(match) }),
  }
}

/** Browsers name the page that asks, and pages cannot keep them from it; other programs have no page. */
const isBrowser = ({ headers }: FastifyRequest) =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined

function versionIn(match: string): number {
  const [, digits] = /^(?:W\/)?"?(\d{1,15})"?$/.exec(match.trim()) ?? []
  if (!digits) throw new Problem('if_match', 400)
  return Number(digits)
}
