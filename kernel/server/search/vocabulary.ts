// The vocabulary of a tenant: read from its records after they were written, when somebody searches. It decides how a query is
// understood and asked, never what is found.
import { sql } from 'kysely'
import { systemOf } from '../access/actor.ts'
import type { Context, Platform } from '../context.ts'
import type { Db } from '../database/index.ts'
import { type Kind, type Source, sourcesOf } from './kinds.ts'
import { correctable, piecesOf } from './language/slips.ts'

/** Grows when words are read in another way: what was read by earlier rules is then read again. */
export const RULES = 2
const BATCH = 2_000
/** Records that were written a moment ago may still be joined by others of an earlier moment. */
const SETTLED_MS = 3_000
const FRESH_MS = 60_000
const UNKNOWN_MS = 5_000

const running = new Map<string, Promise<number>>()

/**
 * Reads on behind the back of a search when the last reading is a minute old, or a few seconds where a word is `unknown`: it may have
 * been written since. Answers the reading that runs, and what it found, for who wants to wait.
 */
export function keepFresh(
  { platform, actor, now }: Context,
  kinds: readonly Kind[],
  { refreshedAt, unknown }: { refreshedAt: string | null; unknown: boolean },
): Promise<number> | null {
  const tenant = actor.tenant_id
  const there = running.get(tenant)
  if (there) return there
  if (refreshedAt && Date.parse(now) - Date.parse(refreshedAt) < (unknown ? UNKNOWN_MS : FRESH_MS)) return null
  const reading = refreshVocabulary(platform, tenant, sourcesOf(kinds))
    .catch((error: unknown) => {
      platform.log.warn({ error: String(error) }, 'the vocabulary of search could not be read on')
      return 0
    })
    .finally(() => running.delete(tenant))
  running.set(tenant, reading)
  return reading
}

/** Reads all that a tenant has written since the last time; `until` may end it between two batches. */
export async function refreshVocabulary(
  platform: Platform,
  tenant: string,
  sources: readonly Source[],
  until: () => boolean = () => false,
): Promise<number> {
  let read = 0
  const grown = await platform.within(systemOf(tenant), {}, ({ db, now }) => grownSince(db, sources, now))
  for (const source of grown) {
    for (;;) {
      if (until()) return read
      const count = await platform.within(systemOf(tenant), {}, ({ db, now }) => readBatch(db, source, now))
      read += count
      if (count < BATCH) break
    }
  }
  return read
}

/** The tables that have something to read; that nothing else has is noted. Most searches find that nothing was written. */
async function grownSince(db: Db, sources: readonly Source[], now: string): Promise<Source[]> {
  const { rows: places } = await sql<Place & { source: string }>`
    select source, rules, read_to, read_id from search_progress`.execute(db)
  const known = new Map(places.map((place) => [place.source, place]))
  const readBefore = sources.filter(({ table }) => known.get(table)?.rules === RULES)
  if (readBefore.length === 0) return [...sources]
  const looks = readBefore.map(
    (source) => sql`select ${source.table} as source
      where exists (select from ${sql.table(source.table)} where ${unread(source, known.get(source.table)!, now)})`,
  )
  const { rows } = await sql<{ source: string }>`${sql.join(looks, sql` union all `)}`.execute(db)
  const grown = new Set(rows.map(({ source }) => source))
  const unchanged = readBefore.filter(({ table }) => !grown.has(table)).map(({ table }) => table)
  if (unchanged.length > 0)
    await sql`update search_progress set refreshed_at = ${now}::timestamptz where source = any(${unchanged})`.execute(
      db,
    )
  return sources.filter(({ table }) => !unchanged.includes(table))
}

type Place = { rules: number; read_to: string; read_id: string }

/** Which records of a table were not read yet, but for those of this moment. */
function unread({ order }: Source, { read_to, read_id }: Place, now: string) {
  const settled = new Date(Date.parse(now) - SETTLED_MS).toISOString()
  const beyond =
    order === 'id' ? sql`id > ${read_id}::uuid` : sql`(created_at, id) > (${read_to}::timestamptz, ${read_id}::uuid)`
  return sql`deleted_at is null and ${beyond} and created_at < ${settled}::timestamptz`
}

type Rebuild = {
  step: <T>(title: string, work: (report: (done: number, total: number) => void) => Promise<T>) => Promise<T>
  signal?: AbortSignal
}

