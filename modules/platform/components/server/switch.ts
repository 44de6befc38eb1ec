// On and off. What others need stays on, and what needs others waits for them.
import { type Component, Problem } from '#kernel/contract/index.ts'
import { neededBy, needsOf } from '#kernel/server/components/check.ts'
import { askRelease } from '#kernel/server/components/held.ts'
import type { Context } from '#kernel/server/context.ts'
import { componentSwitched, type State } from '../contract.ts'
import { componentOf, isOnIn, keep, type Kept, lockedOf, refuseStale, stateOf } from './states.ts'

/** Throws 409 with the list of those that are in the way. */
export async function switchTo(context: Context, id: string, isOn: boolean): Promise<State> {
  const one = componentOf(context, id)
  const kept = await lockedOf(context)
  refuseStale(context, kept.get(id))
  if (isOnIn(kept, one) === isOn) return stateOf(context, one, kept)
  refuseInTheWay(context, one, kept, isOn)
  const row = await keep(context, id, { is_on: isOn })
  context.emit(componentSwitched, { id: row.id, tenant: context.actor.tenant_id, component: id, is_on: isOn })
  if (isOn) await askRelease(context, id)
  return stateOf(context, one, kept.set(id, row))
}

function refuseInTheWay(context: Context, one: Component, kept: ReadonlyMap<string, Kept>, isOn: boolean): void {
  const { all } = context.platform.components
  if (!isOn && one.always) throw new Problem('component.always_on', 409, { title: titleOf(context, one.id) })
  const related = isOn ? needsOf(all, one.id) : neededBy(all, one.id)
  const inTheWay = all.filter((other) => related.includes(other.id) && isOnIn(kept, other) !== isOn)
  if (inTheWay.length === 0) return
  const ids = inTheWay.map(({ id }) => id)
  throw new Problem(isOn ? 'component.needs' : 'component.needed', 409, {
    title: titleOf(context, one.id),
    components: ids.join(', '),
    titles: ids.map((id) => titleOf(context, id)).join(', '),
  })
}

export const titleOf = ({ platform, actor }: Context, id: string): string =>
  platform.texts.t(actor.language, `component.${id}.title`)
