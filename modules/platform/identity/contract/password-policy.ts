// What a password must be: one set of rules for the form, the API, the commands, the reset and the invitation.
import * as z from 'zod'
import type { Refusal } from '#kernel/contract/index.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

export const PasswordPolicy = z.strictObject({
  /** Characters, not bytes. */
  min_length: z.int().min(8).max(64),
  /** How many kinds of characters it must have: small letters, capitals, digits, others; 0 = whatever it has. */
  kinds: z.int().min(0).max(4),
  /** How many earlier passwords may not come back. */
  remembered: z.int().min(0).max(10),
  /** Days until it must be changed at sign-in; null = it stays good. */
  max_age_days: z.int().min(1).max(730).nullable(),
})
export type PasswordPolicy = z.output<typeof PasswordPolicy>

export const DEFAULT_POLICY: PasswordPolicy = { min_length: 12, kinds: 0, remembered: 5, max_age_days: null }

/** How long it must be is the policy's to say. */
export const newPassword = () => z.string().min(1).max(200)

/** Whose password it is; nothing of them may stand in it. */
export type Holder = { name: string; email: string }

export const RULES = ['length', 'kinds', 'common', 'personal'] as const
export type Rule = (typeof RULES)[number]

/** The rules that a password breaks, as refusals of `/password`; whether it was used before only the server knows. */
export function brokenRules(policy: PasswordPolicy, password: string, holder: Holder): Map<Rule, Refusal> {
  const broken = new Map<Rule, Refusal>()
  const refuse = (rule: Rule, code: string, params?: Refusal['params']) =>
    broken.set(rule, { pointer: '/password', code, ...(params ? { params } : {}) })
  if (lengthOf(password) < policy.min_length) refuse('length', 'too_small.string', { minimum: policy.min_length })
  if (kindsIn(password) < policy.kinds) refuse('kinds', 'password_kinds', { count: policy.kinds })
  if (COMMON_PASSWORDS.has(password.toLowerCase())) refuse('common', 'password_common')
  if (holdsName(password, holder)) refuse('personal', 'password_personal')
  return broken
}

/** Characters as people count them, nearly: a pair of surrogates is one. */
const lengthOf = (text: string) => Array.from(text).length

const KINDS = [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]
const kindsIn = (password: string) => KINDS.filter((kind) => kind.test(password)).length

/** Shorter parts of a name stand in ordinary words by chance. */
const SHORTEST_PART = 4

function holdsName(password: string, { name, email }: Holder): boolean {
  const typed = password.toLowerCase()
  const [local = ''] = email.toLowerCase().split('@')
  return [...name.toLowerCase().split(/[\s.,_-]+/), local, ...local.split(/[.+_-]+/)].some(
    (part) => lengthOf(part) >= SHORTEST_PART && typed.includes(part),
  )
}
