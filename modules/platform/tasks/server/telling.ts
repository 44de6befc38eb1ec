// Reminders and what is overdue: each told once, at its moment, whatever died meanwhile. The job waits in the database; what was
// told stands in the task, written in the transaction that tells it.
import { isOfMany } from '#kernel/server/bulk/bulkable.ts'
import type { Context } from '#kernel/server/context.ts'
import { jobKind, worker } from '#kernel/server/jobs.ts'
import { tells, type Telling } from '#kernel/server/module.ts'
import { taskOverdue, taskReminded, type TaskRow } from '../contract.ts'
import * as kinds from '../contract/notices.ts'
import { lineOf, type TaskContext, taskFields, type TaskLineRow } from './tables.ts'

export const tellKind = jobKind<{ task: string }>('tasks.tell')

const secondsUntil = (at: string, now: string): number =>
  Math.max(0, Math.ceil((Date.parse(at) - Date.parse(now)) / 1_000))
/** The queue forgets jobs that wait for years: one that comes early waits on. */
const MOST_SECONDS = 300 * 86_400

/** Sees to it that people are told of an open task at each of its moments that lie ahead. */
export async function tellAt(context: TaskContext, { id, state, due, reminds_at }: TaskRow): Promise<void> {
  if (state !== 'open') return
  const ahead = [due, reminds_at].filter((at) => at !== null && Date.parse(at) > Date.parse(context.now))
  for (const at of new Set(ahead.map((one) => secondsUntil(one!, context.now))))
    await context.enqueue(tellKind, { task: id }, { after: Math.min(at, MOST_SECONDS) })
}

/** Asked as often as may be, it tells each thing once, and only at the moment that stands in the task. */
export async function tellDue(context: TaskContext, { task: id }: { task: string }): Promise<void> {
  const { db, now, emit } = context
  const row = await db
    .selectFrom('tasks')
    .select(taskFields)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst()
  if (!row) return
  const waits = [
    { at: row.reminds_at, told: row.reminded_at, event: taskReminded, set: { reminded_at: now } },
    { at: row.due, told: row.overdue_told_at, event: taskOverdue, set: { overdue_told_at: now } },
  ].filter(({ at, told }) => at !== null && told === null)
  for (const { at, event, set } of waits) {
    const early = secondsUntil(at!, now)
    if (early > 0) {
      await context.enqueue(tellKind, { task: id }, { after: Math.min(early, MOST_SECONDS) })
      continue
    }
    await db.updateTable('tasks').set(set).where('id', '=', id).execute()
    emit(event, { task: lineOf({ ...row, ...set }) })
  }
}

export const tellingJobs = [worker(tellKind, (context: Context, job) => tellDue(context as TaskContext, job), 20)]

const toWhom = ({ assignee, author }: TaskLineRow): string[] => [assignee ?? author].filter((one) => one !== null)
const telling = (task: TaskLineRow, to: string[]): Telling => ({
  to,
  values: { title: task.title },
  link: `/tasks/${task.id}`,
})

export const taskTells = [
  tells(kinds.assigned, async (_context, { task, ...rest }, happening) => {
    if (isOfMany(happening) || task.assignee === null || task.state !== 'open') return []
    const isNew = !('changes' in rest) || (rest.changes as Record<string, unknown>)['assignee'] !== undefined
    return isNew ? [telling(task, [task.assignee])] : []
  }),
  tells(kinds.reminded, async (_context, { task }) => [telling(task, toWhom(task))]),
  tells(kinds.overdue, async (_context, { task }) => [telling(task, toWhom(task))]),
]
