// What an organisation may choose in place of the platform's limits, and how far (decision 0020).
import * as z from 'zod'
import { actions, command, event, id, query } from '#kernel/contract/index.ts'
import { Tenant } from '#modules/platform/tenants/contract.ts'

export const LIMITS = ['api_per_minute', 'api_burst', 'sign_in_attempts', 'calls_per_minute'] as const
export type LimitName = (typeof LIMITS)[number]

const each = <T extends z.ZodType>(one: T) =>
  ({ api_per_minute: one, api_burst: one, sign_in_attempts: one, calls_per_minute: one }) as const

/** Null is the platform's. */
const Chosen = z.strictObject(each(z.int().min(0).max(1_000_000).nullable()))
export type Chosen = z.output<typeof Chosen>

export const LimitsRead = z.object({
  own: Chosen,
  defaults: z.object(each(z.int())),
  bounds: z.object(each(z.object({ min: z.int(), max: z.int() }))),
})
export type LimitsRead = z.output<typeof LimitsRead>

/** How far an organisation may go from the platform's limits: not so low that its own pages fail, not so high that others wait. */
export function boundsOf(defaults: Record<LimitName, number>): LimitsRead['bounds'] {
  const { api_per_minute, api_burst, calls_per_minute } = defaults
  return {
    api_per_minute: { min: Math.min(30, api_per_minute), max: api_per_minute * 10 },
    api_burst: { min: 0, max: Math.max(20, api_burst) * 10 },
    sign_in_attempts: { min: 3, max: 10 },
    calls_per_minute: { min: Math.min(60, calls_per_minute), max: calls_per_minute * 10 },
  }
}

export const limits = actions('limits', '/limits', {
  get: query('GET /', { out: LimitsRead, can: 'limits.manage' }),
  /** Holds from the next request on, in every process. */
  set: command('PUT /', { in: Chosen, out: LimitsRead, can: 'limits.manage' }),
})

export const limitsChanged = event('tenant.limits_changed', {
  payload: z.object({ id: id() }),
  about: Tenant,
  can: 'limits.manage',
  record: (payload) => payload,
})
