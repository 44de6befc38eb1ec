// What people do about their own account: sessions, a forgotten password, an invitation.
import * as z from 'zod'
import { actions, ANYONE, command, id, instant, line, query, SIGNED_IN } from '#kernel/contract/index.ts'
import { newPassword, PasswordPolicy } from './password-policy.ts'

const SMALL = 8 * 1024
const LANGUAGES = ['ru', 'en', 'uz', 'ar'] as const

/** A signed-in device. */
export const Session = z.object({
  id: id(),
  /** The browser and the system, as far as the program said: `Firefox`, `Windows`; null when it said neither. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  address: z.string(),
  started_at: instant(),
  /** To within five minutes. */
  seen_at: instant(),
  /** The one that asks. */
  current: z.boolean(),
})
export const Sessions = z.object({ items: z.array(Session) })
export const Ended = z.object({ ended: z.int() })

export const sessions = actions('sessions', '/auth/sessions', {
  /** One's own, the one that asks first, then the last seen first; at most 200. */
  list: query('GET /', { out: Sessions, can: SIGNED_IN }),
  /** Signs that device out at once. */
  end: command('DELETE /:id', { in: z.strictObject({ id: id() }), out: z.null(), can: SIGNED_IN, status: 204 }),
  /** Signs every device out but the one that asks. */
  endOthers: command('POST /end-others', { out: Ended, can: SIGNED_IN }),
})

/** The secret out of a mail's link: who holds it has read that mail. */
const token = () => z.string().max(200)

/** What a link in a mail is for, and whose it is. */
export const Link = z.object({
  purpose: z.enum(['reset', 'invitation']),
  name: z.string(),
  email: z.string(),
  language: z.enum(LANGUAGES),
  organisation: z.string(),
  /** The organisation's short name: goes into the sign-in that follows. */
  tenant: z.string(),
  expires_at: instant(),
  policy: PasswordPolicy,
})

export const passwords = actions('passwords', '/auth', {
  /**
   * Sends a link to the account with this address, if there is one. The answer is the same whether there is one or not:
   * everything is looked up after it.
   */
  forgot: command('POST /password/forgot', {
    in: z.strictObject({ email: z.string().trim().min(1).max(254), tenant: z.string().max(40).optional() }),
    out: z.null(),
    can: ANYONE,
    status: 204,
    bodyLimit: SMALL,
  }),
  /** What a link is for; 409 with what to do when it was used, replaced, withdrawn or has expired. */
  link: command('POST /links/check', {
    in: z.strictObject({ token: token() }),
    out: Link,
    can: ANYONE,
    free: true,
    bodyLimit: SMALL,
  }),
  /** Sets the password by a mailed link, once, and ends all sessions. */
  reset: command('POST /password/reset', {
    in: z.strictObject({ token: token(), password: newPassword() }),
    out: z.null(),
    can: ANYONE,
    status: 204,
    free: true,
    bodyLimit: SMALL,
  }),
  /** Accepts an invitation, once: from now on the person signs in with this password. */
  accept: command('POST /invitation/accept', {
    in: z.strictObject({
      token: token(),
      password: newPassword(),
      name: line(100),
      language: z.enum(LANGUAGES),
    }),
    out: z.null(),
    can: ANYONE,
    status: 204,
    free: true,
    bodyLimit: SMALL,
  }),
  /** The rules for one's own next password. */
  policy: query('GET /password/policy', { out: PasswordPolicy, can: SIGNED_IN }),
})

export const security = actions('security', '/settings/security', {
  get: query('GET /', { out: PasswordPolicy, can: 'security.manage' }),
  /** Holds for passwords set from now on; an age limit holds for those that are there. */
  set: command('PUT /', { in: PasswordPolicy, out: PasswordPolicy, can: 'security.manage' }),
})
