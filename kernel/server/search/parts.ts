// Records that are parts of others: their words find the whole.
import { type RawBuilder, sql } from 'kysely'
import { type Entity, fieldsWith, hintsOf, type Part } from '../../contract/index.ts'
import { type Actor, may } from '../access/actor.ts'

export type KindPart = Omit<Part, 'of' | 'shows'> & {
  of: Entity
  /** The field that names the whole. */
  field: string
  /** From which a snippet is taken. */
  shows: readonly string[]
}

/** How one entity is part of another; empty where it is not. */
export function partsOf(other: Entity, whole: Entity): KindPart[] {
  return [other.part ?? []].flat().flatMap(({ of: field, shows, ...rest }) => {
    if (hintsOf(other.fields[field]!).refers !== whole.name) return []
    const [first] = fieldsWith(other, ({ searched }) => searched !== undefined)
    return first ? [{ of: other, field, shows: shows ?? [first], ...rest }] : []
  })
}

/** Which parts this actor may be told of, beside what their whole says; null where none. `p` is the table's name there. */
export function openParts(
  actor: Actor,
  { closed, needs, without }: KindPart,
  p: string = '',
): RawBuilder<unknown> | null {
  if (needs && !may(actor, needs)) return null
  const column = (field: string) => sql.ref(p ? `${p}.${field}` : field)
  const open = closed && !may(actor, closed.permission) ? sql`and not ${column(closed.field)}` : sql``
  return without ? sql`${open} and ${column(without)} is null` : open
}

/** The text around the words that were found in the part whose id stands in `h.part`. */
export function partText(parts: readonly KindPart[]): RawBuilder<unknown> {
  const texts = parts.map(({ of, shows }) => {
    const words = sql.join(shows.map((name) => sql.ref(`p.${name}`)))
    return sql`(select left(concat_ws(' · ', ${words}), 20000) from ${sql.table(of.table)} p where p.id = h.part)`
  })
  return texts.length === 0 ? sql`null::text` : sql`coalesce(${sql.join(texts)})`
}
