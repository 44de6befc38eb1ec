// What a task comes to before it is written: its moments, what follows from its state, what refuses it.
import { invalid, type Refusal } from '#kernel/contract/index.ts'
import { refuseUnknown } from '#kernel/server/access/references.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { Task, type TaskRow } from '../contract.ts'
import { isSameMoment, momentsOf } from './moments.ts'
import { refuseSubject } from './subject.ts'
import type { TaskContext } from './tables.ts'

type Wanted = Partial<TaskRow>

const PAIRS = [
  ['due_on', 'due_at'],
  ['remind_minutes', 'remind_at'],
] as const

/** Years that a calendar of ours knows: those of `day`. */
const LIKELY = /^(?:19|20|21)/

/** Of a day and a moment the one that is given takes the place of the other; throws 422 for both at once. */
export function withoutOther(wanted: Wanted): Wanted {
  const chosen = { ...wanted }
  const refusals: Refusal[] = []
  for (const [one, other] of PAIRS) {
    const [first, second] = [chosen[one] ?? null, chosen[other] ?? null]
    if (first !== null && second !== null) refusals.push({ pointer: `/${one}`, code: 'one_of_two' })
    if (first !== null) Object.assign(chosen, { [other]: null })
    else if (second !== null) Object.assign(chosen, { [one]: null })
  }
  if (refusals.length > 0) throw invalid(refusals)
  return chosen
}

/** What follows from the values that a task is going to have: `before` is what it was, null for a new one. */
export function following(context: TaskContext, task: TaskRow, before: TaskRow | null): Wanted {
  const { now, actor } = context
  const { due, reminds_at } = momentsOf(task)
  const isPast = (moment: string | null) => moment !== null && Date.parse(moment) <= Date.parse(now)
  const by = actor.kind === 'person' ? actor.user_id : null
  const isOver = task.state !== 'open'
  const moved = before?.state !== task.state
  return {
    ...(moved ? { done_at: isOver ? now : null, done_by: isOver ? by : null } : {}),
    ...(before && isSameMoment(before.due, due) ? {} : { due, overdue_told_at: isPast(due) ? now : null }),
    ...(before && isSameMoment(before.reminds_at, reminds_at)
      ? {}
      : { reminds_at, reminded_at: isPast(reminds_at) ? now : null }),
  }
}

/** Throws 422 for whom or what a task may not name; `values` are those that are new. */
export async function refuse(context: TaskContext, values: Wanted, task: TaskRow): Promise<void> {
  await refuseUnknown(context, Task, values)
  const unlikely = (['due_at', 'remind_at'] as const).filter((field) => values[field] && !LIKELY.test(values[field]))
  if (unlikely.length > 0) throw invalid(unlikely.map((field) => ({ pointer: `/${field}`, code: 'unlikely_moment' })))
  if (task.remind_minutes !== null && task.due_on === null && task.due_at === null)
    throw invalid([{ pointer: '/remind_minutes', code: 'needs_due' }])
  if ('entity' in values || 'record' in values) await refuseSubject(context, task)
  if (values.assignee && values.assignee !== context.actor.user_id) await refuseAssignee(context, values.assignee)
}

async function refuseAssignee(context: TaskContext, assignee: string): Promise<void> {
  const { items } = await context.as({ ...context.actor, kind: 'system' }, ({ call }) =>
    call(users.cards, { ids: [assignee] }),
  )
  const [person] = items
  if (!person || person.role === 'client') throw invalid([{ pointer: '/assignee', code: 'not_staff' }])
  if (!person.is_active) throw invalid([{ pointer: '/assignee', code: 'not_active' }])
}
