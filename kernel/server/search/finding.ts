// One statement that finds records of all kinds a person may see, best first. Rare words come from the full-text index; words
// that a large part of a large tenant's records hold are looked for among the freshest ones, so that nothing sorts them all.
import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely'
import { type Actor, reach, scopeOf } from '../access/actor.ts'
import { predicate } from '../access/predicate.ts'
import type { Kind } from './kinds.ts'
import { type KindPart, openParts, partText } from './parts.ts'
import { either, type Meant, type Understood } from './understanding.ts'

export type Words = { exact: string; begun: string; broad: string }
export type KindAsk = { kind: Kind; where: readonly Expression<SqlBool>[] }
export type Named = { number: RegExpExecArray | null; email: string | null; phone: string | null }
/** A query that is no name of anything. */
export const namedNobody: Named = { number: null, email: null, phone: null }

/** Records of one table that a walk looks at, and how many of those that fit it ranks. */
const WINDOW = 12_000
const CANDIDATES = 120
/** No table with fewer records than these is walked: sorting what fits costs nothing there. */
const SMALL = 3_000
/**
 * Microseconds, measured on 300,000 tickets: whether a record fits that a list meets in its own order; the same with a look into
 * its parts; one that the index found, to fetch and to put in order; and one of anybody's that holds a word, to leave out.
 */
const MEET = 1.2
const MEET_PARTS = 12
const FETCH = 12
const GATHER = 0.75
/** The order of a list says nothing of words: those that fit may stand together far from its beginning. */
const DOUBT = 2
/** So few records are met in no time at all, whatever the index would cost. */
const SOON = 1_000
const PAGE = 50

const conjunction = (meant: readonly Meant[], of: 'exact' | 'begun' | 'broad'): string => {
  const parts = meant.flatMap((one) => (one[of] ? [one.not ? `!(${one[of]})` : `(${one[of]})`] : []))
  return meant.some((one) => !one.not && one[of]) ? parts.join(' & ') : ''
}

/** The tsqueries of what was understood: as it is meant, as a beginning, and with everything that may be meant. */
export function wordsFor(any: readonly (readonly Meant[])[]): Words {
  const join = (of: 'exact' | 'begun' | 'broad') =>
    either(any.map((meant) => conjunction(meant, of)).map((text) => text && `(${text})`))
  return { exact: join('exact'), begun: join('begun'), broad: join('broad') }
}

/** The same question with one word less: for when nothing holds them all. Null when that leaves nothing to ask. */
export function relaxed(any: readonly (readonly Meant[])[]): Meant[][] | null {
  const less = any.flatMap((meant) => {
    const asked = meant.filter(({ not, broad }) => !not && broad)
    if (asked.length < 2) return []
    const known = asked.filter((one) => one.known)
    if (known.length > 0 && known.length < asked.length) return [[...known, ...meant.filter(({ not }) => not)]]
    return asked.length > 6 ? [] : asked.map((left) => meant.filter((one) => one !== left))
  })
  return less.length > 0 ? less : null
}

const weighted = (query: string): string =>
  query.replaceAll(/'((?:[^']|'')*)'(:\*)?/g, (_, word: string, star?: string) => `'${word}':${star ? '*' : ''}A`)

/**
 * About how many records of a table fit. Words that are asked for together mostly occur together, so each further word
 * is taken to halve those of the rarest.
 */
function estimate(any: Understood['any'], table: string): number {
  const parts = any.map((meant) => {
    const counts = meant.filter((one) => !one.not && one.broad).map((one) => one.counts[table] ?? 0)
    return counts.length > 0 ? Math.min(...counts) / 2 ** (counts.length - 1) : 0
  })
  return parts.reduce((sum, count) => sum + count, 0)
}

/**
 * Whether it is cheaper to walk. The index costs one look for each record that fits; a walk meets one that fits every
 * `total / fitting` records and costs a third of that for each.
 */
export const walks = (understood: Pick<Understood, 'totals'>, any: Understood['any'], table: string): boolean => {
  const total = understood.totals[table] ?? 0
  const fitting = estimate(any, table)
  return fitting * fitting * 3 > CANDIDATES * total && total > SMALL
}

