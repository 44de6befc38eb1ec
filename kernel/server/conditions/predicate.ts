// Conditions as one SQL predicate over an entity's rows; the twin of kernel/contract/conditions/holds.ts.
import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely'
import {
  type Asked,
  type Conditions,
  daysBefore,
  type Entity,
  isRule,
  partsOf,
  type Rule,
  type RuleValue,
} from '../../contract/index.ts'
import { type Actor } from '../access/actor.ts'
import { ONCE } from '../database/statement/names.ts'
import { factPredicate } from './fact-predicate.ts'
import type { Offered } from './offered.ts'

export type Asking = { of: Entity; actor: Actor; offered: Offered; now: string }
type Test = RawBuilder<boolean>

const TRUE = sql<boolean>`true`
const FALSE = sql<boolean>`false`

/** The conditions, which `refuseConditions` passed, on the rows of the entity's table. */
export function conditionPredicate(conditions: Conditions, asking: Asking): Expression<SqlBool> {
  // Built of whatever people put together: one statement more or less that is kept would push out those that are asked always.
  return sql<boolean>`${sql.raw(ONCE)} (${build(conditions, asking, true)})`
}

/** `joins`: nothing stands above but `all`, so that a set of records is a join and not a question for each row. */
function build(conditions: Conditions, asking: Asking, joins: boolean): Test {
  if (isRule(conditions)) return ruleTest(conditions, asking, joins)
  const { join, parts } = partsOf(conditions)
  const built = parts.map((one) => build(one, asking, joins && (join === 'all' || parts.length === 1)))
  return sql`(${sql.join(built, join === 'all' ? sql` and ` : sql` or `)})`
}

function ruleTest(rule: Rule, asking: Asking, joins: boolean): Test {
  const { of, actor, offered, now } = asking
  const fact = offered.facts.get(rule.field)
  if (fact) return factPredicate(fact, rule, { of, actor, now }, joins)
  const asked = offered.asked.find(({ field }) => field === rule.field)!
  const own = offered.own.get(rule.field)
  if (own?.type === 'choices') return chosen(of, own.id, rule)
  const column = sql.ref(`${of.table}.${own?.slot ?? rule.field}`)
  const values = rule.values.map((value) => (value === 'me' && asked.kind === 'reference' ? actor.user_id : value))
  // A tenant's own days and ticked boxes stand in columns of text.
  return columnTest({ ...rule, values }, asked, column, own ? 'text' : asked.kind, now)
}

const oneOf = (column: Test | RawBuilder<unknown>, values: readonly RuleValue[]): Test =>
  values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} in (${sql.join(values)})`

function columnTest(
  { test, values }: Rule,
  { kind }: Asked,
  column: RawBuilder<unknown>,
  stored: Asked['kind'],
  now: string,
): Test {
  const [bound] = values
  if (kind === 'several') return severalTest(test, values, column)
  if (kind === 'yes_no') return tickedTest(values, column, stored)
  if (test === 'filled') return kind === 'text' ? sql`${column} <> ''` : sql`${column} is not null`
  if (test === 'empty') return kind === 'text' ? sql`coalesce(${column}, '') = ''` : sql`${column} is null`
  if (test === 'is') return oneOf(column, values)
  if (test === 'is_not') return sql`(${column} is null or not ${oneOf(column, values)})`
  // The columns of a tenant's own fields compare byte by byte, where only Latin has small letters.
  if (test === 'contains')
    return sql`strpos(lower(${column} collate "default"), lower(${String(bound).trim()}::text)) > 0`
  if (kind === 'moment') return momentTest(test, bound!, column, now)
  if (kind === 'day') return dayTest(test, bound!, column, now)
  return test === 'at_least' ? sql`${column} >= ${bound}` : sql`${column} <= ${bound}`
}

/** A day as bound means the whole of it. */
function momentTest(test: Rule['test'], bound: RuleValue, column: RawBuilder<unknown>, now: string): Test {
  if (test === 'at_least') return sql`${column} >= ${`${bound}T00:00:00Z`}`
  if (test === 'at_most') return sql`${column} < ${daysBefore(`${bound}T00:00:00Z`, -1, false)}`
  return between(test, column, (days) => daysBefore(now, days, false), Number(bound))
}

function dayTest(test: Rule['test'], bound: RuleValue, column: RawBuilder<unknown>, now: string): Test {
  if (test === 'at_least') return sql`${column} >= ${bound}`
  if (test === 'at_most') return sql`${column} <= ${bound}`
  return between(test, column, (days) => daysBefore(now, days, true), Number(bound))
}

function between(test: Rule['test'], column: RawBuilder<unknown>, at: (days: number) => string, days: number): Test {
  if (test === 'next_days') return sql`(${column} >= ${at(0)} and ${column} <= ${at(-days)})`
  const lately = sql<boolean>`(${column} >= ${at(days)} and ${column} <= ${at(0)})`
  return test === 'within_days' ? lately : sql`(${column} is null or not ${lately})`
}

function severalTest(test: Rule['test'], values: readonly RuleValue[], column: RawBuilder<unknown>): Test {
  if (test === 'filled') return sql`cardinality(${column}) > 0`
  if (test === 'empty') return sql`cardinality(${column}) = 0`
  const words = values.map((value) => String(value).trim().toLowerCase())
  const some = sql<boolean>`${column} && ${words}::text[]`
  return test === 'is' ? some : sql`not (${some})`
}

/** An unticked box and one that nobody touched are the same. */
function tickedTest(values: readonly RuleValue[], column: RawBuilder<unknown>, stored: Asked['kind']): Test {
  const [yes, no] = [values.includes(true), values.includes(false)]
  if (yes && no) return TRUE
  if (!yes && !no) return FALSE
  const ticked = stored === 'text' ? sql<boolean>`${column} = 'true'` : sql<boolean>`${column}`
  return yes ? ticked : sql`(${column} is null or not ${ticked})`
}

/** Chosen options stand as rows, so that an index finds them. */
function chosen(of: Entity, field: string, { test, values }: Rule): Test {
  const options = test === 'is' || test === 'is_not' ? sql` and c.choice in (${sql.join(values)})` : sql``
  const some = sql<boolean>`exists (select from custom_choices c
    where c.field = ${field}::uuid and c.record = ${sql.ref(`${of.table}.id`)}${options})`
  return test === 'is' || test === 'filled' ? some : sql`not ${some}`
}
