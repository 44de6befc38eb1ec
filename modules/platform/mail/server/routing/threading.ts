import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { ParsedMail } from '../reading/parsed-mail.ts'
import { subjectReferences } from './subjects.ts'

/**
 * Message-IDs that prove which conversation an answer belongs to:
 * `<t.<thread>.<16 hex random>.<24 hex HMAC-SHA256>@domain>`, all in lower case because some programs
 * change case. The HMAC (96 bits) covers the scope (tenant), thread and random part, so that an id
 * of one tenant means nothing to another; the domain is left out, as desks change theirs.
 */
export type ThreadIds = {
  /** A new Message-ID; `thread` is an opaque id of [a-z0-9-], at most 64 long, that may be seen by everybody. */
  make(thread: string, scope: string, domain: string): string
  /** The thread of a Message-ID that we signed for this scope, else null. */
  verify(messageId: string, scope: string): string | null
  /** True when the id has our form, whether or not it verifies: a forged or foreign one. */
  looksOurs(messageId: string): boolean
}

/** Where an answer may belong, best first. Only `signed` is proof; the rest must be found in the tenant's own mails. */
export type ThreadCandidates = {
  signed: string[]
  /** Unsigned ids of In-Reply-To, then of References from the newest to the oldest. */
  message_ids: string[]
  /** Numbers of `[#123]` tokens in the subject: a hint, valid only for a sender with access to that ticket. */
  subject_hints: string[]
}

const FORM = /^<t\.([a-z0-9-]{1,64})\.([0-9a-f]{16})\.([0-9a-f]{24})@[^<>\s@]{1,255}>$/
const MAX_CANDIDATES = 30

/** @param secrets the first signs; all verify, so that a secret can be replaced. At least 16 characters each. */
export function threadIds(secrets: readonly [string, ...string[]]): ThreadIds {
  for (const secret of secrets)
    if (secret.length < 16) throw new Error('a secret for Message-IDs needs at least 16 characters')

  return {
    make(thread, scope, domain) {
      const random = randomBytes(8).toString('hex')
      const id = `<t.${thread}.${random}.${sign(secrets[0], scope, thread, random)}@${domain.toLowerCase()}>`
      if (!FORM.test(id)) throw new Error(`no Message-ID can be made of thread "${thread}" and domain "${domain}"`)
      return id
    },
    verify(messageId, scope) {
      const [, thread, random, signature] = FORM.exec(lower(messageId)) ?? []
      if (!thread || !random || !signature) return null
      const given = Buffer.from(signature)
      const genuine = secrets.some((secret) => timingSafeEqual(Buffer.from(sign(secret, scope, thread, random)), given))
      return genuine ? thread : null
    },
    looksOurs: (messageId) => FORM.test(lower(messageId)),
  }
}

/** Reads the candidates of a mail for one scope (tenant). Each list has at most 30 entries and no repeats. */
export function threadCandidates(
  mail: Pick<ParsedMail, 'in_reply_to' | 'references' | 'subject'>,
  ids: ThreadIds,
  scope: string,
): ThreadCandidates {
  const named = [...new Set([...mail.in_reply_to, ...mail.references.toReversed()])].slice(0, MAX_CANDIDATES)
  const signed = named.flatMap((id) => ids.verify(id, scope) ?? [])
  return {
    signed: [...new Set(signed)],
    message_ids: named.filter((id) => !ids.looksOurs(id)),
    subject_hints: subjectReferences(mail.subject),
  }
}

function sign(secret: string, scope: string, thread: string, random: string): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['mail-thread', scope, thread, random]))
    .digest('hex')
    .slice(0, 24)
}

function lower(messageId: string): string {
  return messageId.length <= 500 ? messageId.trim().toLowerCase() : ''
}
