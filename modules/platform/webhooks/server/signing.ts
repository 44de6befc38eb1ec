// Signatures after the Standard Webhooks specification (standardwebhooks.com): HMAC-SHA256 of `<id>.<seconds>.<body>`.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const PREFIX = 'whsec_'
/** Seconds that a sender's clock may differ from ours. */
const TOLERANCE = 300

/** A fresh key of 32 bytes as receivers take it: `whsec_` and base64. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64')

const keyOf = (secret: string) =>
  Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64')

const signature = (secret: string, id: string, seconds: string | number, body: string | Buffer) =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.`).update(body).digest('base64')

/** The three headers of a message; several secrets sign while one takes over from another. */
export function signed(secrets: readonly string[], id: string, at: number, body: string): Record<string, string> {
  const seconds = Math.floor(at / 1_000)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': secrets.map((secret) => `v1,${signature(secret, id, seconds, body)}`).join(' '),
  }
}

export type Headers = Record<string, string | string[] | undefined>
const one = (headers: Headers, name: string): string => String(headers[name.toLowerCase()] ?? '')

/** The id of a genuine message, or why it is none. */
export function verified(
  secret: string,
  headers: Headers,
  body: Buffer,
  now: number,
): { id: string } | { refusal: 'unsigned' | 'too_old' | 'wrong_signature' } {
  const id = one(headers, 'webhook-id')
  const seconds = one(headers, 'webhook-timestamp')
  const given = one(headers, 'webhook-signature')
  if (!id || id.length > 200 || !/^\d{1,12}$/.test(seconds) || !given) return { refusal: 'unsigned' }
  if (Math.abs(now / 1_000 - Number(seconds)) > TOLERANCE) return { refusal: 'too_old' }
  const right = signature(secret, id, seconds, body)
  const fits = given.split(' ', 10).some((part) => part.startsWith('v1,') && same(part.slice(3), right))
  return fits ? { id } : { refusal: 'wrong_signature' }
}

/** Whether a header holds the HMAC-SHA256 of the body, as hex or base64, with or without `sha256=` before it. */
export function isHmacOf(secret: string, header: string, body: Buffer): boolean {
  const digest = createHmac('sha256', secret).update(body).digest()
  const given = header.replace(/^sha256=/, '')
  return same(given.toLowerCase(), digest.toString('hex')) || same(given, digest.toString('base64'))
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
