// What components say of each other must hold before anything starts.
import { type Component, fits, isVersion } from '../../contract/index.ts'
import { StartError } from '../machine/start-error.ts'

/** Throws a StartError with the reason: one id twice, a version that is none, a need that is not met, or a circle of needs. */
export function checkComponents(components: readonly Component[]): void {
  const byId = new Map<string, Component>()
  for (const one of components) {
    if (byId.has(one.id)) throw new StartError(`Two components are called ${one.id}: give one of them another id.`)
    if (!isVersion(one.version))
      throw new StartError(`The version ${one.version} of the component ${one.id} is not three numbers like 1.0.0.`)
    byId.set(one.id, one)
  }
  for (const { id, needs, always } of components)
    for (const [wanted, range] of Object.entries(needs)) {
      const other = byId.get(wanted)
      if (!other) throw new StartError(`The component ${id} needs ${wanted} ${range}, which is not there.`)
      if (!fits(other.version, range))
        throw new StartError(`The component ${id} needs ${wanted} ${range}, but its version is ${other.version}.`)
      if (always && !other.always)
        throw new StartError(`The component ${id} is always on but needs ${wanted}, which can be switched off.`)
    }
  const done = new Set<string>()
  for (const { id } of components) refuseCircle(byId, id, [], done)
}

function refuseCircle(byId: ReadonlyMap<string, Component>, id: string, path: readonly string[], done: Set<string>) {
  if (path.includes(id))
    throw new StartError(
      `Components need each other in a circle: ${[...path.slice(path.indexOf(id)), id].join(' → ')}.`,
    )
  if (done.has(id)) return
  for (const wanted of Object.keys(byId.get(id)!.needs)) refuseCircle(byId, wanted, [...path, id], done)
  done.add(id)
}

/** What a component needs, directly or through others; itself not among them. */
export function needsOf(components: readonly Component[], id: string): string[] {
  const found = new Set<string>()
  const look = (of: string) => {
    for (const wanted of Object.keys(components.find((one) => one.id === of)?.needs ?? {}))
      if (!found.has(wanted)) look((found.add(wanted), wanted))
  }
  look(id)
  return [...found]
}
/** What needs a component, directly or through others. */
export const neededBy = (components: readonly Component[], id: string): string[] =>
  components.filter((one) => needsOf(components, one.id).includes(id)).map((one) => one.id)
