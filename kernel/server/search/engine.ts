// Search behind one interface: PostgreSQL stands here; another engine would answer the same three questions.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Expression, sql, type SqlBool } from 'kysely'
import { type Entity, invalid, malformed, Problem } from '../../contract/index.ts'
import { scopeOf } from '../access/actor.ts'
import type { Context } from '../context.ts'
import type { ServerModule } from '../module.ts'
import type { Texts } from '../texts.ts'
import { conditionFor, type FieldNames, fieldNames } from './query/filters.ts'
import {
  type FindOptions,
  findStatement,
  type HitRow,
  isSoonRead,
  looksIntoParts,
  type KindAsk,
  type Named,
  namedNobody,
  relaxed,
  walks,
  wordsFor,
} from './finding.ts'
import { type Marked, marksIn, type Range, snippetOf } from './highlight.ts'
import { type Kind, kindsOf } from './kinds.ts'
import { openParts } from './parts.ts'
import { type Asked, type Filter, readQuery } from './query/query-language.ts'
import { type Correction, type Memory, understand, type Understood } from './understanding.ts'
import { keepFresh } from './vocabulary.ts'

export type SearchAsk = {
  q: string
  /** Kinds to look for; all when absent. */
  entity?: readonly string[] | undefined
  /** Filters beside those in `q`. */
  where?: readonly Filter[] | undefined
  limit: number
  cursor?: string | undefined
}
export type Hit = {
  entity: string
  id: string
  title: string
  /** Where the words stand in the title. */
  marks: Range[]
  snippet: Marked
}
export type SearchAnswer = {
  items: Hit[]
  next: string | null
  /** What was taken to be meant instead of what was typed. */
  corrections: Correction[]
  /** Nothing holds every word: these hold most of them. */
  relaxed: boolean
}

export type SearchEngine = {
  kinds: readonly Kind[]
  /** A page of what the actor may see and the query fits, best first. Throws 422 for a field with an impossible value. */
  find(context: Context, ask: SearchAsk): Promise<SearchAnswer>
  /** The condition that the query puts on the rows of one entity, for lists. */
  within(context: Context, of: Entity, q: string): Promise<Expression<SqlBool>>
}

const MOST = 1_000
const FIRST_READING_MS = 1_500
const READING_ON_MS = 300
// Words are read once a minute, here or by another process.
const REMEMBER_MS = 60_000
const REMEMBERED_WORDS = 5_000
const MOST_TENANTS = 500

