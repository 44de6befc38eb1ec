// Which components a thing belongs to: read off the manifests, so that no list is kept by hand.
import { ANYONE, type Entity, SIGNED_IN } from '../../contract/index.ts'
import type { ServerModule } from '../module.ts'

export type Owners = {
  /** The components that can be switched and have a thing; null for what is always there. */
  of(thing: object): readonly string[] | null
  /** The same for permissions. */
  ofPermission(permission: string): readonly string[] | null
}

const ALWAYS = ''

export function ownersOf(modules: readonly ServerModule[]): Owners {
  const things = new Map<object, Set<string>>()
  const permissions = new Map<string, Set<string>>()
  const note = <K>(map: Map<K, Set<string>>, key: K, id: string) =>
    void map.set(key, (map.get(key) ?? new Set()).add(id))
  // An entity belongs to whoever answers about it; parts and mirrors, about which nobody answers, to whose tables they are.
  const answered = new Set(modules.flatMap(({ actions }) => actions.map(({ action }) => action.about)))

  for (const module of modules) {
    const id = module.component && !module.component.always ? module.component.id : ALWAYS
    const parts = [
      module.on && typeof module.on !== 'function' ? module.on : [],
      (module.tells ?? []).map(({ kind }) => kind),
      module.events ?? [],
      module.preferences ?? [],
      module.jobs ?? [],
      module.viewed ?? [],
      module.facts ?? [],
      module.bulk ?? [],
      module.ruled ?? [],
      module.steps ?? [],
    ]
    for (const part of parts.flat()) note(things, part, id)
    for (const permission of Object.values(module.grants ?? {}).flatMap(Object.keys)) note(permissions, permission, id)
    for (const { action, tables } of module.actions) {
      note(things, action, id)
      if (action.about) note(things, action.about, id)
      if (action.can) note(permissions, action.can, id)
      for (const table of tables as readonly Entity[]) if (!answered.has(table)) note(things, table, id)
    }
  }
  const switchable = (ids: Set<string> | undefined) => (!ids || ids.has(ALWAYS) ? null : [...ids])
  const known = new WeakMap([...things].map(([thing, ids]) => [thing, switchable(ids)] as const))
  const rights = new Map([...permissions].map(([name, ids]) => [name, switchable(ids)] as const))
  return {
    of: (thing) => known.get(thing) ?? null,
    ofPermission: (permission) => rights.get(permission) ?? null,
  }
}

/** The permissions that a component's actions ask for, and those that it grants. */
export function permissionsOf(modules: readonly ServerModule[], id: string): string[] {
  const own = modules.filter(({ component }) => component?.id === id)
  const asked = own.flatMap(({ actions }) => actions.map(({ action }) => action.can))
  const granted = own.flatMap(({ grants = {} }) => Object.values(grants).flatMap(Object.keys))
  return [...new Set([...asked, ...granted])].filter((name) => name !== ANYONE && name !== SIGNED_IN).toSorted()
}
