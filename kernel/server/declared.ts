// What the modules declare in their manifests, gathered for the platform.
import { accessBook } from './access/book.ts'
import type { Platform } from './context.ts'
import { entitiesOf, type ServerModule } from './module.ts'

type Lists = {
  [K in keyof ServerModule as NonNullable<ServerModule[K]> extends readonly unknown[] ? K : never]-?: NonNullable<
    ServerModule[K]
  >
}

/** What all modules declare of one kind, in their order. */
export const declared = <K extends keyof Lists>(modules: readonly ServerModule[], what: K): Lists[K][number][] =>
  modules.flatMap((module) => (module[what] ?? []) as Lists[K][number][])

const byName = <T>(all: readonly T[], nameOf: (one: T) => string): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [nameOf(one), one]))
const nameOfEntity = ({ of }: { of: { name: string } }) => of.name

/** The part of the platform that its modules make up by what they declare. */
export function declarationsOf(modules: readonly ServerModule[]) {
  const events = declared(modules, 'events')
  const actions = declared(modules, 'actions').map(({ action }) => action)
  return {
    access: accessBook(modules),
    entities: entitiesOf(modules),
    kinds: declared(modules, 'tells').map(({ kind }) => kind),
    preferences: byName(declared(modules, 'preferences'), ({ key }) => key),
    viewed: byName(declared(modules, 'viewed'), nameOfEntity),
    facts: declared(modules, 'facts'),
    bulkables: byName(declared(modules, 'bulk'), ({ action }) => action.name),
    importables: byName(declared(modules, 'imports'), nameOfEntity),
    exportables: byName(declared(modules, 'exports'), nameOfEntity),
    ruled: byName(declared(modules, 'ruled'), nameOfEntity),
    steps: byName(declared(modules, 'steps'), ({ name }) => name),
    events: byName(events, ({ name }) => name),
    publicEvents: events.filter((event) => event.public),
    hookedActions: actions.filter(({ hooked }) => hooked),
    subscriptions: modules.flatMap(({ on = [] }) => (typeof on === 'function' ? on(modules) : on)),
  } satisfies Partial<Platform>
}
