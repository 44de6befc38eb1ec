// Everything that points to a client, in any module: read off the fields that refer to one, declared nowhere else.
import { fieldsWith, hintsOf } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import { Client } from '../../contract.ts'

type Place = { entity: string; table: string; field: string; isList: boolean }
export type Moved = { table: string; field: string; ids: string[] }

function placesOf({ platform }: Context): Place[] {
  return platform.entities.flatMap((of) =>
    fieldsWith(of, ({ refers }) => refers === Client.name)
      .filter((field) => !(of === (Client as unknown) && field === 'merged_into'))
      .map((field) => ({
        entity: of.name,
        table: of.table,
        field,
        isList: hintsOf(of.fields[field]!).column === 'uuid[]',
      })),
  )
}

const pointing = ({ field, isList }: Place, id: string) =>
  isList ? sql<boolean>`${id} = any(${sql.ref(field)})` : sql<boolean>`${sql.ref(field)} = ${id}`

/** How many records of which kinds point to a client. */
export async function countPointing(context: Context, id: string): Promise<{ entity: string; count: number }[]> {
  const counts = await Promise.all(
    placesOf(context).map(async (place) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(place.table)}
        where deleted_at is null and ${pointing(place, id)}`.execute(context.db)
      return { entity: place.entity, count: rows[0]!.count }
    }),
  )
  return counts.filter(({ count }) => count > 0)
}

/** Makes what points to one client point to another; answers what it was, so that it can be put back. */
export async function movePointing(context: Context, from: string, to: string): Promise<Moved[]> {
  const moved: Moved[] = []
  for (const place of placesOf(context)) {
    const { table, field, isList } = place
    const value = isList ? sql`array_replace(${sql.ref(field)}, ${from}, ${to}::uuid)` : sql`${to}`
    const { rows } = await sql<{ id: string }>`
      update ${sql.table(table)} set ${sql.ref(field)} = ${value} where ${pointing(place, from)} returning id`.execute(
      context.db,
    )
    if (rows.length > 0) moved.push({ table, field, ids: rows.map(({ id }) => id) })
  }
  return moved
}

/** Puts back what was moved, where it still points to where it was moved to. */
export async function putBackPointing(context: Context, moved: readonly Moved[], from: string, to: string) {
  for (const place of placesOf(context)) {
    const { ids } = moved.find(({ table, field }) => table === place.table && field === place.field) ?? { ids: [] }
    if (ids.length === 0) continue
    const { table, field, isList } = place
    const value = isList ? sql`array_replace(${sql.ref(field)}, ${from}, ${to}::uuid)` : sql`${to}`
    await sql`
      update ${sql.table(table)} set ${sql.ref(field)} = ${value}
      where id = any(${ids}::uuid[]) and ${pointing(place, from)}`.execute(context.db)
  }
}
