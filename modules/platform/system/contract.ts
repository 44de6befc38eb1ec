// Whether the platform is alive and ready: for whoever watches it from outside.
import * as z from 'zod'
import { actions, ANYONE, id, moment, query } from '#kernel/contract/index.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const

const LogLine = z.object({
  time: z.string(),
  level: z.string(),
  message: z.string(),
  request_id: z.string().nullable(),
  tenant_id: id().nullable(),
  details: z.record(z.string(), z.unknown()),
})
export type LogLine = z.output<typeof LogLine>

const Asked = z.strictObject({
  /** This level and those above it. */
  level: z.enum(LOG_LEVELS).optional(),
  from: moment().optional(),
  to: moment().optional(),
  request_id: z.string().trim().max(64).optional(),
  q: z.string().trim().max(100).optional(),
  limit: z.int().min(1).max(200).default(100),
  cursor: z.string().max(60).optional(),
})
/** `given_up`: too much was looked through; `next` goes on from there. `whole` is false where only this process is remembered. */
const Found = z.object({
  items: z.array(LogLine),
  next: z.string().nullable(),
  given_up: z.boolean(),
  whole: z.boolean(),
})

/** Of the log what one organisation's people did, for its administrators. */
export const logs = actions('logs', '/logs', {
  list: query('GET /', { in: Asked, out: Found, can: 'logs.read', free: true, audited: 'read' }),
})

export const system = actions('system', '/system', {
  /** The process answers. */
  health: query('GET /health', { out: z.object({ status: z.literal('ok') }), can: ANYONE, free: true, rate: 'free' }),
  /** The database is reachable and its migrations are done; 503 otherwise. */
  ready: query('GET /ready', { out: z.object({ status: z.literal('ready') }), can: ANYONE, rate: 'free' }),
  /** The whole log. */
  logs: query('GET /logs', {
    in: Asked,
    out: Found,
    can: 'system_logs.read',
    across: true,
    free: true,
    audited: 'read',
  }),
})
