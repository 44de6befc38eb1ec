// The way of every request: permission, input, one transaction with its events, answer.
import { randomUUIDv7 as newId } from 'node:crypto'
import { sql } from 'kysely'
import { type Action, type Event, parse, Problem } from '../contract/index.ts'
import { type Actor, demand } from './access/actor.ts'
import { type Audit, type Cause, causeOf } from './audit/audit.ts'
import type { Context, Platform, RequestMeta } from './context.ts'
import { fieldsOf, knownFields } from './custom/definitions.ts'
import { carriesCustom, seenAnswer } from './custom/seen.ts'
import type { Db } from './database/index.ts'
import { onceFreely } from './idempotency/free.ts'
import { claim, keep } from './idempotency/once.ts'
import { takingTurns } from './idempotency/turns.ts'
import type { Jobs } from './jobs.ts'
import type { Implementation, ServerModule } from './module.ts'

export type Emitted = { event: Event; payload: unknown; actor: Actor }

export type Run = (actor: Actor, action: Action, input: unknown, meta?: Partial<RequestMeta>) => Promise<unknown>

export type Runner = {
  run: Run
  within: Platform['within']
  freely: Platform['freely']
  implementations: ReadonlyMap<string, Implementation>
}

const noMeta: RequestMeta = { request_id: '', address: '', user_agent: '', channel: 'api' }

/** What a free action finds in place of a transaction. */
const noDatabase = new Proxy({} as Db, {
  get() {
    throw new Error('a free action has no transaction: open one with within()')
  },
})

type Transacted = Pick<Action, 'kind' | 'across' | 'free' | 'audited'>

/** A piece of work while it is done: what all its contexts share. */
type Doing = {
  actor: Actor
  action: Transacted
  meta: RequestMeta
  once: RequestMeta['once']
  cause: Cause
  emitted: Emitted[]
}

