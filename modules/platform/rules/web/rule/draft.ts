// A rule while it is made. Pure.
import type { Shown } from '#kernel/contract/index.ts'
import type { ChosenStep, SubjectOffered, Trigger } from '../../contract.ts'

export type Draft = {
  name: string
  entity: string
  trigger: Trigger
  conditions: Shown | null
  steps: ChosenStep[]
  is_on: boolean
}

/** A step as it begins: each parameter as its contract says. */
export const newStep = ({ steps, settable }: SubjectOffered, name: string): ChosenStep => ({
  step: name,
  params:
    name === 'set'
      ? { field: settable[0] ?? '', value: null }
      : Object.fromEntries(
          (steps.find((one) => one.name === name)?.params ?? []).flatMap((param) =>
            'initial' in param && param.initial !== undefined ? [[param.name, param.initial]] : [],
          ),
        ),
})

/** `stage` is where the rule was asked for from: a place of the kind's first clock. */
export const newDraft = ({ entity, clocks }: SubjectOffered, place?: string): Draft => {
  const [placed] = clocks
  return {
    name: '',
    entity,
    trigger: place !== undefined && placed ? { on: 'entered', clock: placed.name, value: place } : { on: 'created' },
    conditions: null,
    steps: [],
    is_on: true,
  }
}

const MINUTES = { minutes: 1, hours: 60, days: 1_440 } as const
export type Unit = keyof typeof MINUTES
export const UNITS = Object.keys(MINUTES) as Unit[]

/** The largest unit in which so many minutes are whole. */
export const unitOf = (minutes: number): Unit =>
  UNITS.toReversed().find((unit) => minutes % MINUTES[unit] === 0) ?? 'minutes'
export const inUnit = (minutes: number, unit: Unit): number => Math.max(1, Math.round(minutes / MINUTES[unit]))
export const minutesOf = (count: number, unit: Unit): number => count * MINUTES[unit]
