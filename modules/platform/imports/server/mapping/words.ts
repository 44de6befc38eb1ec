// What the words in columns of choices and references lead to.
import { choicesOf, hintsOf } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { fillable, type Importable } from '#kernel/server/imports/importable.ts'
import { LANGUAGES } from '#kernel/server/texts.ts'
import { sql } from 'kysely'
import { wordKey, type Words } from './convert.ts'

const MOST_NAMED = 20_000

/** By field; only for those that are mapped. */
export async function wordsFor(
  context: Context,
  kind: Importable,
  mapped: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Words>> {
  const found = new Map<string, Words>()
  const shape = fillable(kind)
  for (const name of mapped) {
    const schema = shape[name]
    if (!schema) continue
    const { refers } = hintsOf(schema)
    const choices = choicesOf(schema)
    if (refers) found.set(name, await recordsByName(context, kind, refers))
    else if (choices.length > 0)
      found.set(
        name,
        new Map(
          choices.flatMap((value) =>
            [
              value,
              ...LANGUAGES.map((language) => context.platform.texts.t(language, `${kind.of.name}.${name}.${value}`)),
            ].map((word) => [wordKey(word), value] as const),
          ),
        ),
      )
  }
  const own = kind.of.custom ? await fieldsOf(context.db, context.actor.tenant_id, kind.of.name) : []
  for (const { key, options, refers } of own) {
    const name = `custom.${key}`
    if (!mapped.has(name)) continue
    if (refers) found.set(name, await recordsByName(context, kind, refers))
    else
      found.set(
        name,
        new Map(
          options.flatMap((option) =>
            [option.key, ...Object.values(option.labels)].map((word) => [wordKey(String(word)), option.key] as const),
          ),
        ),
      )
  }
  return found
}

type Named = { id: string; words: readonly string[] }

/** Whom a column of references may name. */
export async function recordsNamed(
  context: Context,
  { named = {} }: Pick<Importable, 'named'>,
  refers: string,
): Promise<readonly Named[]> {
  const own = named[refers]
  return own ? own(context) : namedIn(context, refers)
}

/** Records by their names, addresses and ids; null for a name that several have. */
async function recordsByName(context: Context, kind: Importable, refers: string): Promise<Words> {
  return byName(await recordsNamed(context, kind, refers))
}

export function byName(records: readonly Named[]): Words {
  const words = new Map<string, string | null>()
  for (const { id, words: theirs } of records)
    for (const word of [id, ...theirs].map(wordKey))
      words.set(word, words.has(word) && words.get(word) !== id ? null : id)
  return words
}

/** What records are called, by their ids: for those of one page. */
export async function namesOf(context: Context, refers: string, ids: readonly string[]): Promise<Map<string, string>> {
  const found = ids.length === 0 ? [] : await namedIn(context, refers, ids)
  return new Map(found.flatMap(({ id, words: [word] }) => (word === undefined ? [] : [[id, word] as const])))
}

async function namedIn(
  { db, platform }: Context,
  refers: string,
  ids?: readonly string[],
): Promise<{ id: string; words: string[] }[]> {
  const of = platform.entities.find(({ name }) => name === refers)
  const columns = ['name', 'title', 'email'].filter((name) => of?.fields[name])
  if (!of || columns.length === 0) return []
  const { rows } = await sql<Record<string, string | null> & { id: string }>`
    select id, ${sql.join(columns.map((name) => sql.ref(name)))} from ${sql.table(of.table)}
    where ${ids ? sql`id = any(${ids}::uuid[])` : sql`deleted_at is null`} limit ${sql.lit(MOST_NAMED)}`.execute(db)
  return rows.map((row) => ({ id: row.id, words: columns.flatMap((name) => row[name] ?? []) }))
}
