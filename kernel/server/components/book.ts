// Which components are on for whom, and how they are set up. Kept in memory, for every request asks.
import type { Component, Entity, Grants, Row } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Database } from '../database/index.ts'
import type { Logger } from '../log.ts'
import type { ServerModule } from '../module.ts'
import type { Bus } from '../shared/bus.ts'
import { checkComponents } from './check.ts'
import { ownersOf, permissionsOf } from './owners.ts'

export type ComponentBook = {
  /** In the order of the modules. */
  all: readonly Component[]
  /** Whether a thing of a module (action, entity, event, kind of notice, job, …) is there for a tenant. */
  offers(tenantId: string, thing: object): boolean
  isOn(tenantId: string, component: string): boolean
  /** The ids of those that are off. */
  offFor(tenantId: string): readonly string[]
  /** The folder of modules that it comes from. */
  areaOf(component: string): string
  permissionsOf(component: string): readonly string[]
  /** The actor without the permissions of what is off. */
  narrowed(actor: Actor): Actor
  /** What a tenant set up, the rest as it came; `of` is what the component declares as its settings. */
  settings<E extends Entity>(tenantId: string, of: E): Omit<Row<E>, 'id' | 'created_at' | 'updated_at' | 'version'>
  /** A component was switched: holds from now on, before it is read. */
  switched(tenantId: string, component: string, on: boolean): void
  /** Reads all anew; never throws. */
  refresh(): Promise<void>
  /** The component that a job or subscription waits for; null for one that may go on. */
  waitsFor(tenantId: string, thing: object): string | null
  stop(): void
}

type Standing = { off: ReadonlySet<string>; settings: ReadonlyMap<string, unknown>; grants: WeakMap<Grants, Grants> }
type Stored = { tenant_id: string; component: string; is_on: boolean; settings: Record<string, unknown> }

// Changes are told at once; this is for those that were not heard.
const REFRESH_MS = 60_000

export type ComponentBookOptions = {
  modules: readonly ServerModule[]
  database: Pick<Database, 'platform'>
  log: Logger
  bus: Pick<Bus, 'onReturn'>
}

/** Throws a StartError where components do not fit together. */
export function openComponentBook({ modules, database, log, bus }: ComponentBookOptions): ComponentBook {
  const all = modules.flatMap(({ component }) => component ?? [])
  checkComponents(all)
  const owners = ownersOf(modules)
  const switchable = new Set(all.filter(({ always }) => !always).map(({ id }) => id))
  const idOf = new Map(all.flatMap(({ id, settings }) => (settings ? [[settings.name, id] as const] : [])))
  const areas = new Map(
    modules.flatMap(({ component, name }) => (component ? [[component.id, name.split('/')[0]!]] : [])),
  )
  const asTheyCome = new WeakMap<Entity, unknown>()
  // Only tenants that differ from what everybody has stand here.
  let standings: ReadonlyMap<string, Standing> = new Map()
  let reading: Promise<void> | null = null
  let again = false

  const standing = (off: Iterable<string>, settings: ReadonlyMap<string, unknown>): Standing => ({
    off: new Set(off),
    settings,
    grants: new WeakMap(),
  })
  const isOff = ({ off }: Standing, owning: readonly string[] | null) =>
    off.size > 0 && owning !== null && owning.every((id) => off.has(id))

  async function read(): Promise<void> {
    try {
      const rows = (await database.platform('read', (db) =>
        db
          .selectFrom('component_states')
          .select(['tenant_id', 'component', 'is_on', 'settings'])
          .where('deleted_at', 'is', null)
          .execute(),
      )) as Stored[]
      standings = new Map(
        [...Map.groupBy(rows, ({ tenant_id }) => tenant_id)].map(([tenant, some]) => [
          tenant,
          standing(
            some.flatMap(({ component, is_on }) => (!is_on && switchable.has(component) ? [component] : [])),
            new Map(some.map(({ component, settings }) => [component, parsed(component, settings)])),
          ),
        ]),
      )
    } catch (error) {
      log.warn({ error: String(error) }, 'components of tenants are not read')
    }
  }

  /** What was stored for an earlier version and is refused by this one is left as it comes. */
  function parsed(id: string, stored: Record<string, unknown>): unknown {
    const declared = all.find((one) => one.id === id)?.settings
    if (!declared) return {}
    const good = Object.entries(stored).filter(
      ([field, value]) => declared.draft.shape[field]?.safeParse(value).success,
    )
    return declared.draft.parse(Object.fromEntries(good))
  }

  /** A change that is told while they are read may have come too late for that reading. */
  async function refresh(): Promise<void> {
    again = true
    reading ??= (async () => {
      while (again) {
        again = false
        await read()
      }
      reading = null
    })()
    await reading
  }

  function narrow({ off, grants: known }: Standing, grants: Grants): Grants {
    const there = known.get(grants)
    if (there) return there
    const left = Object.entries(grants).filter(
      ([permission]) => !owners.ofPermission(permission)?.every((id) => off.has(id)),
    )
    const narrowed = Object.fromEntries(left) as Grants
    known.set(grants, narrowed)
    known.set(narrowed, narrowed)
    return narrowed
  }

  const timer = setInterval(() => void refresh(), REFRESH_MS).unref()
  bus.onReturn(() => void refresh())

  return {
    all,
    offers(tenantId, thing) {
      const found = standings.get(tenantId)
      return found === undefined || !isOff(found, owners.of(thing))
    },
    isOn: (tenantId, id) => !standings.get(tenantId)?.off.has(id),
    offFor: (tenantId) => [...(standings.get(tenantId)?.off ?? [])],
    areaOf: (id) => areas.get(id)!,
    permissionsOf: (id) => permissionsOf(modules, id),
    narrowed(actor) {
      const found = standings.get(actor.tenant_id)
      return !found || found.off.size === 0 ? actor : { ...actor, grants: narrow(found, actor.grants) }
    },
    settings(tenantId, of) {
      const id = idOf.get(of.name)
      if (id === undefined) throw new Error(`no component declares the settings ${of.name}`)
      const set = standings.get(tenantId)?.settings.get(id)
      if (set !== undefined) return set as never
      const usual = asTheyCome.get(of) ?? of.draft.parse({})
      asTheyCome.set(of, usual)
      return usual as never
    },
    switched(tenantId, id, on) {
      if (!switchable.has(id)) return
      const before = standings.get(tenantId)
      const off = new Set(before?.off)
      if (on) off.delete(id)
      else off.add(id)
      standings = new Map(standings).set(tenantId, standing(off, before?.settings ?? new Map()))
    },
    refresh,
    waitsFor(tenantId, thing) {
      const found = standings.get(tenantId)
      const owning = found ? owners.of(thing) : null
      return found && isOff(found, owning) ? owning![0]! : null
    },
    stop: () => clearInterval(timer),
  }
}
