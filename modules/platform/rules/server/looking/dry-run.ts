// What a rule would do with the latest records: everything is judged, nothing is done.
import type { Out, Parsed, Shown } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { hiddenAmong } from '#kernel/server/custom/seen.ts'
import type { Ruled, Subject } from '#kernel/server/rules/ruled.ts'
import type { RuleDraft, rules } from '../../contract.ts'
import { holdsAll, judged } from '../firing/judge.ts'
import { checked, ruledOf } from '../keeping/check.ts'
import { demandSeeing } from '../keeping/rules.ts'
import type { RuleContext } from '../tables.ts'
import { isDue, thereSince } from '../waking/trigger.ts'
import { seenFinding } from './seen.ts'

export async function dryRun(
  context: RuleContext,
  { rule: draft, last }: Parsed<typeof rules.dryRun>,
): Promise<Out<typeof rules.dryRun>> {
  const { db, actor } = context
  demandSeeing(context, draft.entity)
  const ruled = ruledOf(context, draft.entity)
  const rule = await checked(context, draft)
  const { of, can } = ruled
  const records = (await db
    .selectFrom(of.table as never)
    .select(Object.keys(of.fields) as never)
    .where('deleted_at' as never, 'is', null)
    .where(predicate(reach(actor, of, can), actor))
    .orderBy('created_at' as never, 'desc')
    .orderBy('id' as never, 'desc')
    .limit(last)
    .execute()) as unknown as Subject[]
  const hidden = hiddenAmong(actor, of.custom ? await fieldsOf(db, actor.tenant_id, of.name) : [])
  return {
    items: records.map((record) => {
      const finding = judged(rule.conditions as Shown | null, record)
      const why = holdsAll(finding) ? elsewhere(rule, ruled, record, context.now) : 'conditions'
      return {
        record: record.id,
        name: ruled.named(record),
        fires: why === null,
        why,
        finding: seenFinding(finding, hidden),
      }
    }),
  }
}

/** A rule that waits for a place fires for records that are there: coming and leaving themselves are not played again. */
function elsewhere({ trigger }: RuleDraft, { clocks }: Ruled, record: Subject, now: string) {
  if (trigger.on !== 'entered' && trigger.on !== 'stays') return null
  const clock = clocks[trigger.clock]
  if (!clock || (trigger.value !== null && record[clock.field] !== trigger.value)) return 'elsewhere' as const
  if (trigger.on === 'entered') return null
  const since = thereSince(trigger, clock, record)
  return since === null || !isDue(trigger, since, now) ? ('too_early' as const) : null
}
