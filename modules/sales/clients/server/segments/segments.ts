// Segments as people keep them: their conditions are checked by what whoever writes them may ask.
import { conflict, type Conditions, type Draft, notFound } from '#kernel/contract/index.ts'
import { offeredOn, refuseConditions } from '#kernel/server/conditions/offered.ts'
import type { Context } from '#kernel/server/context.ts'
import { changeBy, crudHandlers, findLocked } from '#kernel/server/crud.ts'
import {
  Client,
  MOST_SEGMENTS,
  Segment,
  segmentChanged,
  segmentCreated,
  segmentRemoved,
  type SegmentRow,
} from '../../contract.ts'

type SegmentDraft = Draft<typeof Segment>

const standard = crudHandlers(Segment, 'client_segments')
const fields = Object.keys(Segment.fields) as (keyof SegmentRow)[]

export const { list, get } = standard

export async function create(context: Context, draft: SegmentDraft): Promise<SegmentRow> {
  await refuseUnasked(context, draft)
  await refuseTooMany(context)
  const segment = (await context.db
    .insertInto(Segment.table)
    .values({ ...draft, conditions: JSON.stringify(draft.conditions), owner: context.actor.user_id })
    .returning(fields)
    .executeTakeFirstOrThrow()) as SegmentRow
  context.emit(segmentCreated, { client_segment: segment })
  return segment
}

export async function update(
  context: Context,
  { id, ...wanted }: { id: string } & Partial<SegmentDraft>,
): Promise<SegmentRow> {
  await refuseUnasked(context, wanted)
  const { conditions, ...rest } = wanted
  const { before, after } = await changeBy(context, Segment, id, 'client_segments.update', () => ({
    ...rest,
    ...(conditions ? { conditions: JSON.stringify(conditions) as never } : {}),
  }))
  if (before.version !== after.version) context.emit(segmentChanged, { client_segment: after })
  return after
}

export async function remove(context: Context, { id }: { id: string }): Promise<null> {
  const segment = await findLocked(context, Segment, id, 'client_segments.delete')
  await standard.remove(context, { id })
  context.emit(segmentRemoved, { client_segment: segment })
  return null
}

export async function restore(context: Context, { id }: { id: string }): Promise<SegmentRow> {
  const { db, actor } = context
  const gone = (await db
    .selectFrom(Segment.table)
    .select('owner')
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .executeTakeFirst()) as Pick<SegmentRow, 'owner'> | undefined
  const mine = gone?.owner === actor.user_id || actor.grants['client_segments.delete'] === 'all'
  if (!gone || !mine) throw notFound('client_segment')
  await refuseTooMany(context)
  const segment = (await db
    .updateTable(Segment.table)
    .set({ deleted_at: null })
    .where('id', '=', id)
    .returning(fields)
    .executeTakeFirstOrThrow()) as SegmentRow
  context.emit(segmentCreated, { client_segment: segment })
  return segment
}

async function refuseUnasked(context: Context, { conditions }: Partial<SegmentDraft>): Promise<void> {
  if (conditions) refuseConditions(conditions as Conditions, await offeredOn(context, Client), '/conditions')
}

async function refuseTooMany({ db }: Context): Promise<void> {
  const { count } = (await db
    .selectFrom(Segment.table)
    .select(({ fn }) => fn.countAll().as('count'))
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()) as { count: number }
  if (count >= MOST_SEGMENTS) throw conflict('client_segment.too_many', { maximum: MOST_SEGMENTS })
}
