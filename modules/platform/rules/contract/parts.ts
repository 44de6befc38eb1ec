// What a rule is made of: when it is asked, what it does, what became of it.
import * as z from 'zod'
import { instant } from '#kernel/contract/index.ts'

export type { Finding } from '#kernel/contract/index.ts'

const fieldName = () => z.string().min(1).max(50)
/** How a record is, by a clock that its kind declares: `stage`. */
const at = { clock: fieldName(), value: z.string().min(1).max(100).nullable().default(null) }

export const MOST_MINUTES = 366 * 24 * 60

/** `value` null: whatever it enters or leaves. A new record enters how it begins. */
export const Trigger = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('created') }),
  /** One of these fields; any where none is named. */
  z.strictObject({ on: z.literal('changed'), fields: z.array(fieldName()).max(20).default([]) }),
  z.strictObject({ on: z.literal('entered'), ...at }),
  z.strictObject({ on: z.literal('left'), ...at }),
  z.strictObject({ on: z.literal('stays'), ...at, minutes: z.int().min(1).max(MOST_MINUTES) }),
])
export type Trigger = z.output<typeof Trigger>
export const TRIGGERS = ['created', 'changed', 'entered', 'left', 'stays'] as const

/** Something a module offers, with its parameters as that module's contract wants them. */
export const ChosenStep = z.strictObject({
  step: z.string().min(1).max(50),
  params: z.record(z.string().max(50), z.unknown()).default({}),
})
export type ChosenStep = z.output<typeof ChosenStep>

/** repeated: it fired for this record already, in the same chain. too_deep: rules woke rules too often. */
export const OUTCOMES = ['fired', 'unmet', 'repeated', 'too_deep'] as const

/** waiting: to be tried (again). failed: given up. skipped: held back for the reason that `code` says. */
export const STEP_STATES = ['done', 'waiting', 'failed', 'skipped'] as const
export const StepDone = z.object({
  step: z.string(),
  params: z.record(z.string(), z.unknown()),
  state: z.enum(STEP_STATES),
  attempts: z.int(),
  /** A key of the catalogues: why it is not done. */
  code: z.string().nullable(),
  at: instant().nullable(),
})
export type StepDone = z.output<typeof StepDone>
