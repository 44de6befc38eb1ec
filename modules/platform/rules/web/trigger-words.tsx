// A rule's trigger in one line.
import type { ReactNode } from 'react'
import { Reference, useT } from '#kernel/web/index.tsx'
import type { Trigger } from '../contract.ts'
import { inUnit, unitOf } from './rule/draft.ts'
import type { Subject } from './rule/use-subject.ts'

export function useTriggerWords(subject: Subject): (trigger: Trigger) => ReactNode {
  const t = useT()
  return function say(trigger: Trigger) {
    const on = t(`rules.on.${trigger.on}`)
    if (trigger.on === 'created') return on
    if (trigger.on === 'changed')
      return trigger.fields.length === 0 ? on : `${on}: ${trigger.fields.map(subject.labelOf).join(', ')}`
    const name = subject.offered.clocks.find((one) => one.name === trigger.clock)?.field
    const field = subject.fields.find((one) => one.name === name)
    const place =
      trigger.value === null ? null : field?.refers ? (
        <Reference entity={field.refers} id={trigger.value} plain />
      ) : (
        subject.choiceOf(name ?? '', trigger.value)
      )
    const unit = trigger.on === 'stays' ? unitOf(trigger.minutes) : null
    return (
      <>
        {on}
        {place && <>: {place}</>}
        {trigger.on === 'stays' && unit && ` · ${t(`rules.stay.${unit}`, { count: inUnit(trigger.minutes, unit) })}`}
      </>
    )
  }
}