/** Reads the words of every tenant anew. A search meanwhile finds the same; what an interrupted run left is read on by searches. */
export async function rebuildVocabulary(platform: Platform, { step, signal }: Rebuild): Promise<void> {
  const sources = sourcesOf(platform.search.kinds)
  const tenants = await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').orderBy('id').execute(),
  )
  await step('Reading the words that tenants use', async (report) => {
    for (const [index, { id }] of tenants.entries()) {
      if (signal?.aborted) return
      report(index, tenants.length)
      await platform.within(systemOf(id as string), {}, async ({ db }) => {
        await sql`delete from search_pieces`.execute(db)
        await sql`update search_progress set rules = 0`.execute(db)
      })
      await refreshVocabulary(platform, id as string, sources, () => signal?.aborted ?? false)
    }
  })
}

/** One batch of one table in one transaction, with the place it came to; two processes take turns. */
export async function readBatch(db: Db, source: Source, now: string): Promise<number> {
  const { table, fields, order } = source
  await sql`insert into search_progress (source, rules) values (${table}, ${RULES}) on conflict do nothing`.execute(db)
  const { rows: places } = await sql<Place>`
    select rules, read_to, read_id from search_progress where source = ${table} for update`.execute(db)
  const place = places[0]!
  if (place.rules !== RULES) {
    await sql`delete from search_vocabulary where source = ${table}`.execute(db)
    await sql`update search_progress set rules = ${RULES}, read_to = '1970-01-01Z', read_id = '00000000-0000-0000-0000-000000000000', records = 0
      where source = ${table}`.execute(db)
    return BATCH
  }
  const text = sql.join(
    fields.map((name) => sql`coalesce(${sql.ref(name)}, '')`),
    sql` || ' ' || `,
  )
  const inOrder = sql.raw(order === 'id' ? 'id' : 'created_at, id')
  const backwards = sql.raw(order === 'id' ? 'id desc' : 'created_at desc, id desc')
  const { rows } = await sql<{
    words: string[] | null
    count: number
    at: string | null
    id: string | null
    records: number[] | null
  }>`
    with page as materialized (
      select id, created_at, ${text} as text from ${sql.table(table)}
      where ${unread(source, place, now)}
      order by ${inOrder} limit ${sql.lit(BATCH)}),
    counted as (
      select word, count(*)::int as records from (
        select distinct page.id, word from page, unnest(string_to_array(lower(search_text(page.text)), ' ')) as word
        where length(word) between 2 and 30 and word !~ '[0-9]') words group by word)
    select (select array_agg(word) from counted) as words, (select array_agg(records) from counted) as records,
      (select count(*)::int from page) as count, (select created_at from page order by ${backwards} limit 1) as at,
      (select id from page order by ${backwards} limit 1) as id`.execute(db)
  const { words, records, count, at, id } = rows[0]!
  if (words) await write(db, table, words, records!)
  await sql`update search_progress set refreshed_at = ${now}::timestamptz, records = records + ${count}
    ${at ? sql`, read_to = ${at}::timestamptz, read_id = ${id}::uuid` : sql``} where source = ${table}`.execute(db)
  return count
}

async function write(db: Db, table: string, words: string[], records: number[]): Promise<void> {
  await sql`
    insert into search_vocabulary as v (word, source, records)
    select word, ${table}, records from unnest(${words}::text[], ${records}::int[]) as given(word, records)
    where search_stem(word) is not null order by word
    on conflict (tenant_id, word, source) do update set records = v.records + excluded.records`.execute(db)
  // A slip is looked for in any form of a word, so what its forms have in common has pieces as well.
  const { rows: without } = await sql<{ word: string }>`
    select word from (
      select word from unnest(${words.filter(correctable)}::text[]) as given(word)
      union select search_stem(word) from unnest(${words.filter(correctable)}::text[]) as given(word)
      where starts_with(word, search_stem(word)) and length(search_stem(word)) > 3) forms
    where not exists (select from search_pieces p where p.piece = forms.word and p.word = forms.word)`.execute(db)
  const pieces = without.flatMap(({ word }) => piecesOf(word).map((piece) => [piece, word] as const))
  if (pieces.length === 0) return
  await sql`insert into search_pieces (piece, word)
    select piece, word from unnest(${pieces.map(([piece]) => piece)}::text[], ${pieces.map(([, word]) => word)}::text[]) as given(piece, word)
    order by piece, word on conflict do nothing`.execute(db)
}
