// All queues and schedules in numbers.
import type { Context } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import { ofTenant, type Whose } from './whose.ts'

type Counted = { name: string; state: string; count: number }
const COLUMN: Record<string, 'waiting' | 'later' | 'active' | 'retrying' | 'failed' | 'done'> = {
  created: 'waiting',
  later: 'later',
  active: 'active',
  retry: 'retrying',
  failed: 'failed',
  completed: 'done',
}

export async function overview(context: Context, whose: Whose) {
  const { db, now, platform } = context
  const [queues, counted, schedules, events] = await Promise.all([
    sql<{ name: string }>`
      select q.name from jobs.queue q
      where q.name not like '\\_\\_%' ${whose === 'all' ? sql`` : sql`and not exists (select from jobs.schedule s where s.name = q.name)`}
      order by q.name`.execute(db),
    sql<Counted>`
      select name, case when state = 'created' and start_after > now() then 'later' else state::text end as state,
        count(*)::int as count
      from jobs.job where state <> 'completed' and ${ofTenant(whose)} group by 1, 2
      union all
      select name, 'completed', count(*)::int from jobs.job
      where state = 'completed' and completed_on > now() - interval '1 hour' and ${ofTenant(whose)} group by 1`.execute(
      db,
    ),
    sql<{ name: string; cron: string; timezone: string; last_at: string | null; last_state: string | null }>`
      select s.name, s.cron, coalesce(s.timezone, 'UTC') as timezone, j.created_on as last_at, j.state::text as last_state
      from jobs.schedule s left join jobs.job j on j.name = s.name and j.id = s.last_job_id
      where ${whose === 'all' ? sql`true` : sql`false`} order by s.name`.execute(db),
    sql<{ count: number }>`select count(*)::int as count from event_failures`.execute(db),
  ])
  const rows = new Map(
    queues.rows.map(({ name }) => [name, { name, waiting: 0, later: 0, active: 0, retrying: 0, failed: 0, done: 0 }]),
  )
  for (const { name, state, count } of counted.rows) {
    const row = rows.get(name)
    const column = COLUMN[state]
    if (row && column) row[column] += count
  }
  return {
    at: now,
    queues: [...rows.values()],
    schedules: schedules.rows.map(({ timezone, ...row }) => ({
      ...row,
      next_at: platform.nextRun(row.cron, timezone),
    })),
    set_aside: events.rows[0]!.count,
  }
}
