// Whether a call is genuine: by a signature after the Standard Webhooks specification, or by a plain HMAC.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { signature } from '#kernel/server/outgoing/signature.ts'

/** Seconds that a sender's clock may differ from ours. */
const TOLERANCE = 300

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
