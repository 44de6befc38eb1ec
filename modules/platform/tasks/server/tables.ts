// What the handlers of tasks work on.
import { isDeepStrictEqual } from 'node:util'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { Task, TASK_LINE, type TaskRow } from '../contract.ts'
import { isSameMoment } from './moments.ts'

export const tables = [Task] as const

export type TaskContext = Context<TablesOf<typeof tables>>

export const taskFields = Object.keys(Task.fields) as (keyof TaskRow)[]

export type TaskLineRow = Pick<TaskRow, (typeof TASK_LINE)[number]>
export type Changes = Record<string, [unknown, unknown]>

export const lineOf = (task: TaskRow): TaskLineRow =>
  Object.fromEntries(TASK_LINE.map((field) => [field, task[field]])) as TaskLineRow

const TOLD = [...Object.keys(Task.patch.shape), 'due'] as (keyof TaskRow)[]
const MOMENTS: readonly string[] = ['due_at', 'remind_at', 'due']
const LONGEST_TOLD = 200

/** What changed between two states, by field. Of a long text only its beginning is told. */
export function changesBetween(before: TaskRow, after: Partial<TaskRow>): Changes {
  const shown = (value: unknown) => (typeof value === 'string' ? value.slice(0, LONGEST_TOLD) : value)
  return Object.fromEntries(
    TOLD.filter((field) => after[field] !== undefined && !isSame(field, before[field], after[field])).map((field) => [
      field,
      [shown(before[field]), shown(after[field])],
    ]),
  )
}

export const isSame = (field: string, one: unknown, other: unknown): boolean =>
  MOMENTS.includes(field) ? isSameMoment(one as string | null, other as string | null) : isDeepStrictEqual(one, other)
