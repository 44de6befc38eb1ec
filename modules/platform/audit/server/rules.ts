// What looks suspicious, as data, and the arithmetic over a sequence of entries. Pure: entries in, alerts out.
import type { ALERT_RULES, SEVERITIES } from '../contract.ts'
import type { Section } from './sections.ts'

/** An entry as the rules see it. */
export type Seen = {
  id: string
  /** Milliseconds since 1970. */
  at: number
  /** Hour of the day in the organisation's time zone, with its fraction. */
  hour: number
  sections: readonly Section[]
  actor_id: string | null
  actor_kind: string
  about_id: string | null
  address: string | null
  code: string
  count: number
  /** `<table>.<field>` of everything that changed, without new records. */
  changed: readonly string[]
  /** Whether a sign-in came from a network and a device that this person never used, though they signed in before. */
  new_place: boolean
}
export type RuleName = (typeof ALERT_RULES)[number]
export type Severity = (typeof SEVERITIES)[number]

export type Rule = {
  name: RuleName
  severity: Severity
  fits: (entry: Seen) => boolean
  /** Whose doings are counted together. */
  by: (entry: Seen) => string | null
  /** How much an entry counts. */
  weight: (entry: Seen) => number
  /** So much within so many seconds raises the alert; the next one of the same kind comes `quiet` seconds later at the earliest. */
  most: number
  within: number
  quiet: number
}
export type Raised = {
  rule: RuleName
  severity: Severity
  person: string | null
  address: string | null
  count: number
  entry: string
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const once = () => 1
const each = ({ count }: Seen) => count
const isIn = (section: Section) => (entry: Seen) => entry.sections.includes(section)
const actor = ({ actor_id }: Seen) => actor_id
const isNight = ({ hour }: Seen) => hour >= 22 || hour < 6

export const RULES: readonly Rule[] = [
  { name: 'brute_force_account', severity: 'high', fits: isIn('sign_in_failures'), by: ({ about_id }) => about_id, weight: each, most: 5, within: 10 * MINUTE, quiet: HOUR },
  { name: 'brute_force_address', severity: 'high', fits: isIn('sign_in_failures'), by: ({ address }) => address, weight: each, most: 20, within: 10 * MINUTE, quiet: HOUR },
  { name: 'new_place', severity: 'low', fits: ({ new_place }) => new_place, by: actor, weight: once, most: 1, within: MINUTE, quiet: HOUR },
  { name: 'mass_read', severity: 'medium', fits: isIn('reads'), by: actor, weight: each, most: 2_000, within: 10 * MINUTE, quiet: HOUR },
  { name: 'mass_export', severity: 'high', fits: isIn('exports'), by: actor, weight: each, most: 5_000, within: HOUR, quiet: HOUR },
  { name: 'off_hours', severity: 'low', fits: (entry) => isIn('admin')(entry) && isNight(entry), by: actor, weight: once, most: 1, within: MINUTE, quiet: 8 * HOUR },
  { name: 'role_changed', severity: 'medium', fits: ({ changed, actor_kind }) => changed.includes('users.role') && actor_kind !== 'system', by: ({ about_id, id }) => about_id ?? id, weight: once, most: 1, within: MINUTE, quiet: 0 },
  { name: 'probing', severity: 'medium', fits: (entry) => isIn('refused')(entry) && entry.code === 'forbidden', by: actor, weight: each, most: 20, within: 10 * MINUTE, quiet: HOUR },
  { name: 'outside_change', severity: 'medium', fits: isIn('outside'), by: once as () => never, weight: once, most: 1, within: MINUTE, quiet: DAY },
] // prettier-ignore

const MOST_KEYS = 20_000

export type Watcher = { see(entry: Seen): Raised[] }

/** Remembers what counts within each rule's time; entries are shown in their order. */
export function watcher(rules: readonly Rule[] = RULES): Watcher {
  const counted = new Map<string, { at: number; weight: number }[]>()
  const silentUntil = new Map<string, number>()

  function remember<V>(map: Map<string, V>, key: string, value: V): void {
    map.delete(key)
    if (map.size >= MOST_KEYS) map.delete(map.keys().next().value!)
    map.set(key, value)
  }

  return {
    see: (entry) =>
      rules.flatMap((rule) => {
        if (!rule.fits(entry)) return []
        const by = rule.by(entry)
        if (by === null) return []
        const key = `${rule.name} ${by}`
        const recent = (counted.get(key) ?? []).filter(({ at }) => at > entry.at - rule.within * 1_000)
        recent.push({ at: entry.at, weight: rule.weight(entry) })
        remember(counted, key, recent)
        const count = recent.reduce((sum, { weight }) => sum + weight, 0)
        if (count < rule.most || (silentUntil.get(key) ?? 0) > entry.at) return []
        remember(silentUntil, key, entry.at + rule.quiet * 1_000)
        const { actor_id, about_id, address, id } = entry
        const person = rule.name === 'role_changed' ? about_id : (actor_id ?? about_id)
        return [{ rule: rule.name, severity: rule.severity, person, address, count, entry: id }]
      }),
  }
}
