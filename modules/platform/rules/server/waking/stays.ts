// Records that stay somewhere longer than a rule says: looked for every minute.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { every } from '#kernel/server/jobs.ts'
import type { Ruled, Subject } from '#kernel/server/rules/ruled.ts'
import { sql } from 'kysely'
import type { RuleRow } from '../../contract.ts'
import { ask, recordOf } from '../firing/ask.ts'
import { rulesOf } from '../firing/kept.ts'
import type { RuleContext } from '../tables.ts'
import { isDue, MOST_OVERDUE_DAYS, stayChain, thereSince } from './trigger.ts'

/** Of one rule at a time; what is left waits for the next minute. */
const MOST_AT_ONCE = 500

/** Exported for tests, which do not wait for the minute. */
export async function judgeStays(platform: Platform): Promise<void> {
  const tenants = (await platform.database.platform('read', (db) =>
    db
      .selectFrom('rules')
      .select('tenant_id')
      .distinct()
      .where('is_on', '=', true)
      .where('deleted_at', 'is', null)
      .where(sql<boolean>`trigger ->> 'on' = 'stays'`)
      .execute(),
  )) as { tenant_id: string }[]
  for (const { tenant_id } of tenants)
    for (const ruled of platform.ruled.values())
      if (platform.components.offers(tenant_id, ruled)) await judgeKind(platform, tenant_id, ruled)
}

async function judgeKind(platform: Platform, tenantId: string, ruled: Ruled): Promise<void> {
  const within = <T>(work: (context: RuleContext) => Promise<T>) =>
    platform.within(systemOf(tenantId), { cause: 'rules.stays' }, work)
  const waiting = await within(async (context) => {
    const rules = (await rulesOf(context, ruled.of.name)).filter(({ trigger }) => trigger.on === 'stays')
    const due: { rule: RuleRow; ids: string[] }[] = []
    for (const rule of rules) due.push({ rule, ids: await dueFor(context, ruled, rule) })
    return due
  })
  // Each record in a transaction of its own, in the order of the rules.
  for (const { rule, ids } of waiting)
    for (const id of ids)
      await within((context) => judgeStay(context, ruled, rule, id)).catch((error: unknown) =>
        platform.log.error(
          { error: String((error as Error).stack ?? error), rule: rule.id, record: id },
          'rule for a long stay',
        ),
      )
}

async function dueFor({ db, now }: RuleContext, { of, clocks }: Ruled, { id, trigger }: RuleRow): Promise<string[]> {
  if (trigger.on !== 'stays') return []
  const clock = clocks[trigger.clock]
  if (!clock?.since) return []
  const since = sql.ref(`r.${clock.since}`)
  const there = trigger.value !== null ? sql`and ${sql.ref(`r.${clock.field}`)} = ${trigger.value}` : sql``
  const { rows } = await sql<{ id: string }>`
    select r.id from ${sql.table(of.table)} r
    where r.deleted_at is null ${there}
      and ${since} <= ${now}::timestamptz - make_interval(mins => ${trigger.minutes})
      and ${since} > ${now}::timestamptz - make_interval(mins => ${trigger.minutes}, days => ${sql.lit(MOST_OVERDUE_DAYS)})
      and not exists (select from rule_runs u where u.rule = ${id} and u.record = r.id
        and u.chain = 'stay ' || to_char(${since} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    order by ${since} limit ${sql.lit(MOST_AT_ONCE)}`.execute(db)
  return rows.map((row) => row.id)
}

async function judgeStay(context: RuleContext, ruled: Ruled, rule: RuleRow, id: string): Promise<void> {
  const { trigger } = rule
  const record: Subject | null = await recordOf(context, ruled, id)
  if (!record || trigger.on !== 'stays') return
  const since = thereSince(trigger, ruled.clocks[trigger.clock], record)
  if (since === null || !isDue(trigger, since, context.now)) return
  await ask(context, ruled, { rule, chain: stayChain(since), depth: 0 }, record)
}

export const staysJob = every('* * * * *', 'rules.stays', judgeStays)
