// Connections to one PostgreSQL, pipelined: statements are sent without waiting for the answers before them.
import pg from 'pg'
import type { Logger } from '../log.ts'
import { valueTypes } from './values.ts'

export type PoolOptions = { url: string; size: number; name: string; role?: string | null; log: Logger }

const settings = {
  timezone: 'UTC',
  plan_cache_mode: 'force_generic_plan',
  jit: 'off',
  statement_timeout: '15s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '60s',
}

/** Opens a pool; with `role`, every connection acts as that role, so that row-level security applies even to a superuser's sign-in. */
export function openPool({ url, size, name, role, log }: PoolOptions): pg.Pool {
  const options = Object.entries(role ? { ...settings, role } : settings).map(([key, value]) => `-c ${key}=${value}`)
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    application_name: name,
    options: options.join(' '),
    types: valueTypes,
    connectionTimeoutMillis: 5_000,
    pipeline: true,
  } as pg.PoolConfig)
  // Without both listeners a PostgreSQL restart would end this process (an unhandled 'error' event).
  pool.on('error', (error) => log.warn({ error: error.message }, 'idle database connection lost'))
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ error: error.message }, 'database connection lost')),
  )
  return pool
}

const LOST = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
])

/** Whether an error says that the database cannot be reached (rather than that the statement is wrong). */
export function isUnreachable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    LOST.has(code ?? '') ||
    /Connection terminated|connection error|timeout exceeded when trying to connect|Client was closed/.test(
      message ?? '',
    )
  )
}
