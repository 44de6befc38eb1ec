// Jobs that failed for good: found, queued again, dropped.
import { notFound } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { decodeCursor, encodeCursor } from '#kernel/server/asks/cursor.ts'
import { sql } from 'kysely'
import { ofTenant, reasonIn, tenantNames, type Whose } from './whose.ts'

const MOST_AT_ONCE = 1_000
const ORDER = 'created_at'

type Row = {
  id: string
  queue: string
  tenant_id: string | null
  job: unknown
  output: unknown
  attempts: number
  created_at: string
  failed_at: string | null
}

/** The newest first. */
export async function failures(
  context: Context,
  whose: Whose,
  { queue, cursor, limit }: { queue?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const after = cursor === undefined ? null : decodeCursor(cursor, ORDER)
  const { rows } = await sql<Row>`
    select id, name as queue, nullif(data->>'tenant_id', '') as tenant_id, data->'job' as job, output,
      retry_count + 1 as attempts, created_on as created_at, completed_on as failed_at
    from jobs.job
    where state = 'failed' and ${ofTenant(whose)}
      ${queue === undefined ? sql`` : sql`and name = ${queue}`}
      ${after === null ? sql`` : sql`and (created_on, id) < (${after.value}::timestamptz, ${after.id}::uuid)`}
    order by created_on desc, id desc limit ${sql.lit(limit + 1)}`.execute(context.db)
  const shown = rows.slice(0, limit)
  const names = await tenantNames(context, whose, shown)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(({ job, output, ...row }) => ({
      ...row,
      tenant: names.get(row.tenant_id) ?? null,
      reason: reasonIn(output),
      about: idsIn(job),
    })),
    next: last ? encodeCursor({ sort: ORDER, value: last.created_at, id: last.id }) : null,
  }
}

/** As pg-boss does it: one attempt more, and at once. Throws 404 when there is no such failure, or none of this tenant. */
export async function retry({ db }: Context, whose: Whose, { id, queue }: { id: string; queue: string }) {
  const { rows } = await sql`
    update jobs.job set state = 'retry', retry_limit = retry_count + 1, completed_on = null, start_after = now(),
      keep_until = greatest(keep_until, now() + interval '14 days')
    where name = ${queue} and id = ${id}::uuid and state = 'failed' and ${ofTenant(whose)} returning id`.execute(db)
  if (rows.length === 0) throw notFound('job')
  return { count: rows.length }
}

export async function discard({ db }: Context, whose: Whose, { id, queue }: { id: string; queue: string }) {
  const { rows } = await sql`
    delete from jobs.job
    where name = ${queue} and id = ${id}::uuid and state = 'failed' and ${ofTenant(whose)} returning id`.execute(db)
  if (rows.length === 0) throw notFound('job')
  return { count: rows.length }
}

export async function retryAll({ db }: Context, whose: Whose, { queue }: { queue: string }) {
  const { rows } = await sql`
    update jobs.job set state = 'retry', retry_limit = retry_count + 1, completed_on = null, start_after = now(),
      keep_until = greatest(keep_until, now() + interval '14 days')
    where name = ${queue} and state = 'failed' and id in (
      select id from jobs.job where name = ${queue} and state = 'failed' and ${ofTenant(whose)}
      order by created_on limit ${sql.lit(MOST_AT_ONCE)})
    returning id`.execute(db)
  return { count: rows.length }
}

/** Jobs carry ids only; whatever else stands there is not shown. */
function idsIn(job: unknown): Record<string, string> {
  if (typeof job !== 'object' || job === null) return {}
  const words = Object.entries(job).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
  )
  return Object.fromEntries(words.slice(0, 10).map(([name, value]) => [name, String(value).slice(0, 100)]))
}