type Sizes = Pick<Understood, 'any' | 'totals' | 'everyones'>

/** How many records a list in its own order meets until its page is full. */
function untilFull({ any, totals }: Sizes, table: string): number {
  const total = totals[table] ?? Infinity
  return Math.min(total, (PAGE * total) / Math.max(estimate(any, table), 1))
}

/**
 * Whether a list has its page sooner by reading records in its order than by fetching all that the full-text index finds, which
 * gathers a beginning over all tenants before it keeps the tenant's own.
 */
export function isSoonRead(sizes: Sizes, table: string): boolean {
  const met = untilFull(sizes, table)
  return met <= SOON || met * MEET * DOUBT < estimate(sizes.any, table) * FETCH + gathered(sizes, table) * GATHER
}

/** About how many records of all tenants hold one of the words, as if all wrote alike: the index gathers them for each word. */
function gathered({ any, totals, everyones }: Sizes, table: string): number {
  const own = any.flat().reduce((sum, one) => sum + (one.not ? 0 : (one.counts[table] ?? 0)), 0)
  return (own * Math.max(everyones[table] ?? 0, 0)) / Math.max(totals[table] ?? 0, 1)
}

/** Whether a list that is read in its order looks into the parts of each record it meets, rather than gathering all parts that fit. */
export const looksIntoParts = (sizes: Sizes, table: string, part: string): boolean =>
  untilFull(sizes, table) * MEET_PARTS < estimate(sizes.any, part) * FETCH

export type FindOptions = {
  actor: Actor
  words: Words | null
  named: Named
  /** Tables to walk through instead of asking the full-text index. */
  walked: ReadonlySet<string>
  limit: number
  offset: number
}

/** Higher is better: named exactly, in the name, in the text, as beginnings, by other readings. */
const EXACT = 9

function classOf(search: RawBuilder<unknown>, { exact, begun }: Words): RawBuilder<number> {
  return sql<number>`case when ${search} @@ ${weighted(exact)}::tsquery then 6 when ${search} @@ ${weighted(begun)}::tsquery then 5
    when ${search} @@ ${exact}::tsquery then 4 when ${search} @@ ${begun}::tsquery then 3 else 1 end`
}

/** The statement; its rows are a page of hits with what is shown of them. Null when nothing can be asked. */
export function findStatement(asks: readonly KindAsk[], options: FindOptions): RawBuilder<HitRow> | null {
  const branches = asks.flatMap((ask) => branchOf(ask, options) ?? [])
  if (branches.length === 0) return null
  return sql<HitRow>`select * from (${sql.join(branches, sql` union all `)}) hits
    order by class desc, at desc, id desc limit ${sql.lit(options.limit + 1)} offset ${sql.lit(options.offset)}`
}

export type HitRow = {
  kind: string
  id: string
  class: number
  at: string
  title: string
  body: string | null
  more: string | null
  part_text: string | null
}

function branchOf({ kind, where }: KindAsk, options: FindOptions): RawBuilder<unknown> | null {
  const { actor, words, named, limit, offset } = options
  if (!scopeOf(actor, kind.permission)) return null
  const most = sql.lit(offset + limit + 1)
  const seen = [sql<SqlBool>`deleted_at is null`, predicate(reach(actor, kind.of, kind.permission), actor), ...where]
  const table = sql.table(kind.table)
  const sources: RawBuilder<unknown>[] = namedSources(kind, named, seen)
  if (words) {
    sources.push(ownSource(kind, seen, words, options, most))
    for (const part of kind.parts) sources.push(...partSource({ kind, where }, part, seen, words, options))
  } else if (where.length > 0) {
    sources.push(sql`select id, created_at as at, 2 as class, null::uuid as part from ${table}
      where ${sql.join(seen, sql` and `)} order by created_at desc limit ${most}`)
  }
  if (sources.length === 0) return null
  const found =
    kind.parts.length === 0 && sources.length === 1
      ? sources[0]!
      : sql`select id, at, max(class) as class, (array_agg(part order by class desc))[1] as part
          from (${sql.join(
            sources.map((source) => sql`(${source})`),
            sql` union all `,
          )}) s
          group by id, at order by 3 desc, at desc, id desc limit ${most}`
  const more =
    kind.more.length > 0
      ? sql`concat_ws(' · ', ${sql.join(kind.more.map((name) => sql.ref(`r.${name}`)))})`
      : sql`null::text`
  return sql`select ${sql.lit(kind.name)} as kind, h.id, h.class, h.at, r.${sql.ref(kind.title)} as title,
      ${kind.text ? sql`left(r.${sql.ref(kind.text)}, 20000)` : sql`null::text`} as body, ${more} as more, ${partText(kind.parts)} as part_text
    from (${found}) h join ${table} r on r.id = h.id`
}

