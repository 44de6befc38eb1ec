// The conditions of a segment as a part of a list of clients.
import { conflict, type Conditions, notFound } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { bounded, conditionAsk, nobody } from '#kernel/server/conditions/ask.ts'
import { mayAsk, offeredOn } from '#kernel/server/conditions/offered.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Ask } from '#kernel/server/asks/ask.ts'
import { Client, MOST_SEGMENTS, Segment, type SegmentRow } from '../../contract.ts'

const READ = 'client_segments.read'

type Kept = Pick<SegmentRow, 'id' | 'name' | 'conditions'>

/**
 * The conditions of a segment as a part of a list. Throws 404 for one that is gone and 409 `client_segment.not_askable` where
 * they ask what the caller does not see, or what is there no more.
 */
export async function segmentAsk(context: Context, id: string): Promise<Ask> {
  const [[segment]] = await Promise.all([keptSegments(context, [id]), bounded(context.db)])
  if (!segment) throw notFound('client_segment')
  const ask = await askOf(context, segment)
  if (!ask) throw conflict('client_segment.not_askable')
  return ask
}

/** The same for figures of views and for runs over many: a segment that cannot be asked holds nobody. */
export async function segmentAskOrNobody(context: Context, id: string): Promise<Ask> {
  const [[segment]] = await Promise.all([keptSegments(context, [id]), bounded(context.db)])
  return (segment && (await askOf(context, segment))) ?? nobody
}

/** Segments by their ids, or all of them. */
export async function keptSegments({ db, actor }: Context, ids: readonly string[] | null): Promise<Kept[]> {
  if (!may(actor, READ)) return []
  const all = db.selectFrom(Segment.table).select(['id', 'name', 'conditions']).where('deleted_at', 'is', null)
  const chosen = ids ? all.where('id', 'in', ids) : all.orderBy('name').orderBy('id').limit(MOST_SEGMENTS)
  return (await chosen.execute()) as Kept[]
}

/** Null where the caller may not ask it. */
export async function askOf(context: Context, { conditions }: Pick<Kept, 'conditions'>): Promise<Ask | null> {
  const given = conditions as Conditions
  return mayAsk(given, await offeredOn(context, Client)) ? conditionAsk(context, Client, given) : null
}
