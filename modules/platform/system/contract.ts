// Whether the platform is alive and ready: for whoever watches it from outside.
import * as z from 'zod'
import { actions, ANYONE, query } from '#kernel/contract/index.ts'

export const system = actions('system', '/system', {
  /** The process answers. */
  health: query('GET /health', { out: z.object({ status: z.literal('ok') }), can: ANYONE, free: true, rate: 'free' }),
  /** The database is reachable and its migrations are done; 503 otherwise. */
  ready: query('GET /ready', { out: z.object({ status: z.literal('ready') }), can: ANYONE, rate: 'free' }),
})
