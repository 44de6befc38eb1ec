// What a query means in the words of a tenant: one statement compares what was typed, and what may have been meant by it,
// with the vocabulary; a second one only looks for slips of the keyboard when a word is known in no form.
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { wordsOf } from './language/letters.ts'
import { correctable, piecesOf, slipsBetween } from './language/slips.ts'
import { type How, uzbekStems, variantsOf } from './language/variants.ts'
import type { Clause } from './query/query-language.ts'

export type Correction = { typed: string; meant: string; how: How | 'spelling' }

/** About how many records of each table hold a word. */
type Counts = Readonly<Record<string, number>>
type Known = { stem: string | null; counts: Counts; forms: readonly string[] }

/** A word of the query with everything that may stand for it. `stems` are for highlights. */
export type Meant = {
  /** tsquery texts: the words as they are meant in exactly these forms, also as beginnings, and with all readings. */
  exact: string
  begun: string
  broad: string
  counts: Counts
  not: boolean
  known: boolean
}
export type Understood = {
  /** One of these lists must hold. */
  any: Meant[][]
  corrections: Correction[]
  stems: string[]
  /** How many records each table has, the tenant's own and, about, everybody's. */
  totals: Counts
  everyones: Counts
  /** Tables that the vocabulary has not read lately. */
  refreshedAt: string | null
}

const MOST_WORDS = 12
/** Beginnings shorter than this are unfolded into the words that people mean most: they would match half of the index. */
const SHORT = 3
/** So are beginnings that so many records hold: the index would collect them all before it looks at another word. */
const BROAD = 3_000

const quoted = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

type Unit = { clause: Clause; words: string[]; last: boolean; variants: ReturnType<typeof variantsOf> }

/** Understands clauses; a beginning is what the last word of the query may be. */
export async function understand(db: Db, memory: Memory, any: readonly Clause[][]): Promise<Understood> {
  let left = MOST_WORDS
  const groups = any.map((clauses, group) =>
    clauses.flatMap((clause, index): Unit[] => {
      const words = wordsOf(clause.text).slice(0, Math.max(left, 0))
      left -= words.length
      if (words.length === 0) return []
      const last = group === any.length - 1 && index === clauses.length - 1
      return [{ clause, words, last, variants: clause.phrase || clause.not ? [] : variantsOf(clause.text) }]
    }),
  )
  const units = groups.flat()
  const { known, ...state } = await lookUp(db, memory, wordsToAsk(units))
  const lost = units.filter(({ clause, words, variants }) => {
    if (clause.phrase || clause.not || words.length !== 1 || isKnown(known, words)) return false
    return !variants.some((variant) => isKnown(known, variant.words)) && !stemOf(known, words[0]!)
  })
  const corrected = await correct(db, known, lost)
  const corrections: Correction[] = []
  const stems = new Set<string>()
  const meant = groups.map((group) =>
    group.map((unit) => meaningOf(unit, known, corrected.get(unit.words[0]!) ?? [], corrections, stems)),
  )
  return { any: meant.filter((group) => group.length > 0), corrections, stems: [...stems], ...state }
}

const wordsToAsk = (units: readonly Unit[]) => [
  ...new Set(
    units.flatMap(({ words, variants }) => [
      ...words,
      ...words.flatMap(uzbekStems),
      ...variants.flatMap((variant) => [...variant.words, ...variant.words.flatMap(uzbekStems)]),
    ]),
  ),
]

type Row = { word: string; stem: string | null; counts: Counts | null; forms: string[] | null }

/** What the vocabulary of one tenant said lately; people type the same words over and over. */
export type Memory = { words: Map<string, Known>; state: State | null; until: number }
type State = Pick<Understood, 'totals' | 'everyones' | 'refreshedAt'>

/** Words and the state of the vocabulary; only what is not remembered is asked for. */
async function lookUp(
  db: Db,
  memory: Memory,
  words: readonly string[],
): Promise<State & { known: Map<string, Known> }> {
  const asked = words.filter((word) => !memory.words.has(word))
  const [told, state] = await Promise.all([asked.length > 0 ? wordsIn(db, asked) : [], memory.state ?? stateOf(db)])
  memory.state = state
  for (const [word, known] of told) memory.words.set(word, known)
  const found = new Map(told)
  return { known: new Map(words.map((word) => [word, found.get(word) ?? memory.words.get(word)!])), ...state }
}

