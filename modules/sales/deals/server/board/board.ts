// What the columns and lanes of a board add up to.
import { notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { runShape, slot } from '#kernel/server/database/statement/shape.ts'
import { laneColumn } from '#kernel/server/lanes/lane-column.ts'
import { type Ask, conditionsOf } from '#kernel/server/asks/ask.ts'
import { asksOf, ownFields } from '#kernel/server/asks/asked.ts'
import { sql } from 'kysely'
import { type board as contract, BOARD_CLOSED_DAYS, Deal } from '../../contract.ts'
import { type Added, columnsOf, lanesOf } from './adding-up.ts'
import { listingOf } from '../listing.ts'
import type { DealContext } from '../tables.ts'

const DAY_MS = 86_400_000

export async function board(
  context: DealContext,
  { id: pipeline, lanes: field, ...filters }: Parsed<typeof contract.board>,
): Promise<Out<typeof contract.board>> {
  const { db, now, actor } = context
  const since = new Date(Date.parse(now) - BOARD_CLOSED_DAYS * DAY_MS).toISOString()
  const own = await ownFields(db, actor, Deal, filters)
  const lane = field === undefined ? null : await laneColumn(db, actor, Deal, field)
  const options = { permission: 'deals.read', own, ...(await listingOf(context, filters)) }
  const asks = asksOf(Deal, actor, { ...filters, pipeline }, options)
  const column = lane?.column ?? null
  const [stages, open, closed, inside] = await Promise.all([
    db
      .selectFrom('pipeline_stages')
      .select(['id', 'probability'])
      .where('pipeline', '=', pipeline)
      .where('deleted_at', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute(),
    added(context, asks, column, null),
    added(context, asks, column, since),
    db
      .selectFrom('deals')
      .select((eb) => ['stage', eb.fn.countAll<number>().as('count')])
      .where('pipeline', '=', pipeline)
      .where('state', '=', 'open')
      .where('deleted_at', 'is', null)
      .groupBy('stage')
      .execute(),
  ])
  if (stages.length === 0) throw notFound('pipeline')
  const chances = new Map(stages.map(({ id, probability }) => [id, probability]))
  const rows = [...open, ...closed]
  const isNarrowed = field !== undefined && isAsked(filters, field)
  return {
    columns: columnsOf(rows, chances, new Map(inside.map(({ stage, count }) => [stage, count]))),
    ...(lane ? lanesOf(rows, chances, { always: isNarrowed ? [] : lane.always }) : { lanes: [], rest: null }),
  }
}

/** Whether the filters say something of the field themselves: then only what they find has a lane. */
const isAsked = (filters: Record<string, unknown>, field: string): boolean =>
  field.startsWith('custom.')
    ? Object.hasOwn((filters['custom'] as object | undefined) ?? {}, field.slice('custom.'.length))
    : filters[field] !== undefined

/** Sums of the deals that the actor sees, by stage, currency and lane: open ones, or those closed since. One scan of one index. */
async function added(
  { db }: DealContext,
  asks: readonly Ask[],
  lane: string | null,
  since: string | null,
): Promise<Added[]> {
  const values = asks.flatMap((one) => one.values)
  const shapes = asks.map((one) => one.shape)
  const shape = shapes.includes(null) ? null : [`board ${since === null} ${lane}`, ...shapes].join('|')
  return runShape<Added>(db, shape, since === null ? values : [...values, since], () => {
    const rows = db
      .selectFrom('deals')
      .select([
        'stage',
        'currency',
        (lane === null ? sql<string | null>`null` : sql<string | null>`${sql.ref(lane)}`).as('lane'),
        sql<number>`count(*)`.as('count'),
        // A sum of bigints is numeric: it comes as a number again.
        sql<number>`least(sum(amount), ${sql.lit(Number.MAX_SAFE_INTEGER)})::bigint`.as('sum'),
      ])
      .where('deleted_at', 'is', null)
      .where((eb) => eb.and(conditionsOf(asks)))
      .groupBy(lane === null ? ['stage', 'currency'] : ['stage', 'currency', sql.ref(lane)])
      .orderBy('stage')
      .orderBy('currency')
    if (since === null) return rows.where('state', '=', sql.lit('open'))
    return rows.where(sql<boolean>`state in ('won', 'lost')`).where('stage_since', '>=', slot(values.length))
  })
}
