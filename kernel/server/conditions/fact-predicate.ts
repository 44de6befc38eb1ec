// A fact as SQL: rows of another table that name the record.
import { type RawBuilder, sql } from 'kysely'
import { daysBefore, type Entity, type Rule } from '../../contract/index.ts'
import { type Actor, reach } from '../access/actor.ts'
import { predicate } from '../access/predicate.ts'
import type { Fact } from './fact.ts'

type About = { of: Entity; actor: Actor; now: string }
type Test = RawBuilder<boolean>

/** `joins`: see `conditionPredicate`. Below an alternative each row is asked by an index, which no size can spoil. */
export function factPredicate(fact: Fact, rule: Rule, about: About, joins: boolean): Test {
  return fact.kind === 'count' ? countTest(fact, rule, about, joins) : momentTest(fact, rule, about)
}

function countTest(fact: Fact, { test, values }: Rule, about: About, joins: boolean): Test {
  const least = (many: number): Test =>
    many < 1 ? sql`true` : joins ? joined(fact, about, many) : some(fact, about, many)
  const most = (many: number): Test => sql`not ${some(fact, about, many + 1)}`
  const [bound = 0] = values.map(Number)
  if (test === 'at_least') return least(bound)
  if (test === 'at_most') return most(bound)
  const exactly = values
    .map(Number)
    .map((many): Test => (many === 0 ? most(0) : sql`(${some(fact, about, many)} and ${most(many)})`))
  return sql`(${sql.join(exactly, sql` or `)})`
}

function momentTest(fact: Fact, { test, values }: Rule, about: About): Test {
  if (test === 'filled') return some(fact, about, 1)
  if (test === 'empty') return sql`not ${some(fact, about, 1)}`
  const at = sql.ref(`f.${fact.at!}`)
  const { now } = about
  const from = (days: number) => daysBefore(now, days, false)
  const bound = values[0]!
  if (test === 'next_days') return some(fact, about, 1, sql` and ${at} >= ${now} and ${at} <= ${from(-Number(bound))}`)
  if (test === 'at_least') return some(fact, about, 1, sql` and ${at} >= ${`${bound}T00:00:00Z`}`)
  // The latest is before the end of that day: there is one, and none behind it.
  if (test === 'at_most') {
    const end = daysBefore(`${bound}T00:00:00Z`, -1, false)
    return sql`(${some(fact, about, 1)} and not ${some(fact, about, 1, sql` and ${at} >= ${end}`)})`
  }
  const lately = some(fact, about, 1, sql` and ${at} >= ${from(Number(bound))} and ${at} <= ${now}`)
  return test === 'within_days' ? lately : sql`not ${lately}`
}

function rowsOf({ rows, where, can }: Fact, { of, actor }: About): RawBuilder<unknown> {
  const equal = Object.entries(where?.(of) ?? {}).map(([name, value]) => sql` and ${sql.ref(`f.${name}`)} = ${value}`)
  const seen = predicate(reach(actor, rows, can), actor, 'f')
  return sql`from ${sql.table(rows.table)} f where f.deleted_at is null and ${seen}${sql.join(equal, sql``)}`
}

/** The record has so many of them. */
function some(fact: Fact, about: About, many: number, more: RawBuilder<unknown> = sql``): Test {
  const named = sql` and ${sql.ref(`f.${fact.by}`)} = ${sql.ref(`${about.of.table}.id`)}`
  const beyond = many > 1 ? sql` offset ${sql.lit(many - 1)}` : sql``
  return sql`exists (select ${rowsOf(fact, about)}${named}${more}${beyond})`
}

/** The same as a set of records. */
function joined(fact: Fact, about: About, many: number): Test {
  if (many === 1) return some(fact, about, 1)
  const by = sql.ref(`f.${fact.by}`)
  return sql`${sql.ref(`${about.of.table}.id`)} in (
    select ${by} ${rowsOf(fact, about)} group by ${by} having count(*) >= ${sql.lit(many)})`
}
