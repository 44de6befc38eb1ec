import type { Action, Call, Entity, Event, NoticeKind, Preference } from '../contract/index.ts'
import type { Actor } from './access/actor.ts'
import type { Facts, Origin } from './audit/entry.ts'
import type { Blocks } from './blocks/blocks.ts'
import type { Bulkable } from './bulk/bulkable.ts'
import type { ComponentBook } from './components/book.ts'
import type { Fact } from './conditions/fact.ts'
import type { Config } from './config.ts'
import type { Database, Db } from './database/index.ts'
import type { Once } from './idempotency/once.ts'
import type { Exportable } from './imports/exportable.ts'
import type { Importable } from './imports/importable.ts'
import type { JobKind } from './jobs.ts'
import type { LimitBook } from './limits/book.ts'
import type { Subscription } from './module.ts'
import type { Logger } from './log.ts'
import type { Outgoing } from './outgoing/client.ts'
import type { AccessBook } from './access/book.ts'
import type { Ruled } from './rules/ruled.ts'
import type { Step } from './rules/step.ts'
import type { Redis } from './shared/redis.ts'
import type { SearchEngine } from './search/engine.ts'
import type { Texts } from './texts.ts'
import type { Viewed } from './views/viewed.ts'

/** What the edge knows of a request beyond its input. */
export type RequestMeta = {
  request_id: string
  address: string
  user_agent: string
  /** How it came: `web` from a browser, `api` from any other program; a listener names its own. */
  channel: string
  /** From `If-Match`: the version the caller believes to change. */
  expected_version?: number
  /** The mark of a run over many records: stands in the log in place of the request's id. */
  many?: string
  /** What acts where nobody asked: the name of a job or subscription, for the audit. */
  cause?: string
  /** From `Idempotency-Key`: the request may be a repeated one. Handlers never see it. */
  once?: Once
}

/** What a handler is given: one transaction, one actor, one instant. */
export type Context<Tables = any> = {
  db: Db<Tables>
  actor: Actor
  meta: RequestMeta
  /** The instant of this transaction, as ISO text. */
  now: string
  id: () => string
  /** Runs another action in the same transaction, as the same actor. */
  call: Call
  /** Runs `work` in the same transaction as somebody else: only for code that speaks on a person's behalf (mail, bots). */
  as: <T>(actor: Actor, work: (context: Context<Tables>) => Promise<T>) => Promise<T>
  /** Does `work` wholly or not at all: where it throws, what it wrote and told is taken back and the transaction goes on. */
  attempt: <T>(work: () => Promise<T>) => Promise<T>
  /** Writes an event into the log when the transaction ends. */
  emit: <P>(event: Event<P>, payload: P) => void
  /** Puts a job into the queue, if and only if this transaction commits; `after` are seconds to wait. */
  enqueue: <D extends object>(kind: JobKind<D>, job: D, options?: { after?: number }) => Promise<void>
  /** Says more about this work's audit entry than can be seen from outside. */
  audit: (more: { facts?: Partial<Facts>; origin?: Origin; tenants?: readonly string[] }) => void
  /**
   * For a free action: the transaction that has its effect, and whose result is its answer. Like `platform.within`, but a
   * repeated request is kept from having the effect again.
   */
  finish: <T>(actor: Actor, work: (context: Context) => Promise<T>) => Promise<T>
  log: Logger
  platform: Platform
}

/** What the process offers to every handler. */
export type Platform = {
  config: Config
  database: Database
  log: Logger
  texts: Texts
  access: AccessBook
  /** Which components are on for whom, and how they are set up. */
  components: ComponentBook
  /** Every action and every entity of the modules, by name. */
  actions: ReadonlyMap<string, Action>
  entities: readonly Entity[]
  /** Calls to addresses that users chose. */
  outgoing: Outgoing
  /** What only one of all processes may do: wanted from now on by `claim`; `holds` says whether it is this one's. */
  turn: { claim: (name: string) => void; holds: (name: string) => boolean }
  /** Shared counters and messages between processes; often absent. */
  redis: Redis
  /** Everything people may be told of. */
  kinds: readonly NoticeKind[]
  /** What people may choose for themselves, by key. */
  preferences: ReadonlyMap<string, Preference>
  search: SearchEngine
  /** The kinds of records that people keep views of, by the name of the entity. */
  viewed: ReadonlyMap<string, Viewed>
  /** What conditions may ask beside the fields of a record. */
  facts: readonly Fact[]
  /** The commands that may be given for many records, by name. */
  bulkables: ReadonlyMap<string, Bulkable>
  /** The kinds of records that people bring along in files, by the name of the entity. */
  importables: ReadonlyMap<string, Importable>
  /** The kinds of records that rules may be made for, by the name of the entity, and what rules may do, by name. */
  ruled: ReadonlyMap<string, Ruled>
  steps: ReadonlyMap<string, Step>
  /** The kinds of records that people take away in files, by the name of the entity. */
  exportables: ReadonlyMap<string, Exportable>
  /** How far the log was told in this process: everything up to here is committed. */
  told: () => number
  /** Every event that modules declare, by name. */
  events: ReadonlyMap<string, Event>
  /** What webhooks may tell of, and what incoming ones may do. */
  publicEvents: readonly Event[]
  hookedActions: readonly Action[]
  /** Marks one's own files as belonging to a record; throws 422 for others'. */
  keepFiles: (context: Context, ids: readonly string[]) => Promise<void>
  /** Opens a transaction of a tenant for code that starts outside of one (sign-in, listeners, jobs). */
  within: <T>(actor: Actor, meta: Partial<RequestMeta>, work: (context: Context) => Promise<T>) => Promise<T>
  /** The same without a transaction, for what calls free actions of other modules. */
  freely: Platform['within']
  /**
   * Asks for a round of some tenants, at once and outside of any transaction: call it after the commit of what waits, or the
   * round that waits already may end before.
   */
  askRound: (kind: JobKind<object>, tenantIds: readonly string[]) => Promise<void>
  /** What callers are held to, and who is turned away, in this process. */
  limits: LimitBook
  blocks: Pick<Blocks, 'refresh'>
  /** What consumes events here. */
  subscriptions: readonly Subscription[]
  /** When a schedule's next run is due; null for one that never comes. */
  nextRun: (cron: string, timezone: string) => string | null
  /** Closes the live connections of some callers, in this process: call it from what every process `hears`. */
  disconnect: (matching: (actor: Actor) => boolean) => void
}
