// What the runner asks of the audit: every command leaves an entry, and so do refusals and readings of personal data.
import { type Action, Problem } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import { whoseToken } from '../access/whose-token.ts'
import type { RequestMeta } from '../context.ts'
import type { Database, Db } from '../database/index.ts'
import type { Logger } from '../log.ts'
import { type Cause, causeOf, entryOf, PLATFORM_CHAIN, turnTo, writeEntry } from './entry.ts'
import { openJournal } from './journal.ts'
import { askedOf, countOf, isOwn, isRecordedRead } from './reads.ts'

export { type Cause, causeOf } from './entry.ts'

type More = { facts?: Cause['facts']; origin?: Cause['origin']; tenants?: readonly string[] }

type Done = { cause: Cause; actor: Actor; meta: RequestMeta; result: unknown }

export type Audit = {
  /** Writes the entry of a transaction as its last statement. */
  write(db: Db, id: string, done: Done): Promise<void>
  /** Runs an action and records what it leaves no transaction for. */
  watch<T>(
    actor: Actor,
    action: Action,
    input: unknown,
    meta: Partial<RequestMeta>,
    work: (cause: Cause) => Promise<T>,
  ): Promise<T>
  /** Records a token that was refused: with whoever it belonged to where that is proven, else in the platform's own chain. */
  tokenRefused(error: unknown, meta: RequestMeta): void
  add(cause: Cause, more: More): void
  /** Work that the platform does on a person's behalf is recorded as done for them. */
  speaksFor(cause: Cause, doer: Actor, other: Actor): void
  /** The meta of a transaction that a free action opens: that of its request. */
  metaWithin(own: RequestMeta, more: Partial<RequestMeta>): Partial<RequestMeta>
  stop(): Promise<void>
}

const noMeta: RequestMeta = { request_id: '', address: '', user_agent: '', channel: '' }

/** Refusals of commands that say something of the caller; the others are slips of the pen, or the platform's own need. */
const SLIPS = new Set([400, 413, 415, 422, 429, 503])

export function openAudit(database: () => Database, log: Logger): Audit {
  const journal = openJournal(database, log)
  const recorded = new WeakMap<Action, boolean>()
  const isRead = (action: Action): boolean => {
    const known = recorded.get(action)
    if (known !== undefined) return known
    const found = isRecordedRead(action)
    recorded.set(action, found)
    return found
  }

  function refused(actor: Actor, action: Action, error: unknown, cause: Cause, meta: RequestMeta): void {
    const status = error instanceof Problem ? error.status : 500
    if (action.kind === 'query' ? status !== 401 && status !== 403 : SLIPS.has(status)) return
    const { facts, origin, tenant_id } = entryOf('', cause, actor, meta)
    const outcome = error instanceof Problem ? 'refused' : 'failed'
    const code = error instanceof Problem ? error.code : 'internal'
    for (const tenant of cause.tenants ?? [tenant_id])
      journal.refuse({ tenant_id: tenant, facts: { ...facts, outcome, code }, origin })
  }

  return {
    async write(db, id, { cause, actor, meta, result }) {
      const entry = entryOf(id, cause, actor, meta, result)
      // Work that nobody asked for, and steps of a free action, leave an entry where they changed something.
      const onlyChanges = !cause.action || cause.action.free === true
      const isOutside = actor.kind === 'anonymous' || cause.action?.across === true
      const turned = isOutside ? turnTo(db, entry.tenant_id) : null
      const [written] = await Promise.all([writeEntry(db, entry, onlyChanges), turned])
      if (written) cause.recorded = true
    },

    async watch(actor, action, input, meta, work) {
      const cause = causeOf(action.name, action, actor, input)
      const whole = { ...noMeta, ...meta }
      let result
      try {
        result = await work(cause)
      } catch (error) {
        refused(actor, action, error, cause, whole)
        throw error
      }
      if (action.kind === 'command') {
        if (action.free && !cause.recorded) await journal.write(entryOf('', cause, actor, whole, result))
      } else if (isRead(action) && actor.kind === 'person' && !isOwn(actor, input)) {
        const { facts, origin, tenant_id } = entryOf('', cause, actor, whole)
        // The handler counted, and found nobody in what it answers.
        if (facts.count === 0) return result
        const asked = facts.about_id ? undefined : askedOf(input)
        await journal.write({
          tenant_id,
          facts: { ...facts, count: facts.count ?? countOf(result) },
          origin: { ...origin, ...(asked ? { asked } : {}) },
        })
      }
      return result
    },

    tokenRefused(error, { request_id, channel, address, user_agent }) {
      if (!(error instanceof Problem) || error.status !== 401) return
      const whose = whoseToken(error)
      journal.refuse({
        tenant_id: whose?.tenant_id ?? PLATFORM_CHAIN,
        facts: {
          // Nobody knows who held it.
          actor_kind: 'anonymous',
          role: 'anonymous',
          action: 'token.refused',
          about_id: whose?.user_id ?? null,
          session_id: whose?.session_id ?? null,
          outcome: 'refused',
          code: error.code,
          request_id,
          channel,
        },
        origin: { address, user_agent },
      })
    },

    add(cause, { facts, origin, tenants }) {
      Object.assign(cause.facts, facts)
      Object.assign(cause.origin, origin)
      if (tenants) cause.tenants = tenants.length > 0 ? tenants : [PLATFORM_CHAIN]
    },

    speaksFor(cause, doer, other) {
      const isAsked = doer.kind === 'person' || cause.actor?.kind === 'person'
      if (isAsked || other.kind !== 'person') return
      // What is done for several at once is nobody's deed alone: their events say whose each is.
      const isAnother = cause.facts.actor_id !== undefined && cause.facts.actor_id !== other.user_id
      cause.facts.actor_id = isAnother ? null : other.user_id
    },

    metaWithin: ({ expected_version: _version, ...own }, more) => ({ ...own, ...more }),
    stop: journal.stop,
  }
}
