// What the columns of a board add up to, and what the months to come may bring.
import { notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { runShape, slot } from '#kernel/server/database/statement/shape.ts'
import { type Ask, asksOf, conditionsOf, ownFields } from '#kernel/server/list.ts'
import { sql } from 'kysely'
import { type board as contract, BOARD_CLOSED_DAYS, Deal } from '../contract.ts'
import { listingOf } from './listing.ts'
import type { DealContext } from './tables.ts'

type Added = { stage: string; currency: string; count: number; sum: number }
const DAY_MS = 86_400_000

export async function board(
  context: DealContext,
  { id: pipeline, ...filters }: Parsed<typeof contract.board>,
): Promise<Out<typeof contract.board>> {
  const { db, now, actor } = context
  const since = new Date(Date.parse(now) - BOARD_CLOSED_DAYS * DAY_MS).toISOString()
  const own = await ownFields(db as never, actor, Deal, filters)
  const options = { permission: 'deals.read', own, ...(await listingOf(context, filters)) }
  const asks = asksOf(Deal, actor, { ...filters, pipeline }, options)
  const [stages, open, closed, inside] = await Promise.all([
    db
      .selectFrom('pipeline_stages')
      .select(['id', 'probability'])
      .where('pipeline', '=', pipeline)
      .where('deleted_at', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute(),
    added(context, asks, 'open', null),
    added(context, asks, 'closed', since),
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
  const sums = [...open, ...closed]
  return {
    columns: stages.map(({ id, probability }) => {
      const own = sums.filter(({ stage }) => stage === id)
      return {
        stage: id,
        count: own.reduce((count, one) => count + one.count, 0),
        inside: inside.find(({ stage }) => stage === id)?.count ?? 0,
        sums: own.map(({ currency, sum }) => ({ currency, sum, weighted: Math.round((sum * probability) / 100) })),
      }
    }),
  }
}

/** Sums of the deals that the actor sees, by stage and currency: one scan of one index. */
async function added(
  { db }: DealContext,
  asks: readonly Ask[],
  state: 'open' | 'closed',
  since: string | null,
): Promise<Added[]> {
  const values = asks.flatMap((one) => one.values)
  const shapes = asks.map((one) => one.shape)
  const shape = shapes.includes(null) ? null : [`board ${state}`, ...shapes].join('|')
  return runShape<Added>(db as never, shape, since === null ? values : [...values, since], () => {
    const rows = db
      .selectFrom('deals')
      .select([
        'stage',
        'currency',
        sql<number>`count(*)`.as('count'),
        // A sum of bigints is numeric: it comes as a number again.
        sql<number>`least(sum(amount), ${sql.lit(Number.MAX_SAFE_INTEGER)})::bigint`.as('sum'),
      ])
      .where('deleted_at', 'is', null)
      .where((eb) => eb.and(conditionsOf(asks) as never))
      .groupBy(['stage', 'currency'])
      .orderBy('stage')
      .orderBy('currency')
    if (since === null) return rows.where('state', '=', sql.lit('open'))
    return rows.where(sql<boolean>`state in ('won', 'lost')`).where('stage_since', '>=', slot(values.length) as never)
  })
}
