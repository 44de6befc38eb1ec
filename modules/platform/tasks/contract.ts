// Tasks: what somebody is to do by when, by itself or about a record of any kind that says it has tasks.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  day,
  entity,
  event,
  exportOf,
  id,
  instant,
  line,
  pageOf,
  partOf,
  prose,
  query,
  reference,
  slot,
  whole,
  type Entity,
  type Event,
  type Grants,
  type Page,
  type Row,
} from '#kernel/contract/index.ts'
import { timeZone } from '#modules/platform/identity/contract.ts'

export const TASK_STATES = ['open', 'done', 'cancelled'] as const
/** Four weeks. */
export const MOST_MINUTES = 40_320

export const Task = entity('task', {
  table: 'tasks',
  written: {
    title: line(200, { searched: 'A' }),
    description: prose(20_000, { searched: 'C' }).default(''),
    assignee: reference('user').nullable().default(null),
    team: reference('team').nullable().default(null),
    state: choice(TASK_STATES).default('open'),
    /** Due on a whole day, or at a moment: one of the two. */
    due_on: day().nullable().default(null),
    due_at: instant().nullable().default(null),
    /** The zone in which the whole day ends, and in which its reminder is counted from nine in the morning. */
    zone: timeZone().default('UTC'),
    /** So many minutes before it is due, or at a moment: one of the two. */
    remind_minutes: whole({}, [0, MOST_MINUTES]).nullable().default(null),
    remind_at: instant().nullable().default(null),
    /** What it is about: a kind of record, by its entity's name, and which. Both or none. */
    entity: line(50).nullable().default(null),
    record: id().nullable().default(null),
  },
  kept: {
    author: reference('user').nullable(),
    /** The last moment at which it is not overdue: follows from the day or moment that was given. */
    due: instant({ sortable: true }).nullable(),
    /** When people are reminded: follows too. */
    reminds_at: instant().nullable(),
    /** What was told already: each once for its moment. */
    reminded_at: instant().nullable(),
    overdue_told_at: instant().nullable(),
    done_at: instant().nullable(),
    done_by: reference('user', { filterable: false }).nullable(),
  },
  access: {
    own: { any: [{ assignee: 'me' }, { author: 'me' }] },
    team: { team: 'my_teams' },
  },
})
export type TaskRow = Row<typeof Task>

/** What lists and events carry of a task: everything but the long text. */
export const TASK_LINE = Object.keys(Task.fields).filter((name) => name !== 'description') as Exclude<
  keyof TaskRow,
  'description'
>[]
export const TaskLine = partOf(Task, TASK_LINE)

/** What stands beside a record's name where many are shown. */
export const NEXT_LINE = ['id', 'record', 'title', 'due_on', 'due_at', 'due', 'state'] as const
export const NextTask = partOf(Task, NEXT_LINE)

const byId = z.strictObject({ id: id() })

/** Taking tasks away in files. */
export const EXPORT_TASKS = 'tasks.export'

export const tasks = actions('tasks', '/tasks', {
  /** Every task that a filter finds, as a file. */
  export: exportOf(Task, EXPORT_TASKS),
  /**
   * The tasks about a record, those that are due first on top, the open ones before the others: whoever sees the record sees
   * them all, at most 200. 404 for a record that the caller may not see, 422 for a kind without tasks.
   */
  about: query('GET /about', {
    in: z.strictObject({ entity: line(50), record: id() }),
    out: pageOf(Task) as z.ZodType<Page<TaskRow>>,
    can: 'tasks.read',
    about: Task,
  }),
  /**
   * Of each of the records `ids` the open task that is due first, if there is one; those that the caller may not see have none. 422
   * for a kind without tasks.
   */
  next: query('GET /next', {
    in: z.strictObject({ entity: line(50), ids: z.array(id()).min(1).max(100) }),
    out: z.object({ items: z.array(NextTask) }),
    can: 'tasks.read',
    about: Task,
  }),
  ...crud(Task, 'tasks'),
  /** Brings back a task that was deleted; 409 when it is not. */
  restore: command('POST /:id/restore', { in: byId, out: Task, can: 'tasks.delete' }),
})

const taskEvent = <P extends z.ZodType<{ task: z.output<typeof TaskLine> }>>(name: string, payload: P) =>
  event(name, { payload, about: Task, can: 'tasks.read', record: ({ task }: z.output<P>) => task, public: true })

const carried = z.object({ task: TaskLine })
const changes = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]))
export const taskCreated = taskEvent('task.created', carried)
export const taskChanged = taskEvent('task.changed', z.object({ task: TaskLine, changes }))
export const taskRemoved = taskEvent('task.removed', carried)
export const taskRestored = taskEvent('task.restored', carried)
/** Its reminder is due. */
export const taskReminded = taskEvent('task.reminded', carried)
/** It was not done in time; told once for each time that it is due. */
export const taskOverdue = taskEvent('task.overdue', carried)

const TASKED = '.tasked'
export const taskedName = (entityName: string): string => `${entityName}${TASKED}`

/** That a task about a record was made, changed, done or taken away. */
export type Tasked = { subject: Record<string, unknown> & { id: string }; task: string }

/**
 * Lets a kind of record have tasks: stands among the events of its module. It is told to whoever may see the record with `can`,
 * who then sees all tasks about it; the record's page draws `tasksBlock`.
 */
export const tasked = (about: Entity, can: string): Event<Tasked> =>
  event(taskedName(about.name), {
    payload: z.object({ subject: z.record(z.string(), z.unknown()), task: id() }),
    about,
    can,
    quiet: true,
    record: ({ subject }) => subject as { id: string },
  }) as unknown as Event<Tasked>

/** The tasks about a record, on its page. */
export const tasksBlock = slot<{ entity: Entity; id: string }>('tasks.block')

const all = {
  'tasks.read': 'all',
  'tasks.create': 'all',
  'tasks.update': 'all',
  'tasks.delete': 'all',
  [EXPORT_TASKS]: 'all',
} as const
const team = { 'tasks.read': 'team', 'tasks.create': 'own', 'tasks.update': 'team', 'tasks.delete': 'own' } as const

/** What the built-in roles may do with tasks; customers have none. */
export const taskGrants: Record<string, Grants> = {
  manager: all,
  sales_manager: all,
  seller: team,
  agent: team,
  analyst: { 'tasks.read': 'all', 'tasks.create': 'own', 'tasks.update': 'own', 'tasks.delete': 'own' },
}
