// Rules that would wake each other in a circle. Told when a rule is kept; chains and their depth hold what is not foreseen.
import type { Clock } from '#kernel/server/rules/ruled.ts'
import type { Effect } from '#kernel/server/rules/step.ts'
import type { Trigger } from '../../contract.ts'

/** A rule as far as circles are concerned: what it waits for, and what it brings about. */
export type Waking = {
  id: string
  name: string
  entity: string
  trigger: Trigger
  effects: readonly Effect[]
  clocks: Readonly<Record<string, Clock>>
}

/** Whether what a step brings about is what a rule waits for. A long stay begins with coming there. */
export function wakes(effect: Effect, { entity, trigger, clocks }: Waking): boolean {
  if (effect.entity !== entity) return false
  if (effect.as === 'created') return trigger.on === 'created' || trigger.on === 'entered'
  if (trigger.on === 'created') return false
  const changed = effect.fields
  if (trigger.on === 'changed')
    return trigger.fields.length === 0 || !changed || trigger.fields.some((field) => changed.includes(field))
  const field = clocks[trigger.clock]?.field
  if (!field || (changed && !changed.includes(field))) return false
  const value = effect.values?.[field]
  // Where it comes from is not known: leaving may be leaving from anywhere but there.
  if (trigger.on === 'left') return value === undefined || value !== trigger.value
  return value === undefined || trigger.value === null || value === trigger.value
}

/** The shortest circle through one rule, itself first; null where there is none. */
export function circleThrough(start: Waking, all: readonly Waking[]): Waking[] | null {
  const next = (one: Waking) => all.filter((other) => one.effects.some((effect) => wakes(effect, other)))
  const seen = new Set<string>()
  let paths: Waking[][] = [[start]]
  while (paths.length > 0) {
    const longer: Waking[][] = []
    for (const path of paths)
      for (const one of next(path.at(-1)!)) {
        if (one.id === start.id) return path
        if (seen.has(one.id)) continue
        seen.add(one.id)
        longer.push([...path, one])
      }
    paths = longer
  }
  return null
}