async function wordsIn(db: Db, words: readonly string[]): Promise<[string, Known][]> {
  const inRange = sql`from search_vocabulary v where v.word >= p.start and v.word < p.start || U&'\\FFFD'`
  const { rows } = await sql<Row>`
    select a.word, s.stem, f.counts,
      case when length(a.word) < ${sql.lit(SHORT)} or f.total > ${sql.lit(BROAD)} then array(
        select search_stem(word) from (select v.word ${inRange} group by v.word order by sum(v.records) desc limit 12) often) end as forms
    from unnest(${words}::text[]) as a(word)
    cross join lateral (select search_stem(a.word) as stem) s
    cross join lateral (select case when starts_with(a.word, s.stem) and length(s.stem) > 2 then s.stem else a.word end as start) p
    cross join lateral (
      select jsonb_object_agg(g.source, g.records) as counts, sum(g.records) as total from (
        select v.source, sum(v.records)::int as records ${inRange} group by v.source) g
    ) f`.execute(db)
  return rows.map((row) => [
    row.word,
    { stem: row.stem, counts: row.counts ?? {}, forms: (row.forms ?? []).filter(Boolean) },
  ])
}

async function stateOf(db: Db): Promise<State> {
  const { rows } = await sql<{ source: string; records: number; everyones: number; refreshed_at: string }>`
    select source, records, refreshed_at, (select reltuples from pg_class where oid = to_regclass(source)) as everyones
    from search_progress`.execute(db)
  return {
    totals: Object.fromEntries(rows.map(({ source, records }) => [source, Number(records)])),
    everyones: Object.fromEntries(rows.map(({ source, everyones }) => [source, Number(everyones)])),
    refreshedAt: rows.map((row) => row.refreshed_at).toSorted()[0] ?? null,
  }
}

type Book = ReadonlyMap<string, Known>
const recordsOf = (counts: Counts) => Object.values(counts).reduce((sum, count) => sum + count, 0)
const isKnown = (known: Book, words: readonly string[]) =>
  // What holds digits is exact or wrong; the vocabulary does not keep it.
  words.every(
    (word) => /\d/.test(word) || known.get(word)?.stem === null || recordsOf(known.get(word)?.counts ?? {}) > 0,
  )
/** The beginning of an Uzbek word that is known. */
const stemOf = (known: Book, word: string) => uzbekStems(word).find((stem) => isKnown(known, [stem]))

type Near = { typed: string; near: string; word: string; stem: string | null; counts: Counts }

/** The likeliest words one slip away from each lost one, in any form of either. */
async function correct(db: Db, known: Map<string, Known>, lost: readonly Unit[]): Promise<Map<string, string[]>> {
  const formsOf = (word: string) => [...new Set([word, stemFor(known, word)])].filter(correctable)
  const readingsOf = ({ words, variants }: Unit) =>
    [words[0]!, ...variants.flatMap((one) => (one.words.length === 1 ? one.words : []))].flatMap(formsOf)
  const pieces = [...new Set(lost.flatMap(readingsOf))].flatMap((typed) =>
    piecesOf(typed).map((piece) => ({ typed, piece })),
  )
  const answer = new Map<string, string[]>()
  if (pieces.length === 0) return answer
  const { rows } = await sql<Near>`
    select c.typed, c.near, f.word, search_stem(f.word) as stem, f.counts
    from (select distinct a.typed, p.word as near
      from unnest(${pieces.map(({ typed }) => typed)}::text[], ${pieces.map(({ piece }) => piece)}::text[]) as a(typed, piece)
      join search_pieces p on p.piece = a.piece limit 200) c
    cross join lateral (select jsonb_object_agg(source, records) as counts, (array_agg(word order by records desc))[1] as word from (
      select source, sum(records)::int as records, (array_agg(word order by records desc))[1] as word from search_vocabulary v
      where v.word >= c.near and v.word < c.near || U&'\\FFFD' group by source) g) f`.execute(db)
  for (const unit of lost) {
    const own = unit.words[0]!
    const [typed, readings] = [formsOf(own), readingsOf(unit)]
    const near = rows
      .filter((row) => row.counts && readings.includes(row.typed))
      .map((row) => ({ ...row, slips: slipsBetween(row.typed, row.near) + (typed.includes(row.typed) ? 0 : 0.5) }))
      .filter((row) => row.slips <= (row.near.length > 7 ? 2.5 : 1.5))
      .toSorted((a, b) => a.slips - b.slips || recordsOf(b.counts) - recordsOf(a.counts))
    const best = near.filter(({ slips }) => slips < near[0]!.slips + 0.5).slice(0, 3)
    for (const { word, stem, counts } of best) known.set(word, { stem, counts, forms: [] })
    if (best.length > 0) answer.set(own, [...new Set(best.map(({ word }) => word))])
  }
  return answer
}

