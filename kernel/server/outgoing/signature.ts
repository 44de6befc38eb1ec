// Signatures after the Standard Webhooks specification (standardwebhooks.com): HMAC-SHA256 of `<id>.<seconds>.<body>`.
import { createHmac, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'

/** A fresh key of 32 bytes as receivers take it: `whsec_` and base64. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64')

const keyOf = (secret: string) =>
  Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64')

/** In base64, without the `v1,` that stands before it in a header. */
export const signature = (secret: string, id: string, seconds: string | number, body: string | Buffer): string =>
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
