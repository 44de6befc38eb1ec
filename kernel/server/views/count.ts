// How many records views show. Counted so that a listener of the log knows which events each figure holds already.
import { sql } from 'kysely'
import { demand } from '../access/actor.ts'
import type { CustomFilter } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import { standing } from '../custom/asks.ts'
import { runShape, slot } from '../database/statement/shape.ts'
import { conditionsOf } from '../asks/ask.ts'
import { asksOf, ownFields } from '../asks/asked.ts'
import { type Filters, type Viewed } from './viewed.ts'

/** More are not counted: "999+" says enough, and a view of everything costs as little as a narrow one. */
export const MOST_COUNTED = 999
// What is committed but not told yet: a moment's worth.
const MOST_UNTOLD = 500

/** `seen`: places in the log behind `place` (below) that the figure holds already. */
export type Count = { count: number; more: boolean; seen: number[] }

/**
 * Counts the records that the actor sees by each set of filters: one prepared statement a set, all in one round trip.
 * Every event up to `place` is in every figure; of later ones only those that are `seen`, because a statement reads the
 * log and the records at the same instant. What is heard with another place is to be added. A filter by a field of the
 * tenant's own that is no more, or not the actor's to see, is left out: one old view does not cost all others their figures.
 */
export async function countAll(
  context: Context,
  kind: Viewed,
  sets: readonly Filters[],
): Promise<{ place: number; counts: Count[] }> {
  const { actor, platform } = context
  demand(actor, kind.list.can)
  // Read before the first statement: what was told until then, each of them sees.
  const place = platform.told()
  const counts = await Promise.all(sets.map((filters) => count(context, kind, filters, place)))
  return { place, counts }
}

async function count(context: Context, { of, list, options }: Viewed, filters: Filters, place: number): Promise<Count> {
  const { db, actor } = context
  const own = await ownFields(db, actor, of, filters)
  const custom = filters['custom'] ? standing(actor, own, filters['custom'] as CustomFilter) : undefined
  const asks = asksOf(
    of,
    actor,
    { ...filters, custom },
    { ...(await options(context, filters)), permission: list.can, own },
  )
  const shapes = asks.map(({ shape }) => shape)
  const shape = shapes.includes(null) ? null : `counted ${of.name}|${shapes.join('|')}`
  const values = asks.flatMap((one) => one.values)
  const [row] = await runShape<{ count: number; seen: number[] }>(db, shape, [...values, place], () => {
    const conditions = conditionsOf(asks)
    const rows = db
      .selectFrom(of.table)
      .select(sql.lit(1).as('one'))
      .where('deleted_at', 'is', null)
      .where((eb) => eb.and(conditions))
      .limit(sql.lit(MOST_COUNTED + 1))
    const untold = db
      .selectFrom('event_log')
      .select('position')
      .where('position', '>', slot(values.length))
      .orderBy('position')
      .limit(sql.lit(MOST_UNTOLD))
    return db.selectNoFrom([
      (eb) => eb.selectFrom(rows.as('counted')).select(eb.fn.countAll().as('count')).as('count'),
      (eb) =>
        eb
          .selectFrom(untold.as('untold'))
          .select(sql`coalesce(jsonb_agg(position), '[]')`.as('seen'))
          .as('seen'),
    ])
  })
  const { count: found, seen } = row!
  return { count: Math.min(found, MOST_COUNTED), more: found > MOST_COUNTED, seen }
}
