// Who we are to push services (RFC 8292).
import { createECDH, createHmac } from 'node:crypto'
import type { Config } from '#kernel/server/config.ts'

export type Vapid = { publicKey: string; privateKey: string; subject: string }

const known = new WeakMap<Config, Vapid>()

/** The keys that were given, else keys that follow from SECRET_KEY: the same in every process and after every start. */
export function vapidOf(config: Config): Vapid {
  const there = known.get(config)
  if (there) return there
  const { publicKey, privateKey, subject } = config.push
  const keys = publicKey && privateKey ? { publicKey, privateKey } : derived(config.secretKey)
  const vapid = { ...keys, subject: subject ?? `mailto:${config.email.from.address}` }
  known.set(config, vapid)
  return vapid
}

/** A P-256 pair out of a secret. A number that is no key of the curve (one in four billion) is passed over. */
export function derived(secret: string): { publicKey: string; privateKey: string } {
  for (let attempt = 0; ; attempt++) {
    const key = createHmac('sha256', secret).update(`vapid\n${attempt}`).digest()
    const pair = createECDH('prime256v1')
    try {
      pair.setPrivateKey(key)
    } catch {
      continue
    }
    return { publicKey: pair.getPublicKey().toString('base64url'), privateKey: key.toString('base64url') }
  }
}
