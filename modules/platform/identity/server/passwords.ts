// Passwords: hashed with Argon2id; bcrypt hashes of earlier systems are accepted and replaced at sign-in.
import { hash, verify } from '@node-rs/argon2'
import bcrypt from 'bcryptjs'
import { invalid } from '#kernel/contract/index.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
const ARGON2ID = 2
const OPTIONS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const EARLIER_KEPT = 5

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS)

const isBcrypt = (stored: string) => /^\$2[aby]\$/.test(stored)
export const needsRehash = (stored: string): boolean => isBcrypt(stored)

export async function passwordMatches(stored: string, password: string): Promise<boolean> {
  return isBcrypt(stored) ? bcrypt.compare(password, stored) : verify(stored, password)
}

/** A hash of nothing in particular: checked for unknown names, so that they take as long as known ones. */
export const nobodysHash: Promise<string> = hashPassword('nobody knows this one')

/** Throws 422 for a password that is common, or one of the last five. The length is the contract's. */
export async function refuseWeak(password: string, earlier: readonly string[]): Promise<void> {
  if (COMMON_PASSWORDS.has(password.toLowerCase())) throw invalid([{ pointer: '/password', code: 'password_common' }])
  for (const stored of earlier) {
    if (await passwordMatches(stored, password))
      throw invalid([{ pointer: '/password', code: 'password_reused', params: { count: EARLIER_KEPT } }])
  }
}
