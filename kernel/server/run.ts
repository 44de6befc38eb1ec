// The way of every request: permission, input, one transaction with its events, answer.
import { randomUUIDv7 as newId } from 'node:crypto'
import { sql } from 'kysely'
import * as z from 'zod'
import { type Action, type Event, invalid, type Refusal } from '../contract/index.ts'
import { type Actor, demand } from './access/actor.ts'
import type { Context, Platform, RequestMeta } from './context.ts'
import type { Db } from './database/index.ts'
import type { Jobs } from './jobs.ts'
import type { Implementation, ServerModule } from './module.ts'

type Emitted = { event: Event; payload: unknown }

export type Run = (actor: Actor, action: Action, input: unknown, meta?: Partial<RequestMeta>) => Promise<unknown>

export type Runner = { run: Run; within: Platform['within']; implementations: ReadonlyMap<string, Implementation> }

const noMeta: RequestMeta = { request_id: '', address: '', user_agent: '', channel: 'api' }

/** Binds modules to a platform. `committed` is called after every commit that left events behind. */
export function createRunner(
  modules: readonly ServerModule[],
  platform: () => Platform,
  jobs: Pick<Jobs, 'send'>,
  committed: () => void,
): Runner {
  const implementations = new Map<string, Implementation>()
  for (const implementation of modules.flatMap((module) => module.actions)) {
    const { name } = implementation.action
    if (implementations.has(name)) throw new Error(`the action ${name} is implemented twice`)
    implementations.set(name, implementation)
  }

  /** One transaction: `work`, then its events in one insert. */
  async function transact<T>(
    actor: Actor,
    { kind, across }: Pick<Action, 'kind' | 'across'>,
    meta: Partial<RequestMeta>,
    work: (context: Context) => Promise<T>,
  ): Promise<T> {
    const { database, log } = platform()
    const whole = { ...noMeta, ...meta }
    const emitted: Emitted[] = []
    const mode = kind === 'query' ? 'read' : 'write'
    const inside = async (db: Db) => {
      const result = await work(contextOf(actor, db))
      if (emitted.length > 0) await record(db, emitted, actor, whole)
      return result
    }
    const contextOf = (who: Actor, db: Db): Context => {
      const context: Context = {
        db,
        actor: who,
        meta: whole,
        now: new Date().toISOString(),
        id: newId,
        log,
        platform: platform(),
        call: (action, input) => invoke(context, action, input) as never,
        as: (other, then) => then(contextOf(other, db)),
        emit: (event, payload) => void emitted.push({ event, payload }),
        enqueue: (queue, job) => jobs.send(db, queue, who.tenant_id, job),
      }
      return context
    }
    const result =
      across || actor.kind === 'anonymous'
        ? await database.platform(mode, inside)
        : await database.tenant(actor.tenant_id, mode, inside)
    if (emitted.length > 0) committed()
    return result
  }

  async function invoke(context: Context, action: Action, input: unknown): Promise<unknown> {
    const implementation = implementations.get(action.name)
    if (!implementation) throw new Error(`no module implements ${action.name}`)
    demand(context.actor, action.can)
    return implementation.handle(context, parse(action.in, input) as never)
  }

  return {
    implementations,
    within: (actor, meta, work) => transact(actor, { kind: 'command' }, meta, work),
    run: (actor, action, input, meta = {}) => {
      demand(actor, action.can)
      return transact(actor, action, meta, (context) => invoke(context, action, input))
    },
  }
}

async function record(db: Db, emitted: readonly Emitted[], actor: Actor, meta: RequestMeta): Promise<void> {
  const rows = emitted.map(({ event, payload }) => ({
    name: event.name,
    about_id: event.record(payload).id,
    actor_id: actor.kind === 'person' ? actor.user_id : null,
    request_id: meta.request_id || null,
    payload: sql`${JSON.stringify(payload)}::jsonb`,
  }))
  await db.insertInto('event_log').values(rows).execute()
}

/** Checks an input; throws 422 naming every refused field. */
export function parse(schema: z.ZodType, input: unknown): unknown {
  const unstorable = findUnstorable(input, [])
  if (unstorable) throw invalid([{ pointer: pointerOf(unstorable), code: 'unstorable' }])
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.flatMap(refusalsOf))
}

/** The path of a text that PostgreSQL cannot hold (NUL, a lone surrogate), or null. */
function findUnstorable(value: unknown, path: readonly string[]): readonly string[] | null {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000') ? null : path
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const found = findUnstorable(key, path) ?? findUnstorable(inner, [...path, key])
    if (found) return found
  }
  return null
}

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Zod's issue as a refusal: `code` is the translation key under `invalid.`. */
function refusalsOf(issue: z.core.$ZodIssue): Refusal[] {
  const pointer = pointerOf(issue.path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: `${pointer}/${key}`, code: 'unknown_field' }))
  if (issue.code === 'invalid_type')
    return [
      { pointer, code: issue.input === undefined ? 'required' : 'wrong_type', params: { expected: issue.expected } },
    ]
  if (issue.code === 'too_small')
    return [
      {
        pointer,
        code: issue.origin === 'string' && issue.minimum === 1 ? 'required' : `too_small.${issue.origin}`,
        params: { minimum: Number(issue.minimum) },
      },
    ]
  if (issue.code === 'too_big')
    return [{ pointer, code: `too_big.${issue.origin}`, params: { maximum: Number(issue.maximum) } }]
  if (issue.code === 'invalid_value')
    return [{ pointer, code: 'not_a_choice', params: { choices: issue.values.join(', ') } }]
  if (issue.code === 'invalid_format') return [{ pointer, code: `format.${issue.format}` }]
  if (issue.code === 'custom') return [{ pointer, code: issue.message }]
  return [{ pointer, code: 'wrong' }]
}
