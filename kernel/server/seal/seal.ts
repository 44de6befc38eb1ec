// Secrets that must be read again (webhooks' keys, passwords of other services) lie in the database under seal only.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export type Seal = {
  /** Text under seal: AES-256-GCM, the `place` bound in, so that a value cannot be moved to another record. */
  close: (text: string, place: string) => string
  /** The text again; throws when the key, the place or the value is another. */
  open: (sealed: string, place: string) => string
}

const VERSION = 'v1'
const NONCE = 12
const TAG = 16

/** `encryptionKey` is ENCRYPTION_KEY, of any length: the key of the cipher is derived from it (HKDF, RFC 5869). */
export function sealWith(encryptionKey: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', encryptionKey, '', 'workernet seal v1', 32))
  return {
    close(text, place) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(place))
      const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), closed]).toString('base64url')}`
    },
    open(sealed, place) {
      const [version, body = ''] = sealed.split('.')
      if (version !== VERSION) throw new Error('a sealed value of an unknown version')
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
    },
  }
}

const seals = new WeakMap<object, Seal>()

/** The seal of this process's ENCRYPTION_KEY; its key is derived once. */
export function sealOf({ config }: { config: { encryptionKey: string } }): Seal {
  const seal = seals.get(config) ?? sealWith(config.encryptionKey)
  seals.set(config, seal)
  return seal
}
