// Counts that say nothing any more: buckets that are full again, guesses of long ago.
import type { Platform } from '../context.ts'
import { every } from '../jobs.ts'

export const sweepCounts = async ({ database }: Pick<Platform, 'database'>): Promise<void> =>
  void (await database.pool.query(
    'delete from shared_counts where until < extract(epoch from clock_timestamp()) * 1000 - 60000',
  ))

export const sweepingCounts = every('9,29,49 * * * *', 'limits.sweep', sweepCounts)
