// Addresses that carry their own permission: for <img>, a new tab, a download by the browser itself.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { unauthorized } from '../../../contract/index.ts'
import type { Actor } from '../../access/actor.ts'

/** Whose session stands behind a link. */
export type SessionPlace = { sid: string; tenant: string; sub: string }

/** Seconds a link lives, at most. */
export const LINK_SECONDS = 300

type Links = {
  /** The path with a signature of ours at its end, for this person's session only; and when it ends. */
  sign: (path: string, actor: Actor, now: number) => { url: string; expires_at: string }
  /** The session behind an address (path and query); null when it carries no link. Throws 401 for a wrong or old one. */
  read: (url: string, now: number) => SessionPlace | null
}

/** Of callers without a session: their links open nothing. */
const NO_SESSION = '00000000-0000-0000-0000-000000000000'
const LINK = /[?&]link=([\w.-]{1,300})$/
const PARTS = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.([0-9a-f-]{36})\.(\d{1,13})\.([\w-]{43})$/

/**
 * Links of one installation; `secret` is SECRET_KEY. The signature (HMAC-SHA-256) covers the path with its query, the
 * tenant, the person, the session and the instant it ends. A link says who asks, not what they may: whoever follows it
 * is asked for the permission of the record as with a token, and it dies with the session.
 */
export function linksWith(secret: string): Links {
  const signed = (path: string, rest: string) =>
    createHmac('sha256', secret).update(`link.${rest}.${path}`).digest('base64url')
  return {
    sign(path, { tenant_id, user_id, session_id }, now) {
      const until = now + LINK_SECONDS * 1_000
      const rest = `${tenant_id}.${user_id}.${session_id ?? NO_SESSION}.${until}`
      const url = `${path}${path.includes('?') ? '&' : '?'}link=${rest}.${signed(path, rest)}`
      return { url, expires_at: new Date(until).toISOString() }
    },
    read(url, now) {
      const found = LINK.exec(url)
      if (!found) return null
      const [whole, tenant, sub, sid, until, signature] = PARTS.exec(found[1]!) ?? []
      if (!whole) throw unauthorized('link_invalid')
      const right = signed(url.slice(0, found.index), whole.slice(0, whole.lastIndexOf('.')))
      if (!timingSafeEqual(Buffer.from(right), Buffer.from(signature!))) throw unauthorized('link_invalid')
      if (Number(until) <= now) throw unauthorized('link_expired')
      return { tenant: tenant!, sub: sub!, sid: sid! }
    },
  }
}