export function postgresSearch(modules: readonly ServerModule[], texts: Texts): SearchEngine {
  const kinds = kindsOf(modules)
  const names = new Map<Kind, FieldNames>(kinds.map((kind) => [kind, fieldNames(kind.of, texts)]))
  const memories = new Map<string, Memory>()
  const conditions = ({ actor, now, platform: { entities } }: Context, kind: Kind, asked: Asked) =>
    asked.filters.map((filter) =>
      conditionFor(filter, { kind, kinds, entities, texts, actor, names: names.get(kind)!, now }),
    )

  /** Empty again after a while, and when it grew too large; an unread vocabulary is not remembered. */
  function memoryOf(tenant: string): Memory {
    const there = memories.get(tenant)
    if (there && there.until > Date.now() && there.words.size < REMEMBERED_WORDS && there.state?.refreshedAt !== null)
      return there
    const empty: Memory = { words: new Map(), state: null, until: Date.now() + REMEMBER_MS }
    // Deleted first, so that the one forgotten is the one renewed longest ago.
    memories.delete(tenant)
    if (memories.size >= MOST_TENANTS) memories.delete(memories.keys().next().value!)
    memories.set(tenant, empty)
    return empty
  }

  /** After a reading: when it was is asked anew, and words only where there are others. */
  function forgetOld(tenant: string, found: number): void {
    const memory = memories.get(tenant)
    if (memory) memory.state = null
    if (found > 0) memories.delete(tenant)
  }

  /** Who asks for a word that nobody knows waits a moment for what was written since; so does the first search of a tenant. */
  async function meaning(context: Context, { any }: Asked): Promise<Understood> {
    const tenant = context.actor.tenant_id
    const understood = await understand(context.db, memoryOf(tenant), any)
    const { refreshedAt } = understood
    const unknown = understood.any.flat().some(({ known, not }) => !known && !not)
    const reading = keepFresh(context, kinds, { refreshedAt, unknown })
    const heard = reading?.then((found) => forgetOld(tenant, found))
    if (!heard || (refreshedAt && !unknown)) return understood
    await Promise.race([heard, sleep(refreshedAt ? READING_ON_MS : FIRST_READING_MS, undefined, { ref: false })])
    return understand(context.db, memoryOf(tenant), any)
  }

  /** A value that one kind does not know may be one of another (`stage:`): it is refused when nobody finds anything by it. */
  function asksOf(context: Context, reached: readonly Kind[], asked: Asked): { asks: KindAsk[]; refusal?: Problem } {
    const asks: KindAsk[] = []
    let refusal: Problem | undefined
    for (const kind of reached) {
      if (!asked.filters.every(({ field }) => names.get(kind)!.has(field))) continue
      try {
        asks.push({ kind, where: conditions(context, kind, asked) })
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        refusal ??= error
      }
    }
    return refusal ? { asks, refusal } : { asks }
  }

  async function find(context: Context, { q, entity, where = [], limit, cursor }: SearchAsk): Promise<SearchAnswer> {
    const { actor } = context
    const reached = kinds.filter(
      ({ name, permission }) => (!entity || entity.includes(name)) && scopeOf(actor, permission) !== undefined,
    )
    const isField = (name: string) => reached.some((kind) => names.get(kind)!.has(name))
    const written = readQuery(q, isField)
    const asked = { ...written, filters: [...written.filters, ...where] }
    refuseUnknown(where, isField)
    const { asks, refusal } = asksOf(context, reached, asked)
    const offset = offsetOf(cursor)
    const understood = asked.any.length > 0 ? await meaning(context, asked) : null
    const options: Omit<FindOptions, 'words' | 'walked'> = {
      actor,
      named: offset === 0 ? namedBy(q) : namedNobody,
      limit: Math.min(limit, MOST - offset),
      offset,
    }
    const { rows, wasRelaxed } = await hits(context, asks, understood, options)
    if (refusal && rows.length === 0 && offset === 0) throw refusal
    const stems = understood?.stems ?? []
    const items = rows.slice(0, options.limit)
    return {
      items: items.map((row) => hitOf(row, stems)),
      next: rows.length > items.length && offset + limit < MOST ? String(offset + limit) : null,
      corrections: understood?.corrections ?? [],
      relaxed: wasRelaxed,
    }
  }

  async function within(context: Context, of: Entity, q: string): Promise<Expression<SqlBool>> {
    const kind = kinds.find((one) => one.of === of)
    if (!kind) throw new Error(`${of.name} is not searched`)
    const asked = readQuery(q, (name) => names.get(kind)!.has(name))
    const where = conditions(context, kind, asked)
    const understood = asked.any.length > 0 ? await meaning(context, asked) : null
    if (!understood) return where.length > 0 ? sql`(${sql.join(where, sql` and `)})` : sql`true`
    const { number } = namedBy(q)
    return sql`(${sql.join([fitting(context, kind, understood, number), ...where], sql` and `)})`
  }

  return { kinds, find, within }
}

/** Runs the statement; once more without walking where that found too little, and with one word less where nothing was found. */
async function hits(
  { db }: Context,
  asks: readonly KindAsk[],
  understood: Understood | null,
  options: Omit<FindOptions, 'words' | 'walked'>,
): Promise<{ rows: HitRow[]; wasRelaxed: boolean }> {
  const run = async (any: Understood['any'] | null, walked: ReadonlySet<string>) => {
    const words = any && wordsFor(any)
    const statement = findStatement(asks, { ...options, words: words?.broad ? words : null, walked })
    return statement ? (await statement.execute(db)).rows : []
  }
  if (!understood) return { rows: await run(null, new Set()), wasRelaxed: false }
  const search = async (any: Understood['any']) => {
    const tables = asks.flatMap(({ kind }) => [kind.table, ...kind.parts.map(({ of }) => of.table)])
    const walked = new Set(tables.filter((table) => walks(understood, any, table)))
    const rows = await run(any, walked)
    return walked.size === 0 || rows.length > options.limit ? rows : run(any, new Set())
  }
  const rows = await search(understood.any)
  if (rows.length > 0 || options.offset > 0) return { rows, wasRelaxed: false }
  const less = relaxed(understood.any)
  const found = less ? await search(less) : []
  return { rows: found, wasRelaxed: found.length > 0 }
}

