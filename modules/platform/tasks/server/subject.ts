// What a task is about: a record of any kind that says it has tasks.
import { type Condition, invalid, isAny, notFound, Problem } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { find } from '#kernel/server/crud.ts'
import { notedName, timeline } from '#modules/platform/timeline/contract.ts'
import { type Tasked, taskedName, type TaskRow } from '../contract.ts'

type Subject = Tasked['subject']
type About = Pick<TaskRow, 'entity' | 'record'>

/** The event by which a kind has tasks; throws 422 for a kind that has none. */
export function taskedOf({ platform }: Context, entity: string) {
  const tasked = platform.events.get(taskedName(entity))
  if (!tasked) throw invalid([{ pointer: '/entity', code: 'no_tasks' }])
  return tasked
}

/** The record, if the caller may see it; throws 404 otherwise. */
export function subjectOf(context: Context, entity: string, record: string): Promise<Subject> {
  const { about, can } = taskedOf(context, entity)
  // Whoever may see no record of the kind at all need not learn that this one is there.
  return context.actor.kind === 'system' || context.actor.grants[can]
    ? (find(context, about, record, can) as Promise<Subject>)
    : Promise.reject(notFound(entity))
}

/** The record, or null for whoever may not see it. */
export async function seenSubject(context: Context, { entity, record }: About): Promise<Subject | null> {
  if (entity === null || record === null) return null
  try {
    return await subjectOf(context, entity, record)
  } catch (refused) {
    if (refused instanceof Problem && [404, 422].includes(refused.status)) return null
    throw refused
  }
}

/** Throws 422 where a task is to be about what the caller does not see, or about half of a record. */
export async function refuseSubject(context: Context, { entity, record }: About): Promise<void> {
  if (entity === null && record === null) return
  if (entity === null) throw invalid([{ pointer: '/entity', code: 'required' }])
  if (record === null) throw invalid([{ pointer: '/record', code: 'required' }])
  taskedOf(context, entity)
  if (!(await seenSubject(context, { entity, record })))
    throw invalid([{ pointer: '/record', code: 'unknown_reference' }])
}

const fieldsOf = (condition: Condition): string[] =>
  isAny(condition) ? condition.any.flatMap(fieldsOf) : Object.keys(condition)

export const TOLD_MOVES = ['created', 'done', 'cancelled', 'reopened'] as const
type Move = (typeof TOLD_MOVES)[number]

/**
 * Tells whoever sees the record that a task about it changed, and writes a line into its timeline where `move` is one that
 * people look for there. Who does it need not see the record: the task may be theirs all the same.
 */
export async function tellSubject(context: Context, task: TaskRow, move: Move | null): Promise<void> {
  const { entity, record, title, id } = task
  if (entity === null || record === null) return
  const seen = await seenSubject(context, task)
  const tell = async (own: Context, subject: Subject | null): Promise<void> => {
    if (!subject) return
    const tasked = taskedOf(own, entity)
    // What access asks, and no more: the log keeps it for long.
    const asked = Object.values(tasked.about.access).flatMap(fieldsOf)
    const known = Object.fromEntries(asked.map((field) => [field, subject[field]]))
    own.emit(tasked, { subject: { ...known, id: record }, task: id } satisfies Tasked)
    if (move === null || !own.platform.events.has(notedName(entity))) return
    await own.call(timeline.add, { entity, record, kind: 'task', text: title, facts: { task: id, move } })
  }
  if (seen) return tell(context, seen)
  await context.as({ ...context.actor, kind: 'system' }, async (own) => tell(own, await seenSubject(own, task)))
}
