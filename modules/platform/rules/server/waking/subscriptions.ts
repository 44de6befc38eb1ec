// One reader of the log for each kind of record that rules may be made for: its events in their order.
import type { ServerModule, Subscription, Told } from '#kernel/server/module.ts'
import type { Ruled } from '#kernel/server/rules/ruled.ts'
import { askRules } from '../firing/ask.ts'
import { rulesOf } from '../firing/kept.ts'
import { occurrenceOf } from './occurrence.ts'

/** Which tenants had rules for a kind of record when last asked: only how events are gathered depends on it. */
const having = new Map<string, boolean>()

export const ruleSubscriptions = (modules: readonly ServerModule[]): Subscription[] =>
  modules.flatMap(({ ruled = [] }) => ruled).map(subscriptionOf)

function subscriptionOf(ruled: Ruled): Subscription {
  const [first, ...also] = ruled.wakes.map(({ event }) => event)
  if (!first) throw new Error(`nothing wakes rules for ${ruled.of.name}`)
  const keyOf = (tenantId: string) => `${ruled.of.name} ${tenantId}`
  const handleMany: Subscription['handleMany'] = async (context, told) => {
    const { platform, actor } = context
    // A kind of record that is switched off has no rules; what happened meanwhile is not made up for.
    const rules = platform.components.offers(actor.tenant_id, ruled) ? await rulesOf(context, ruled.of.name) : []
    having.set(keyOf(actor.tenant_id), rules.length > 0)
    if (rules.length === 0) return
    for (const one of told as readonly Told[]) {
      const occurrence = occurrenceOf(ruled, one)
      if (!occurrence) continue
      // The log may be behind: what happened before a rule was made is no affair of it.
      const at = Date.parse(one.at)
      const made = rules.filter(({ created_at }) => Date.parse(created_at) <= at)
      if (made.length > 0) await askRules(context, ruled, made, occurrence)
    }
  }
  return {
    name: `rules.${ruled.of.name}`,
    event: first,
    also,
    apart: (tenantId) => having.get(keyOf(tenantId)) ?? true,
    handleMany,
    handle: async (context, payload, happening) => handleMany(context, [{ ...happening, payload }]),
  }
}
