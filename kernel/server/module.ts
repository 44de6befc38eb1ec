import type {
  Action,
  Component,
  Entity,
  Event,
  Grants,
  NoticeKind,
  Out,
  Parsed,
  Preference,
  Row,
} from '../contract/index.ts'
import type { Generated } from 'kysely'
import type { Blocked } from './blocks/blocks.ts'
import type { Bulkable } from './bulk/bulkable.ts'
import type { Fact } from './conditions/fact.ts'
import type { Context, Platform } from './context.ts'
import type { Exportable } from './imports/exportable.ts'
import type { Importable } from './imports/importable.ts'
import type { JobHandler } from './jobs.ts'
import type { Metric } from './metrics/metric.ts'
import type { Ruled } from './rules/ruled.ts'
import type { Step } from './rules/step.ts'
import type { Viewed } from './views/viewed.ts'

type Kept = 'id' | 'created_at' | 'updated_at' | 'version' | 'custom'
/** The Kysely table types of some entities: what the database fills in may be left out of an insert. */
export type TablesOf<E extends readonly Entity[]> = {
  [X in E[number] as X['table']]: { [F in keyof Row<X>]: F extends Kept ? Generated<Row<X>[F]> : Row<X>[F] } & {
    deleted_at: Generated<string | null>
  }
}

type Handlers<V extends Record<string, Action>, Tables> = {
  [K in keyof V]: (context: Context<Tables>, input: Parsed<V[K]>) => Promise<Out<V[K]>>
}
export type Implementation = {
  action: Action
  tables: readonly Entity[]
  handle: (context: Context, input: never) => Promise<unknown>
}

/**
 * Binds a contract's actions to code; a missing or misspelt action does not compile. `Extra` types the
 * server-only tables (hashes, tokens) that have no entity.
 */
export function implement<V extends Record<string, Action>, const E extends readonly Entity[], Extra = {}>(
  actions: V,
  { tables }: { tables: E; extra?: Extra },
  handlers: Handlers<V, TablesOf<E> & Extra>,
): Implementation[] {
  return Object.entries(actions).map(([key, action]) => ({
    action,
    tables,
    handle: handlers[key] as Implementation['handle'],
  }))
}

/** What the log says of an event beside its payload. */
export type Happening = {
  position: number
  /** Which event it was, for who handles several. */
  name?: string
  actor_id: string | null
  request_id?: string | null
  at: string
}

/** An event as it happened. */
export type Told<P = unknown> = Happening & { payload: P }

export type Subscription = {
  name: string
  event: Event
  /** Events that are handled with it, in the order of the log. */
  also?: readonly Event[]
  /** Whether each event of a tenant has a transaction of its own: where handling one locks what people work with. */
  apart?: (tenantId: string) => boolean
  handle: (context: Context, payload: never, happening: Happening) => Promise<void>
  /** What is done for several of one tenant at once; each by itself when absent. */
  handleMany?: (context: Context, told: readonly Told<never>[]) => Promise<void>
}

/** Reacts to an event after its commit, once, in a transaction of its own. `name` is the consumer's identity for good. */
export const on = <P>(
  event: Event<P>,
  name: string,
  handle: (context: Context, payload: P, happening: Happening) => Promise<void>,
): Subscription => ({ name, event, handle })

/** The same for events that one transaction left together, such as a batch of mails: what they all need is asked once. */
export const onMany = <P>(
  event: Event<P>,
  name: string,
  handleMany: (context: Context, told: readonly Told<P>[]) => Promise<void>,
): Subscription => ({
  name,
  event,
  handleMany,
  handle: async (context, payload, happening) => handleMany(context, [{ ...happening, payload }]),
})

/** Whom to tell what: people by id, or everybody who holds a permission and wants to be told. */
export type Telling = {
  to: readonly string[] | { permission: string }
  /** The kind's variables. Plain text of anybody's: it is escaped wherever it is shown. */
  values: Record<string, string | number>
  /** Variables that are words of ours: keys of the catalogues, spoken in each recipient's language. */
  texts?: Record<string, string>
  /** The path of the page where the matter stands. */
  link: string
}

export type Notifier = {
  kind: NoticeKind
  plan: (context: Context, payload: never, happening: Happening) => Promise<readonly Telling[]>
}

/** Tells people of an event of a kind; `plan` answers whom and what, after the commit. Where two kinds reach one person, the first in the module's list is told. */
export const tells = <P>(
  kind: NoticeKind<P>,
  plan: (context: Context, payload: P, happening: Happening) => Promise<readonly Telling[]>,
): Notifier => ({ kind, plan })

export type Hearing = { event: Event; handle: (platform: Platform, payload: never) => void }

/**
 * Every process hears the event after its commit, in memory only, at least once and perhaps out of order: for caches. What
 * must not be missed is a subscription.
 */
export const hears = <P>(event: Event<P>, handle: (platform: Platform, payload: P) => void): Hearing => ({
  event,
  handle,
})

/** Something that lives as long as the process (a listener); started with the role that carries it. `listens`: its address. */
export type Service = {
  name: string
  role: 'web' | 'worker' | 'relay'
  start: (platform: Platform) => Promise<{ stop(): Promise<void>; listens?: string }>
}

/** What a module adds to the server. Entities and permissions are read off its actions, never listed twice. */
export type ServerModule = {
  /** The folder below `modules/`. */
  name: string
  /** What tenants know it as. A module without belongs to what is always there. */
  component?: Component
  actions: Implementation[]
  /** A function where they follow from what the modules declare. */
  on?: Subscription[] | ((modules: readonly ServerModule[]) => Subscription[])
  /** Whom it tells of what; the platform does the rest. */
  tells?: Notifier[]
  hears?: Hearing[]
  /** What each person may choose for themselves here. */
  preferences?: readonly Preference[]
  jobs?: JobHandler[]
  services?: Service[]
  /** What /metrics tells of this module. */
  metrics?: Metric[]
  /** Tables without an entity whose changes are audited, by the names of their fields and no values (hashes, sessions). */
  watched?: readonly string[]
  /** What the built-in roles may do here; administrators may do everything. */
  grants?: Record<string, Grants>
  /** Events of the contract, so that they can be listened to live. */
  events?: readonly Event[]
  /** Its kinds of records that people keep views of. */
  viewed?: readonly Viewed[]
  /** What it knows of records, its own or others', that conditions may ask. */
  facts?: readonly Fact[]
  /** Its commands that may be given for many records at once. */
  bulk?: readonly Bulkable[]
  /** Its kinds of records that rules may be made for, and what rules may do. */
  ruled?: readonly Ruled[]
  steps?: readonly Step[]
  /** Its kinds of records that people bring along in files. */
  imports?: readonly Importable[]
  /** Its kinds of records that people take away in files. */
  exports?: readonly Exportable[]
  /** Whose secret addresses they are that an action of rate `calls` answers at: by the action's name, the tenant or null. */
  called?: Record<string, (platform: Platform, params: Record<string, string>) => Promise<string | null>>
  /** Takes files into a record's keeping that stand in its fields. */
  keepFiles?: (context: Context, ids: readonly string[]) => Promise<void>
  /** Keeps an address that was blocked by its doings, and tells people. */
  onBlocked?: (platform: Platform, blocked: Blocked) => Promise<void>
}
export const serverModule = (module: ServerModule) => module

export const entitiesOf = (modules: readonly ServerModule[]): Entity[] => [
  ...new Set(modules.flatMap((m) => m.actions.flatMap((a) => a.tables))),
]
