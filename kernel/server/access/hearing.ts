// Who is told of an event: the same rule for live listeners and for notices.
import { type Event, matches } from '../../contract/index.ts'
import { type Actor, may, reach } from './actor.ts'

/** The rule of every list and get: permission, scope, and what the payload itself demands. */
export function mayHear(actor: Actor, event: Event, record: Record<string, unknown>, payload: unknown): boolean {
  const needed = event.needs(payload)
  return (needed === null || may(actor, needed)) && matches(reach(actor, event.about, event.can), record, actor)
}
