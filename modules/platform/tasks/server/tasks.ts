// Tasks as people keep them.
import { conflict, forbidden, matches, type Parsed, Problem } from '#kernel/contract/index.ts'
import { reach, scopeOf } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { Task, taskChanged, taskCreated, taskRemoved, taskRestored, type TaskRow, type tasks } from '../contract.ts'
import { following, refuse, withoutOther } from './settle.ts'
import { seenSubject, tellSubject, type TOLD_MOVES } from './subject.ts'
import { changesBetween, isSame, lineOf, type TaskContext, taskFields } from './tables.ts'
import { tellAt } from './telling.ts'

/** A task that the caller may see: their own, by permission, or because they see what it is about. */
export async function get(context: TaskContext, { id }: { id: string }): Promise<TaskRow> {
  try {
    return await find(context, Task, id, 'tasks.read')
  } catch (refused) {
    if (!(refused instanceof Problem) || refused.status !== 404) throw refused
    const row = (await context.db
      .selectFrom('tasks')
      .select(taskFields)
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()) as TaskRow | undefined
    if (!row || !(await seenSubject(context, row))) throw refused
    return row
  }
}

export async function create(context: TaskContext, wanted: Parsed<typeof tasks.create>): Promise<TaskRow> {
  const { db, actor, emit } = context
  const author = actor.kind === 'person' ? actor.user_id : null
  const untold = { reminds_at: null, reminded_at: null, overdue_told_at: null }
  const nothing = { author, due: null, ...untold, done_at: null, done_by: null }
  const draft = { ...wanted, ...withoutOther(wanted), ...nothing } as TaskRow
  if (!matches(reach(actor, Task, 'tasks.create'), draft, actor)) throw forbidden('tasks.create')
  if (draft.team !== null && scopeOf(actor, 'tasks.create') !== 'all' && !actor.teams.includes(draft.team))
    throw forbidden('tasks.create')
  await refuse(context, draft, draft)
  const task = (await db
    .insertInto('tasks')
    .values({ ...draft, ...following(context, draft, null) })
    .returning(taskFields)
    .executeTakeFirstOrThrow()) as TaskRow
  emit(taskCreated, { task: lineOf(task) })
  await tellSubject(context, task, 'created')
  await tellAt(context, task)
  return task
}

/** Where nothing changes, nothing happens. */
export async function update(
  context: TaskContext,
  { id, ...wanted }: { id: string } & Partial<TaskRow>,
): Promise<TaskRow> {
  const { before, after } = await changeBy(context, Task, id, 'tasks.update', async (task) => {
    const values = newIn(task, withDue(task, withoutOther(wanted)))
    if (Object.keys(values).length === 0) return {}
    const next = { ...task, ...values } as TaskRow
    await refuse(context, values, next)
    return { ...values, ...following(context, next, task) } as Partial<TaskRow>
  })
  const changes = changesBetween(before, after)
  if (Object.keys(changes).length === 0) return after
  context.emit(taskChanged, { task: lineOf(after), changes })
  await tellSubject(context, after, moveOf(before, after))
  await tellAt(context, after)
  return after
}

const newIn = (before: TaskRow, wanted: Partial<TaskRow>): Partial<TaskRow> =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => value !== undefined && !isSame(field, value, before[field as keyof TaskRow]),
    ),
  )

/** Minutes before a day that is taken away mean nothing any more. */
const withDue = (before: TaskRow, wanted: Partial<TaskRow>): Partial<TaskRow> => {
  const after = { ...before, ...wanted }
  const isGone = after.due_on === null && after.due_at === null && (before.due_on ?? before.due_at) !== null
  return isGone && wanted.remind_minutes === undefined ? { ...wanted, remind_minutes: null } : wanted
}

function moveOf(before: TaskRow, after: TaskRow): (typeof TOLD_MOVES)[number] | null {
  if (before.state === after.state) return null
  return after.state === 'open' ? 'reopened' : after.state
}

export async function remove(context: TaskContext, { id }: { id: string }): Promise<null> {
  const gone = () => ({ deleted_at: context.now }) as Partial<TaskRow>
  const { before } = await changeBy(context, Task, id, 'tasks.delete', gone)
  context.emit(taskRemoved, { task: lineOf(before) })
  await tellSubject(context, before, null)
  return null
}

export async function restore(context: TaskContext, { id }: { id: string }): Promise<TaskRow> {
  const { db, actor, emit } = context
  const task = (await db
    .updateTable('tasks')
    .set({ deleted_at: null })
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .where(predicate(reach(actor, Task, 'tasks.delete'), actor))
    .returning(taskFields)
    .executeTakeFirst()) as TaskRow | undefined
  if (!task) {
    await find(context, Task, id, 'tasks.delete')
    throw conflict('task.not_removed')
  }
  emit(taskRestored, { task: lineOf(task) })
  await tellSubject(context, task, null)
  await tellAt(context, task)
  return task
}
