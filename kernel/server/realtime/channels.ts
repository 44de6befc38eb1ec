// Who may listen to what, and which events a listener is told.
import { collectionChannel, type Entity, type Event, recordChannel } from '../../contract/index.ts'
import { type Actor, may, scopeOf } from '../access/actor.ts'
import { mayHear } from '../access/hearing.ts'
import { find } from '../crud.ts'
import type { Context } from '../context.ts'
import type { LoggedEvent } from '../events/log-reader.ts'

export type Channels = ReturnType<typeof channelsOf>

/** The channels that follow from the events: `<entity>` and `<entity>:<id>`. */
export function channelsOf(events: readonly Event[]) {
  const byName = new Map(events.map((event) => [event.name, event]))
  // Events of one entity may be for different people: each is offered by its own permission (`mayHear`).
  const entities = new Map<string, { of: Entity; cans: Set<string> }>()
  for (const { about, can } of events)
    entities.getOrInsertComputed(about.name, () => ({ of: about as Entity, cans: new Set() })).cans.add(can)

  return {
    /** Whether the actor may listen to a channel; a single record must be one that a `get` would answer. */
    async allowed(context: Context, channel: string): Promise<boolean> {
      const [name, id] = channel.split(':')
      const entity = entities.get(name!)
      const can = [...(entity?.cans ?? [])].find((one) => may(context.actor, one))
      if (!entity || can === undefined) return false
      return (
        id === undefined ||
        find(context, entity.of, id, can).then(
          () => true,
          () => false,
        )
      )
    },
    /** Staff see who else attends a record; a person who reaches only their own records does not. */
    seesPresence(actor: Actor, channel: string): boolean {
      const entity = entities.get(channel.split(':')[0]!)
      const scopes = [...(entity?.cans ?? [])].map((can) => scopeOf(actor, can))
      return scopes.length > 0 && scopes.every((scope) => scope === 'team' || scope === 'all')
    },
    route(logged: LoggedEvent): { event: Event; channels: string[]; record: Record<string, unknown> } | null {
      const event = byName.get(logged.name)
      if (!event) return null
      const channels = [collectionChannel(event.about), recordChannel(event.about, logged.about_id)]
      return { event, channels, record: event.record(logged.payload) }
    },
    mayHear,
  }
}
