// A rule while it is made. Pure.
import type { Rule as Condition, Shown, Test } from '#kernel/contract/index.ts'
import type { ChosenStep, FieldOffered, SubjectOffered, Trigger } from '../../contract.ts'

export type Draft = {
  name: string
  entity: string
  trigger: Trigger
  conditions: Shown | null
  steps: ChosenStep[]
  is_on: boolean
}

export type Group = { all: readonly Shown[] } | { any: readonly Shown[] }
export type Join = 'all' | 'any'

export const isRule = (shown: Shown): shown is Condition => 'field' in shown
export const joinOf = (group: Group): Join => ('all' in group ? 'all' : 'any')
export const partsOf = (group: Group): readonly Shown[] => ('all' in group ? group.all : group.any)
export const groupOf = (join: Join, parts: readonly Shown[]): Group =>
  join === 'all' ? { all: parts } : { any: parts }

/** Conditions as a group: what stands alone is one that must hold. */
export const asGroup = (shown: Shown | null): Group =>
  shown === null ? { all: [] } : isRule(shown) ? { all: [shown] } : shown

/** A group without what is empty in it; null where nothing is left. */
export function pruned(group: Group): Shown | null {
  const parts = partsOf(group).flatMap((part) => (isRule(part) ? part : (pruned(part) ?? [])))
  return parts.length === 0 ? null : groupOf(joinOf(group), parts)
}

const TESTS: Record<string, readonly Test[]> = {
  line: ['contains', 'is', 'is_not', 'filled', 'empty'],
  prose: ['contains', 'filled', 'empty'],
  tags: ['is', 'is_not', 'filled', 'empty'],
  yes_no: ['is'],
  whole: ['at_least', 'at_most', 'is', 'filled', 'empty'],
  number: ['at_least', 'at_most', 'is', 'filled', 'empty'],
  money: ['at_least', 'at_most', 'is', 'filled', 'empty'],
  day: ['at_least', 'at_most', 'is', 'filled', 'empty'],
}
const CHOSEN: readonly Test[] = ['is', 'is_not', 'filled', 'empty']

/** What a field may be asked. */
export const testsOf = ({ control, nullable }: FieldOffered): readonly Test[] =>
  (TESTS[control] ?? CHOSEN).filter((test) => nullable || !['filled', 'empty'].includes(test) || control === 'tags')

export const newCondition = (field: FieldOffered): Condition => ({
  field: field.name,
  test: testsOf(field)[0] ?? 'is',
  values: field.control === 'yes_no' ? [true] : [],
})

export const needsValue = (test: Test): boolean => test !== 'filled' && test !== 'empty'

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