/** Binds modules to a platform. `committed` is called after every commit that left events behind. */
export function createRunner(
  modules: readonly ServerModule[],
  platform: () => Platform,
  jobs: Pick<Jobs, 'send'>,
  audit: Audit,
  committed: (emitted: readonly Emitted[]) => void,
): Runner {
  const implementations = new Map<string, Implementation>()
  for (const implementation of modules.flatMap((module) => module.actions)) {
    const { name } = implementation.action
    if (implementations.has(name)) throw new Error(`the action ${name} is implemented twice`)
    implementations.set(name, implementation)
  }

  /** One transaction: `work`, then its events in one insert. A free action has none, and opens its own. */
  async function transact<T>(
    actor: Actor,
    action: Transacted,
    { once, ...known }: Partial<RequestMeta>,
    work: (context: Context) => Promise<T>,
    cause: Cause,
  ): Promise<T> {
    const doing: Doing = { actor, action, meta: { ...noMeta, ...known }, once, cause, emitted: [] }
    return action.free ? withoutTransaction(doing, work) : inTransaction(doing, work)
  }

  async function inTransaction<T>(doing: Doing, work: (context: Context) => Promise<T>): Promise<T> {
    const { actor, action, meta, once, cause, emitted } = doing
    const { database } = platform()
    const mode = action.kind === 'query' ? 'read' : 'write'
    const entry = mode === 'write' && action.audited !== 'none' ? newId() : undefined
    const inside = async (db: Db) => {
      const found = once ? await claim(db, once) : null
      if (found) return found.answer as T
      const result = await work(contextOf(doing, actor, db, platform()))
      const events = emitted.length > 0 ? record(db, emitted, meta) : null
      if (entry) await Promise.all([events, audit.write(db, entry, { cause, actor, meta, result })])
      else await events
      if (once) await keep(db, once, result)
      return result
    }
    const result =
      action.across || actor.kind === 'anonymous'
        ? await database.platform(mode, inside, entry)
        : await database.tenant(actor.tenant_id, mode, inside, entry)
    if (emitted.length > 0) committed(emitted)
    return result
  }

  function withoutTransaction<T>(doing: Doing, work: (context: Context) => Promise<T>): Promise<T> {
    const { actor, meta, once, cause } = doing
    // What a free action opens for itself is recorded as that action.
    const own: Platform = {
      ...platform(),
      within: (who, more, then) => transact(who, { kind: 'command' }, audit.metaWithin(meta, more), then, cause),
    }
    const asked = () => work(contextOf(doing, actor, noDatabase, own))
    return once ? onceFreely(once, (mode, then) => own.database.tenant(once.tenant_id, mode, then), asked) : asked()
  }

  function contextOf(doing: Doing, actor: Actor, db: Db, own: Platform): Context {
    const { action, meta, once, cause, emitted } = doing
    const context: Context = {
      db,
      actor,
      meta,
      now: new Date().toISOString(),
      id: newId,
      log: own.log,
      platform: own,
      audit: (more) => audit.add(cause, more),
      call: (asked, input) => invoke(context, asked, input) as never,
      as: (other, then) => {
        audit.speaksFor(cause, doing.actor, other)
        return then(contextOf(doing, other, db, own))
      },
      attempt: (then) => attempt(db, emitted, then),
      emit: (event, payload) => void emitted.push({ event, payload, actor }),
      enqueue: (queue, job, options) => jobs.send(db, queue, actor.tenant_id, job, options),
      finish: (other, last) =>
        transact(
          other,
          { kind: 'command' },
          { ...audit.metaWithin(meta, {}), ...(action.free && once ? { once } : {}) },
          last,
          cause,
        ),
    }
    return context
  }

  async function invoke(context: Context, action: Action, input: unknown): Promise<unknown> {
    const implementation = implementations.get(action.name)
    if (!implementation) throw new Error(`no module implements ${action.name}`)
    demandOn(context.actor.tenant_id, action)
    demand(context.actor, action.can)
    return implementation.handle(context, parse(action.in, input) as never)
  }

  /** Throws 404: what belongs to a component that is off is not there. */
  function demandOn(tenantId: string, action: Action): void {
    if (!platform().components.offers(tenantId, action)) throw new Problem('component.off', 404)
  }

  /** What the caller is answered: custom fields that they may not see are left out here, whatever the handler. */
  async function answer(context: Context, action: Action, input: unknown): Promise<unknown> {
    const answered = await invoke(context, action, input)
    const { about, free } = action
    const { actor, db } = context
    if (!about || !carriesCustom(action) || free || actor.kind !== 'person') return answered
    const fields = knownFields(actor.tenant_id, about.name) ?? (await fieldsOf(db, actor.tenant_id, about.name))
    return seenAnswer(actor, about, answered, fields)
  }

  const inTurn = takingTurns()

  return {
    implementations,
    within: (actor, { once: _once, ...meta }, work) =>
      transact(actor, { kind: 'command' }, meta, work, causeOf(meta.cause ?? 'system')),
    freely: (actor, { once: _once, ...meta }, work) =>
      transact(actor, { kind: 'command', free: true }, meta, work, causeOf(meta.cause ?? 'system')),
    run: (whole, action, input, meta = {}) => {
      const actor = platform().components.narrowed(whole)
      return audit.watch(actor, action, input, meta, (cause) => {
        demandOn(actor.tenant_id, action)
        demand(actor, action.can)
        const asked = () => transact(actor, action, meta, (context) => answer(context, action, input), cause)
        return meta.once ? inTurn(`${meta.once.account} ${meta.once.key}`, asked) : asked()
      })
    },
  }
}

const SAVE = sql`savepoint attempt`
const KEEP = sql`release savepoint attempt`
const TAKE_BACK = sql`rollback to savepoint attempt`

async function attempt<T>(db: Db, emitted: Emitted[], work: () => Promise<T>): Promise<T> {
  const told = emitted.length
  await SAVE.execute(db)
  try {
    const result = await work()
    await KEEP.execute(db)
    return result
  } catch (error) {
    await TAKE_BACK.execute(db)
    emitted.length = told
    throw error
  }
}

async function record(db: Db, emitted: readonly Emitted[], meta: RequestMeta): Promise<void> {
  const rows = emitted.map(({ event, payload, actor }) => ({
    name: event.name,
    about_id: event.record(payload).id,
    actor_id: actor.kind === 'person' ? actor.user_id : null,
    request_id: actor.mark ?? (meta.many || meta.request_id || null),
    payload: sql`${JSON.stringify(payload)}::jsonb`,
  }))
  await db.insertInto('event_log').values(rows).execute()
}
