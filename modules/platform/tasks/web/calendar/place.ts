// Where tasks stand in the calendar, and what moving one there means.
import type { TaskRow } from '../../contract.ts'
import { clockIn, dayIn, instantIn } from './days.ts'

export type Placed = Pick<TaskRow, 'id' | 'title' | 'state' | 'due_on' | 'due_at' | 'due' | 'assignee' | 'version'>

/** The day on which a task stands for somebody who lives by a zone; null without a day. */
export const dayOf = ({ due_on, due_at }: Placed, zone: string): string | null =>
  due_on ?? (due_at === null ? null : dayIn(zone, due_at))

/** The tasks of each day: whole days first, the others by their time. */
export function byDay<T extends Placed>(tasks: readonly T[], zone: string): ReadonlyMap<string, T[]> {
  const days = new Map<string, T[]>()
  for (const task of tasks) {
    const day = dayOf(task, zone)
    if (day === null) continue
    const there = days.get(day)
    if (there) there.push(task)
    else days.set(day, [task])
  }
  const at = ({ due_at }: T) => (due_at === null ? 0 : Date.parse(due_at))
  for (const list of days.values()) list.sort((one, other) => at(one) - at(other) || (one.title < other.title ? -1 : 1))
  return days
}

/** What puts a task on another day: one with a time keeps its time. */
export const onDay = ({ due_at }: Placed, day: string, zone: string) =>
  due_at === null
    ? { due_on: day, due_at: null, zone }
    : { due_at: instantIn(zone, day, clockIn(zone, due_at)), due_on: null }

/** How many days an arrow moves; weeks run the other way where people read from right to left. */
export function stepOf(key: string, isRtl: boolean): number {
  if (key === 'ArrowUp') return -7
  if (key === 'ArrowDown') return 7
  if (key === 'ArrowRight') return isRtl ? -1 : 1 // physical: the key is named so
  if (key === 'ArrowLeft') return isRtl ? 1 : -1 // physical: the key is named so
  return 0
}
