// Access tokens are JWTs; refresh tokens name a session and how often it was renewed, under a signature of our own.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { unauthorized } from '#kernel/contract/index.ts'
import { refusedFor } from '#kernel/server/access/whose-token.ts'

export type Claims = { sub: string; tenant: string; role: string; sid: string; rights: number; exp: number }

const ISSUER = 'workernet'
const MOST_REMEMBERED = 10_000

export type TokenBook = {
  access(claims: Omit<Claims, 'exp'>): Promise<string>
  /** Throws 401 for a token that is not ours, was changed, or has expired. */
  read(token: string): Promise<Claims>
  refresh(place: RefreshPlace): string
  readRefresh(token: string): RefreshPlace
}
export type RefreshPlace = { tenant_id: string; session_id: string; renewals: number }

/** `secret` is JWT_SECRET (at least 32 characters); `minutes` the life of an access token. */
export function tokenBook(secret: string, minutes: number): TokenBook {
  const key = new TextEncoder().encode(secret)
  // A verified token stays verified until it expires: the signature is checked once per process.
  const verified = new Map<string, Claims>()
  const sign = (text: string) => createHmac('sha256', key).update(`refresh.${text}`).digest('base64url')

  return {
    access: (claims) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setIssuedAt()
        .setExpirationTime(`${minutes}m`)
        .sign(key),

    async read(token) {
      const known = verified.get(token)
      if (known) {
        if (known.exp * 1_000 > Date.now()) return known
        verified.delete(token)
        throw refusedFor(unauthorized('token_expired'), whoseIs(known))
      }
      const { payload } = await jwtVerify<Claims>(token, key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        requiredClaims: ['sub', 'tenant', 'sid', 'exp'],
      }).catch((error: { code?: string; payload?: Claims }) => {
        if (error.code !== 'ERR_JWT_EXPIRED') throw unauthorized('token_invalid')
        // Its signature was found genuine before its time was looked at.
        const refusal = unauthorized('token_expired')
        throw error.payload?.tenant ? refusedFor(refusal, whoseIs(error.payload)) : refusal
      })
      if (verified.size >= MOST_REMEMBERED) verified.delete(verified.keys().next().value!)
      verified.set(token, payload as Claims)
      return payload as Claims
    },

    refresh({ tenant_id, session_id, renewals }) {
      const text = `${tenant_id}.${session_id}.${renewals}`
      return `${text}.${sign(text)}`
    },

    readRefresh(token) {
      const [, text, tenant_id, session_id, renewals, signature] =
        /^(([0-9a-f-]{36})\.([0-9a-f-]{36})\.(\d{1,9}))\.([\w-]{43})$/.exec(token) ?? []
      const genuine = text && signature && timingSafeEqual(Buffer.from(sign(text)), Buffer.from(signature))
      if (!genuine) throw unauthorized('refresh_invalid')
      return { tenant_id: tenant_id!, session_id: session_id!, renewals: Number(renewals) }
    },
  }
}

const whoseIs = ({ tenant, sub, sid }: Claims) => ({ tenant_id: tenant, user_id: sub, session_id: sid })
