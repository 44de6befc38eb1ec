// Where processes count together: Redis while it answers, PostgreSQL otherwise, and nowhere while neither does.
import type pg from 'pg'
import type { Logger } from '../log.ts'
import type { Redis } from '../shared/redis.ts'
import { postgresStore } from './postgres-store.ts'
import { redisStore } from './redis-store.ts'

/** Of one bucket: `used` were let through already, `wanted` are to be. Times are milliseconds. */
export type Wish = {
  key: string
  used: number
  wanted: number
  /** What refills one. */
  each: number
  /** What refills all. */
  whole: number
  /** What is missing from it as far as the asker knows: a store that lost or never had it learns it. */
  known: number
}
/** How many of those wanted fit, and in how many milliseconds the bucket is full again. */
export type Given = { got: number; full_in: number }

/** Both answer undefined while there is no store; neither throws. */
export type Store = {
  /** One round trip for any number of different buckets; answers in the order of the wishes. */
  take(wishes: readonly Wish[]): Promise<readonly Given[] | undefined>
  /** Writes `next` if `seen` stands there or nothing does; answers what stands there then. Forgotten after `keptMs`. */
  swap(key: string, seen: string, next: string, keptMs: number): Promise<string | undefined>
}

/** For a process that counts by itself. */
export const noStore: Store = { take: async () => undefined, swap: async () => undefined }

export type StoreOptions = { pool: pg.Pool; redis: Redis; log: Logger }

export function openStore({ pool, redis, log }: StoreOptions): Store {
  const fast = redisStore(redis, log)
  const slow = postgresStore(pool, log)
  return {
    take: async (wishes) => (redis.available() ? await fast.take(wishes) : undefined) ?? slow.take(wishes),
    swap: async (...words) => (redis.available() ? await fast.swap(...words) : undefined) ?? slow.swap(...words),
  }
}
