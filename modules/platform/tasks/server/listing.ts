// Finding tasks: lists, what views keep, and those about one record.
import type { ListInput, Out, Page } from '#kernel/contract/index.ts'
import { may, reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import type { Db } from '#kernel/server/database/index.ts'
import { list, type ListOptions } from '#kernel/server/list.ts'
import type { ExportedBy } from '#kernel/server/imports/exportable.ts'
import { viewed } from '#kernel/server/views/viewed.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { sql } from 'kysely'
import { NEXT_LINE, Task, TASK_LINE, type TaskRow, tasks } from '../contract.ts'
import { subjectOf, taskedOf } from './subject.ts'
import type { TaskContext } from './tables.ts'

const MOST_ABOUT = 200
const listing: Omit<ListOptions, 'permission'> = { omit: ['description'] }

/** Tasks that the actor may see; `q` is understood as by the search over everything. */
export async function listed(context: TaskContext, input: ListInput<TaskRow>): Promise<Page<TaskRow>> {
  const { db, actor } = context
  return list(db, actor, Task, input, { permission: 'tasks.read', ...(await listingOf(context, input)) })
}

/** The same for files: how far a permission to export reaches, and with the long texts. */
export async function exported(
  context: TaskContext,
  input: ListInput<TaskRow>,
  how: ExportedBy,
): Promise<Page<TaskRow>> {
  const { db, actor } = context
  return list(db, actor, Task, input, { ...(await listingOf(context, input)), ...how })
}

async function listingOf(context: TaskContext, { q }: { q?: string }): Promise<typeof listing> {
  const found = q ? await context.platform.search.within(context, Task, q) : undefined
  return found ? { ...listing, search: () => found } : listing
}

/** People keep views of tasks. */
export const viewedTasks = viewed(tasks.list, listingOf)

/** Those about a record, and about the records that were merged into it. */
export async function about(
  context: TaskContext,
  { entity, record }: { entity: string; record: string },
): Promise<Page<TaskRow>> {
  await subjectOf(context, entity, record)
  const { items: joined } = await context.call(timeline.joined, { record })
  const items = (await context.db
    .selectFrom('tasks')
    .select(TASK_LINE)
    .where('record', 'in', [record, ...joined])
    .where('deleted_at', 'is', null)
    .orderBy(sql`state <> 'open'`)
    .orderBy('due')
    .orderBy('id')
    .limit(sql.lit(MOST_ABOUT))
    .execute()) as TaskRow[]
  return { items, next: null }
}

type Next = Out<typeof tasks.next>

/** Boards ask it of what they show: one statement for all, by the index of records. */
export async function next(context: TaskContext, { entity, ids }: { entity: string; ids: string[] }): Promise<Next> {
  const { actor } = context
  const { about: of, can } = taskedOf(context, entity)
  if (!may(actor, can)) return { items: [] }
  const db = context.db as unknown as Db
  const seen = db
    .selectFrom(of.table)
    .select('id')
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .where(predicate(reach(actor, of, can), actor))
  const items = await db
    .selectFrom('tasks')
    .distinctOn('record')
    .select(NEXT_LINE)
    .where('record', 'in', seen)
    .where('state', '=', 'open')
    .where('deleted_at', 'is', null)
    .orderBy('record')
    .orderBy('due')
    .orderBy('id')
    .execute()
  return { items } as Next
}