function meaningOf(unit: Unit, known: Book, corrected: string[], corrections: Correction[], stems: Set<string>): Meant {
  const { clause, words, variants } = unit
  const typed = isKnown(known, words)
  // A word that says nothing asks for nothing, whatever it would be in another alphabet.
  const silent = !unit.last && words.every((word) => known.get(word)?.stem === null)
  const uzbek = typed || words.length !== 1 ? undefined : stemOf(known, words[0]!)
  const readings = variants.filter(
    (variant) => isKnown(known, variant.words) || variant.words.some((w) => stemOf(known, w)),
  )
  // Another layout is only meant when what was typed is no word; another alphabet may be meant as well.
  const taken = silent ? [] : readings.filter(({ how }) => how === 'alphabet' || !typed)
  // What is known in no form may have been written a moment ago: the index knows it, in whatever reading. Whole words only: it
  // gathers a beginning over all tenants.
  const lost = !typed && !uzbek && taken.length === 0 && corrected.length === 0
  const guessed = lost
    ? variants.map((one) => one.words).filter((list) => list.every((word) => word.length >= SHORT))
    : []
  const alternatives = [
    ...taken.map((variant) =>
      variant.words.map((word) => (isKnown(known, [word]) ? word : (stemOf(known, word) ?? word))),
    ),
    ...corrected.map((word) => [word]),
  ]
  if (!typed && !uzbek && alternatives.length > 0)
    corrections.push({
      typed: clause.text,
      meant: alternatives[0]!.join(' '),
      how: corrected.length > 0 ? 'spelling' : taken[0]!.how,
    })
  const own = words.map((word) => known.get(word))
  const joint = clause.phrase ? ' <-> ' : ' & '
  const exactOf = (list: readonly string[]) =>
    all(
      list.map((word) => formOf(known, word, '')),
      joint,
    )
  const begunOf = (list: readonly string[]) =>
    clause.phrase
      ? exactOf(list)
      : all(
          list.map((word, index) => begin(known, word, unit.last && index === list.length - 1)),
          joint,
        )
  const replaced = !typed && !uzbek ? alternatives : []
  const exact = either([exactOf(words), ...(uzbek ? [begunOf([uzbek])] : []), ...replaced.map(exactOf)])
  const begun = either([begunOf(words), ...(uzbek ? [begunOf([uzbek])] : []), ...replaced.map(begunOf)])
  const broad = either([begun, ...alternatives.map(begunOf), ...guessed.map(exactOf)])
  if (!clause.not)
    for (const word of [words, uzbek ?? [], alternatives, guessed].flat(2)) stems.add(stemFor(known, word))
  const counts = sum([
    clause.phrase
      ? least(own.map((one) => one?.counts ?? {}))
      : words.length === 1
        ? (own[0]?.counts ?? {})
        : least(own.map((one) => one?.counts ?? {})),
    ...(uzbek ? [known.get(uzbek)!.counts] : []),
    ...alternatives.map((list) => least(list.map((word) => known.get(word)?.counts ?? {}))),
  ])
  return {
    exact,
    begun,
    broad,
    counts,
    not: clause.not,
    known: typed || uzbek !== undefined || alternatives.length > 0,
  }
}

const stemFor = (known: Book, word: string) => {
  const stem = known.get(word)?.stem
  return stem && word.startsWith(stem) ? stem : word
}

/** One word's lexeme; stop words say nothing. */
function formOf(known: Book, word: string, suffix: string): string {
  const entry = known.get(word)
  if (entry && entry.stem === null) return ''
  return quoted(entry?.stem ?? word) + suffix
}

/** The word in any of its forms, or as a beginning of others. */
function begin(known: Book, word: string, open: boolean): string {
  const { stem, forms = [] } = known.get(word) ?? {}
  if (stem === null && !open) return ''
  if (word.length < SHORT || forms.length > 0)
    return either([...(stem ? [stem] : []), word, ...(open || word.length >= SHORT ? forms : [])].map(quoted))
  if (stem === null) return `${quoted(word)}:*`
  // A number is that number: 12 does not mean 1200.
  if (/^\d+$/.test(word)) return open ? `${quoted(word)}:*` : quoted(word)
  const own = stem ?? word
  return word.startsWith(own) ? `${quoted(own)}:*` : either([`${quoted(own)}:*`, `${quoted(word)}:*`])
}

const all = (parts: readonly string[], joint: string): string => {
  const filled = parts.filter(Boolean)
  return filled.length > 1 ? `(${filled.join(joint)})` : (filled[0] ?? '')
}
export const either = (parts: readonly string[]): string => all([...new Set(parts)], ' | ')

const sum = (list: readonly Counts[]): Counts => {
  const total: Record<string, number> = {}
  for (const counts of list)
    for (const [source, count] of Object.entries(counts)) total[source] = (total[source] ?? 0) + count
  return total
}
const least = (list: readonly Counts[]): Counts =>
  Object.fromEntries(
    Object.keys(list[0] ?? {}).map((source) => [source, Math.min(...list.map((counts) => counts[source] ?? 0))]),
  )