/** As a list asks: rare words by the index, words that many records hold row by row in the list's own order. */
function fitting(
  { actor }: Context,
  kind: Kind,
  understood: Understood,
  number: RegExpExecArray | null,
): Expression<SqlBool> {
  const own = kind.exact.find(({ how }) => typeof how === 'object')
  if (own && number?.[1]) return sql`${sql.ref(own.field)} = ${number[2]}::bigint`
  const { broad } = wordsFor(understood.any)
  if (!broad) return sql`false`
  const numbered = own && number ? sql`or ${sql.ref(own.field)} = ${number[2]}::bigint` : sql``
  const parts = kind.parts.flatMap((part) => {
    const open = openParts(actor, part, 'p')
    return open === null
      ? []
      : [{ name: part.of.table, table: sql.table(part.of.table), field: sql.ref(part.field), open }]
  })
  const idsOf = ({ table, field, open }: (typeof parts)[number]) =>
    sql`select p.${field} from ${table} p where p.search @@ ${broad}::tsquery and p.deleted_at is null ${open}`
  if (isSoonRead(understood, kind.table)) {
    const ofParts = parts.map((part) =>
      looksIntoParts(understood, kind.table, part.name)
        ? sql`or exists (${idsOf(part)} and p.${part.field} = ${sql.table(kind.table)}.id offset 0)`
        : sql`or id in (${idsOf(part)})`,
    )
    // As a value, not a condition: the planner then takes it for half of the rows and walks the list in its order.
    return sql`coalesce(search @@ ${broad}::tsquery ${sql.join([numbered, ...ofParts], sql` `)}, false)`
  }
  const some = parts.map(idsOf)
  const byWords = sql`select id from ${sql.table(kind.table)} where search @@ ${broad}::tsquery`
  return sql`(id in (${sql.join([byWords, ...some], sql` union all `)}) ${numbered})`
}

function hitOf(row: HitRow, stems: readonly string[]): Hit {
  const sources = [row.part_text, row.body, row.more].filter((text): text is string => Boolean(text?.trim()))
  const shown = sources.find((text) => marksIn(text, stems, 1).length > 0) ?? row.body ?? row.more ?? ''
  return {
    entity: row.kind,
    id: row.id,
    title: row.title,
    marks: marksIn(row.title, stems),
    snippet: snippetOf(shown, stems),
  }
}

/** What the whole query may name by itself. */
export function namedBy(q: string): Named {
  const typed = q.trim().toLowerCase()
  const digits = typed.replaceAll(/\D/g, '')
  return {
    number: /^(?:(#|№|[a-z]{1,8})[-\s]?)?0*(\d{1,15})$/.exec(typed),
    email: /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(typed) ? typed : null,
    phone:
      /^\+?[\d\s().-]+$/.test(typed) && digits.length >= 7 ? (digits.length > 9 ? digits : digits.slice(-9)) : null,
  }
}

function refuseUnknown(where: readonly Filter[], isField: (name: string) => boolean): void {
  const refusals = where.flatMap(({ field }, index) =>
    isField(field) ? [] : [{ pointer: `/where/${index}/field`, code: 'unknown_field' }],
  )
  if (refusals.length > 0) throw invalid(refusals)
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const offset = /^\d{1,4}$/.test(cursor) ? Number(cursor) : -1
  if (offset < 0 || offset >= MOST) throw malformed('cursor')
  return offset
}
