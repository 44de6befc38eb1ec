// Passwords: hashed with Argon2id; bcrypt hashes of earlier systems are accepted and replaced at sign-in.
import { hash, verify } from '@node-rs/argon2'
import bcrypt from 'bcryptjs'
import { hashingTurns } from './password/hashing-turns.ts'

// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
const ARGON2ID = 2
const OPTIONS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const inTurn = hashingTurns()

/** Throws 503 `overloaded` when too many wait for theirs; so does `passwordMatches`. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, OPTIONS))

const isBcrypt = (stored: string) => /^\$2[aby]\$/.test(stored)
export const needsRehash = (stored: string): boolean => isBcrypt(stored)

export function passwordMatches(stored: string, password: string): Promise<boolean> {
  return inTurn(() => (isBcrypt(stored) ? bcrypt.compare(password, stored) : verify(stored, password)))
}

/** A hash of nothing in particular: checked for unknown names, so that they take as long as known ones. */
export const nobodysHash: Promise<string> = hashPassword('nobody knows this one')
