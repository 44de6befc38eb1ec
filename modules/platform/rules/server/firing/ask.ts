// Asks the rules of a kind of record about what happened, one after the other: each sees what those before it did. What fires,
// its effects and its trace are written in the transaction that moves the reader's place, so nothing happens twice.
import { find } from '#kernel/server/crud.ts'
import { Problem } from '#kernel/contract/index.ts'
import type { Ruled, Subject } from '#kernel/server/rules/ruled.ts'
import { sql } from 'kysely'
import { MOST_DEPTH, type Finding, type RuleRow } from '../../contract.ts'
import { json, type RuleContext } from '../tables.ts'
import type { Occurrence } from '../waking/occurrence.ts'
import { isDue, stayChain, thereSince, triggers } from '../waking/trigger.ts'
import { holdsAll, judged } from './judge.ts'
import { performSteps } from './steps.ts'

type Asked = { rule: RuleRow; chain: string; depth: number }

export async function askRules(
  context: RuleContext,
  ruled: Ruled,
  rules: readonly RuleRow[],
  occurrence: Occurrence,
): Promise<void> {
  const mayBe = rules.filter(({ trigger }) => trigger.on === 'stays' || triggers(trigger, occurrence, ruled.clocks))
  if (mayBe.length === 0) return
  let record = await recordOf(context, ruled, occurrence.record)
  for (const rule of mayBe) {
    if (!record) return
    const asked = askedFor(rule, record, ruled, occurrence, context.now)
    if (asked && (await ask(context, ruled, asked, record))) record = await recordOf(context, ruled, record.id)
  }
}

/** A long stay that the clock has not come to yet is due as well when something happens to the record. */
function askedFor(
  rule: RuleRow,
  record: Subject,
  { clocks }: Ruled,
  { chain, depth }: Occurrence,
  now: string,
): Asked | null {
  const { trigger } = rule
  if (trigger.on !== 'stays') return { rule, chain, depth }
  const since = thereSince(trigger, clocks[trigger.clock], record)
  return since !== null && isDue(trigger, since, now) ? { rule, chain: stayChain(since), depth: 0 } : null
}

/** The record as it is now; null when it is gone. */
export async function recordOf(context: RuleContext, { of, can }: Ruled, id: string): Promise<Subject | null> {
  return find(context, of, id, can).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return null
    throw error
  })
}

/** Whether a rule fired. */
export async function ask(context: RuleContext, ruled: Ruled, asked: Asked, record: Subject): Promise<boolean> {
  const finding = judged(asked.rule.conditions, record)
  if (!holdsAll(finding)) {
    await trace(context, asked, record, 'unmet', finding)
    return false
  }
  if (asked.depth > MOST_DEPTH) {
    await trace(context, asked, record, 'too_deep', finding)
    return false
  }
  const run = await fired(context, asked, record, finding)
  if (run === null) {
    await trace(context, asked, record, 'repeated', finding)
    return false
  }
  await performSteps(context, ruled, { run, ...asked, record })
  return true
}

type Outcome = 'unmet' | 'too_deep' | 'repeated'
const rowOf = ({ rule, chain, depth }: Asked, record: Subject, finding: Finding | null) => ({
  rule: rule.id,
  revision: rule.revision,
  entity: rule.entity,
  record: record.id,
  chain,
  depth,
  finding: json(finding),
  steps: json([]),
  trouble: false,
})

/** A long stay that is asked about again by every change tells of it once. */
async function trace(
  { db }: RuleContext,
  asked: Asked,
  record: Subject,
  outcome: Outcome,
  finding: Finding | null,
): Promise<void> {
  if (asked.rule.trigger.on === 'stays') {
    if (outcome === 'repeated') return
    await db
      .deleteFrom('rule_runs')
      .where('rule', '=', asked.rule.id)
      .where('record', '=', record.id)
      .where('chain', '=', asked.chain)
      .where('outcome', '=', outcome)
      .execute()
  }
  await db
    .insertInto('rule_runs')
    .values({ ...rowOf(asked, record, finding), outcome })
    .execute()
}

/** The id of the run; null where the rule fired for this record in this chain before. */
async function fired(
  { db }: RuleContext,
  asked: Asked,
  record: Subject,
  finding: Finding | null,
): Promise<string | null> {
  const row = await db
    .insertInto('rule_runs')
    .values({ ...rowOf(asked, record, finding), outcome: 'fired' })
    .onConflict((met) =>
      met
        .columns(['tenant_id', 'rule', 'record', 'chain'] as never)
        .where(sql<boolean>`outcome = 'fired'`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}