/** The record that the whole query names: by number, address or telephone. */
function namedSources(
  kind: Kind,
  { number, email, phone }: Named,
  seen: readonly Expression<SqlBool>[],
): RawBuilder<unknown>[] {
  return kind.exact.flatMap(({ field, how }) => {
    const column = sql.ref(field)
    const fits =
      how === 'email'
        ? email && sql`${column} = ${email}`
        : how === 'phone'
          ? phone && sql`search @@ ${`'${phone}'`}::tsquery`
          : number &&
            (!number[1] || ['#', '№', how.prefix.toLowerCase()].includes(number[1])) &&
            sql`${column} = ${number[2]}::bigint`
    if (!fits) return []
    return [
      sql`select id, created_at as at, ${sql.lit(EXACT)} as class, null::uuid as part from ${sql.table(kind.table)}
        where ${fits} and ${sql.join(seen, sql` and `)} limit 20`,
    ]
  })
}

function ownSource(
  kind: Kind,
  seen: readonly Expression<SqlBool>[],
  words: Words,
  { walked }: FindOptions,
  most: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const table = sql.table(kind.table)
  const fits = walked.has(kind.table)
    ? sql`(select id, created_at, search from (select id, created_at, search from ${table} where ${sql.join(seen, sql` and `)}
        order by created_at desc, id desc limit ${sql.lit(WINDOW)}) fresh where search @@ ${words.broad}::tsquery limit ${sql.lit(CANDIDATES)}) fit`
    : sql`(select id, created_at, search from ${table} where search @@ ${words.broad}::tsquery and ${sql.join(seen, sql` and `)}) fit`
  return sql`select id, created_at as at, ${classOf(sql`search`, words)} as class, null::uuid as part
    from ${fits} order by 3 desc, 2 desc, 1 desc limit ${most}`
}

/** Records found by a part of them. Where few may see few, whose they are is asked first; else the freshest parts will do. */
function partSource(
  { kind, where }: KindAsk,
  part: KindPart,
  seen: readonly Expression<SqlBool>[],
  words: Words,
  { actor, walked, limit, offset }: FindOptions,
): RawBuilder<unknown>[] {
  const { of, field } = part
  const open = openParts(actor, part)
  if (open === null) return []
  const owner = sql.ref(field)
  const narrow = where.length > 0 || scopeOf(actor, kind.permission) !== 'all'
  const mine = narrow
    ? sql`and ${owner} in (select id from ${sql.table(kind.table)} where ${sql.join(seen, sql` and `)})`
    : sql``
  const readable = sql`deleted_at is null ${open} ${mine}`
  const table = sql.table(of.table)
  const fits = walked.has(of.table)
    ? sql`(select id, ${owner} as owner, search from (select id, ${owner}, search from ${table} where ${readable} order by id desc
        limit ${sql.lit(WINDOW)}) fresh where search @@ ${words.broad}::tsquery limit ${sql.lit(CANDIDATES)}) fit`
    : sql`(select id, ${owner} as owner, search from ${table} where search @@ ${words.broad}::tsquery and ${readable}) fit`
  const found = sql`select t.id, t.created_at as at, c.class, c.id as part from (
      select id, owner, case when search @@ ${words.exact}::tsquery then 4 when search @@ ${words.begun}::tsquery then 2 else 0 end as class
      from ${fits} order by 3 desc, 1 desc limit ${sql.lit((offset + limit + 1) * 3)}) c
    join ${sql.table(kind.table)} t on t.id = c.owner where t.deleted_at is null`
  return [found]
}
