// What rules may do with tasks: make one about the record.
import * as z from 'zod'
import { choice, line, prose, reference, whole } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Ruled, Subject } from '#kernel/server/rules/ruled.ts'
import { step } from '#kernel/server/rules/step.ts'
import { filled } from '#kernel/server/rules/words.ts'
import { Task, taskedName, tasks } from '../contract.ts'

const params = z.strictObject({
  title: line(200),
  /** The person the record concerns first (its owner, its assignee), or one by name. */
  whose: choice(['concerned', 'person'], { filterable: false }).default('concerned'),
  assignee: reference('user').nullable().default(null),
  /** Due so many days from now. */
  days: whole({}, [0, 3_650]).nullable().default(1),
  description: prose(5_000).default(''),
})

export const createTask = step('tasks.create', params, {
  of: null,
  check: async ({ platform }: Context, { of }: Ruled, { whose, assignee }) => {
    if (!platform.events.has(taskedName(of.name))) return [{ pointer: '/title', code: 'unknown_step' }]
    return whose === 'person' && assignee === null ? [{ pointer: '/assignee', code: 'required' }] : []
  },
  effects: () => [{ entity: Task.name, as: 'created' }],
  async perform(context, doing) {
    const { ruled, record, params: asked } = doing
    const base = context.platform.config.publicUrl
    const due = asked.days === null ? null : new Date(Date.parse(context.now) + asked.days * 86_400_000)
    return context.call(tasks.create, {
      title: filled(asked.title, doing, base).slice(0, 200),
      description: filled(asked.description, doing, base),
      assignee: asked.whose === 'person' ? asked.assignee : await concerned(context, ruled, record),
      due_on: due ? due.toISOString().slice(0, 10) : null,
      entity: ruled.of.name,
      record: record.id,
    })
  },
})

/** Whom the record names first; nobody where it names nobody yet. */
async function concerned(context: Context, { people }: Ruled, record: Subject): Promise<string | null> {
  const [first] = Object.values(people)
  return (await first?.(context, record))?.[0] ?? null
}
