// Why rules did or did not fire, and how they fare.
import { invalid, type Out, type Parsed } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { hiddenAmong } from '#kernel/server/custom/seen.ts'
import { sql } from 'kysely'
import type { RuleRunRow, rules } from '../../contract.ts'
import { demandSeeing, seenKinds } from '../keeping/rules.ts'
import { runFields, type RuleContext } from '../tables.ts'
import { seenFinding } from './seen.ts'

export async function trace(
  context: RuleContext,
  { rule, entity, record, outcome, trouble, limit, cursor }: Parsed<typeof rules.trace>,
): Promise<Out<typeof rules.trace>> {
  const { db, actor, platform } = context
  const seen = seenKinds(context)
  if (record !== undefined) {
    if (entity === undefined) throw invalid([{ pointer: '/entity', code: 'required' }])
    demandSeeing(context, entity)
    const ruled = platform.ruled.get(entity)!
    await find(context, ruled.of, record, ruled.can)
  }
  if (seen.size === 0) return { items: [], next: null }
  let rows = db
    .selectFrom('rule_runs')
    .select(runFields)
    .where('deleted_at', 'is', null)
    .where('entity', 'in', [...seen])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (rule !== undefined) rows = rows.where('rule', '=', rule)
  if (record !== undefined) rows = rows.where('record', '=', record)
  if (entity !== undefined) rows = rows.where('entity', '=', entity)
  if (outcome !== undefined) rows = rows.where('outcome', '=', outcome)
  if (trouble !== undefined) rows = rows.where('trouble', '=', trouble)
  // What was swept meanwhile ends the list.
  if (cursor !== undefined)
    rows = rows.where(
      sql<boolean>`(created_at, id) < (select c.created_at, c.id from rule_runs c where c.id = ${cursor})`,
    )
  const found = (await rows.execute()) as RuleRunRow[]
  const page = found.slice(0, limit)
  const hidden = new Map<string, ReadonlySet<string>>()
  for (const kind of new Set(page.map((one) => one.entity))) {
    const of = platform.ruled.get(kind)?.of
    hidden.set(kind, of?.custom ? hiddenAmong(actor, await fieldsOf(db, actor.tenant_id, kind)) : new Set())
  }
  const last = page.at(-1)
  return {
    items: page.map((one) => ({ ...one, finding: seenFinding(one.finding, hidden.get(one.entity)!) })),
    next: found.length > limit && last ? last.id : null,
  }
}

export async function standing(context: RuleContext): Promise<Out<typeof rules.standing>> {
  const { rows } = await sql<Out<typeof rules.standing>['items'][number]>`
    select r.id as rule, coalesce(n.fired, 0)::int as fired, coalesce(n.trouble, 0)::int as trouble, n.last_fired_at
    from rules r left join lateral (
      select count(*) as fired, count(*) filter (where u.trouble) as trouble, max(u.created_at) as last_fired_at
      from rule_runs u where u.rule = r.id and u.outcome = 'fired' and u.deleted_at is null
        and u.created_at > now() - interval '30 days') n on true
    where r.deleted_at is null and r.entity = any(${[...seenKinds(context)]})`.execute(context.db)
  return { items: rows }
}
