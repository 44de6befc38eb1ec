import { component } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { every } from '#kernel/server/jobs.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { jobs, platformJobs } from '../contract.ts'
import { discard, failures, retry, retryAll } from './failures.ts'
import { overview } from './overview.ts'
import { discardEvent, retryEvent, setAside } from './set-aside.ts'
import type { Whose } from './whose.ts'

const handlers = (whose: (context: Context) => Whose) => ({
  overview: (context: Context) => overview(context, whose(context)),
  failures: (context: Context, input: Parameters<typeof failures>[2]) => failures(context, whose(context), input),
  retry: (context: Context, input: Parameters<typeof retry>[2]) => retry(context, whose(context), input),
  discard: (context: Context, input: Parameters<typeof retry>[2]) => discard(context, whose(context), input),
  retryAll: (context: Context, input: Parameters<typeof retryAll>[2]) => retryAll(context, whose(context), input),
  setAside: (context: Context, input: Parameters<typeof setAside>[2]) => setAside(context, whose(context), input),
  retryEvent: (context: Context, input: Parameters<typeof retryEvent>[2]) => retryEvent(context, whose(context), input),
  discardEvent: (context: Context, input: Parameters<typeof retryEvent>[2]) =>
    discardEvent(context, whose(context), input),
})

export default serverModule({
  name: 'platform/jobs',
  component: component('jobs', { pictures: ['jobs'], version: '1.0.0', always: true }),
  actions: [
    ...implement(
      jobs,
      { tables: [] },
      handlers(({ actor }) => ({ tenant: actor.tenant_id })),
    ),
    ...implement(
      platformJobs,
      { tables: [] },
      handlers(() => 'all'),
    ),
  ],
  jobs: [
    // What is done is forgotten after a week; what failed is kept for a year, or until somebody decides.
    every('13 * * * *', 'jobs.keep_failures', async ({ database }) => {
      await database.platform('write', (db) =>
        sql`update jobs.job set deletion_seconds = 365 * 86400 where state = 'failed' and deletion_seconds < 365 * 86400`.execute(
          db,
        ),
      )
    }),
  ],
})
