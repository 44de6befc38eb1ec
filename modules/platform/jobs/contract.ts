// Background work as people see it: what waits, what runs, what failed for good, and what runs by the clock.
import * as z from 'zod'
import { actions, command, id, instant, query } from '#kernel/contract/index.ts'

const queueName = z.string().min(1).max(100)
const count = z.int().min(0)

/** A queue's jobs by state; `done` are those of the last hour. */
const Queue = z.object({
  name: z.string(),
  waiting: count,
  /** Planned for later. */
  later: count,
  active: count,
  /** Failed, and tried again. */
  retrying: count,
  failed: count,
  done: count,
})

const Schedule = z.object({
  name: z.string(),
  cron: z.string(),
  last_at: instant().nullable(),
  last_state: z.string().nullable(),
  next_at: instant().nullable(),
})

const Failure = z.object({
  id: id(),
  queue: z.string(),
  /** Whose work it was; null for the platform's own. */
  tenant_id: id().nullable(),
  tenant: z.string().nullable(),
  reason: z.string(),
  attempts: count,
  created_at: instant(),
  failed_at: instant().nullable(),
  /** Ids of what it was about, by name. */
  about: z.record(z.string(), z.string()),
})

/** An event that a consumer gave up on. */
const SetAside = z.object({
  consumer: z.string(),
  position: z.int(),
  tenant_id: id(),
  tenant: z.string().nullable(),
  event: z.string(),
  about_id: id().nullable(),
  happened_at: instant().nullable(),
  at: instant(),
  reason: z.string(),
})

const paging = { cursor: z.string().max(500).optional(), limit: z.int().min(1).max(200).default(50) }
const pageOf = <T extends z.ZodType>(items: T) => z.object({ items: z.array(items), next: z.string().nullable() })
const failureId = z.strictObject({ id: id(), queue: queueName })
const eventId = z.strictObject({ tenant_id: id(), consumer: queueName, position: z.int().min(1) })

const verbs = (permission: string, across: boolean) => {
  const read = { can: `${permission}.read`, across }
  const manage = { can: `${permission}.manage`, across }
  return {
    /** Every queue in numbers; schedules are the platform's and told to its administrators only. */
    overview: query('GET /', {
      out: z.object({ at: instant(), queues: z.array(Queue), schedules: z.array(Schedule), set_aside: count }),
      ...read,
    }),
    failures: query('GET /failures', {
      in: z.strictObject({ queue: queueName.optional(), ...paging }),
      out: pageOf(Failure),
      ...read,
    }),
    /** Queues a failed job once more; it gets one attempt beyond those it had. */
    retry: command('POST /failures/:id/retry', { in: failureId, out: z.object({ count }), ...manage }),
    discard: command('POST /failures/:id/discard', { in: failureId, out: z.object({ count }), ...manage }),
    /** The same with the failed jobs of a queue, at most a thousand at a time. */
    retryAll: command('POST /queues/:queue/retry', {
      in: z.strictObject({ queue: queueName }),
      out: z.object({ count }),
      ...manage,
    }),
    setAside: query('GET /events', { in: z.strictObject(paging), out: pageOf(SetAside), ...read }),
    /** Hands an event to its consumer again; 409 with the reason when it fails again. */
    retryEvent: command('POST /events/retry', { in: eventId, out: z.object({ count }), ...manage }),
    discardEvent: command('POST /events/discard', { in: eventId, out: z.object({ count }), ...manage }),
  }
}

/** A tenant's own jobs, for its administrators. */
export const jobs = actions('jobs', '/jobs', verbs('jobs', false))
/** Those of all tenants and of the platform itself, for the platform's administrators. */
export const platformJobs = actions('platform_jobs', '/platform/jobs', verbs('platform_jobs', true))
