// When a page was made, signed, so that a form says itself how long it was open.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '#kernel/server/config.ts'

type Secret = Pick<Config, 'secretKey'>

const LONGEST_MS = 86_400_000

const signed = ({ secretKey }: Secret, text: string): string =>
  createHmac('sha256', secretKey).update(`web form\n${text}`).digest('base64url').slice(0, 32)

export const tokenOf = (secret: Secret, key: string, now: number): string => `${now}.${signed(secret, `${key} ${now}`)}`

/** How long ago the page was made, in ms; null for a token that is not ours, not of this form, or older than a day. */
export function ageOf(secret: Secret, key: string, token: string, now: number): number | null {
  const [made = '', mark = ''] = token.split('.')
  const right = signed(secret, `${key} ${made}`)
  if (mark.length !== right.length || !timingSafeEqual(Buffer.from(mark), Buffer.from(right))) return null
  const age = now - Number(made)
  return age >= 0 && age <= LONGEST_MS ? age : null
}

/** What stands for an address or for words: nobody who reads it can guess them. */
export const markOf = (secret: Secret, of: string, text: string): string =>
  createHmac('sha256', secret.secretKey).update(`web form ${of}\n${text}`).digest('base64url').slice(0, 32)
