// When a task is due and when it is reminded of: pure rules.
import type { TaskRow } from '../contract.ts'

export type Timing = Pick<TaskRow, 'due_on' | 'due_at' | 'zone' | 'remind_minutes' | 'remind_at'>
export type Moments = Pick<TaskRow, 'due' | 'reminds_at'>

/** The hour of a whole day from which its reminder is counted. */
const MORNING = '09:00'
const MINUTE_MS = 60_000

/** ISO instants. A whole day is due until its last second in its zone; nothing said means never. */
export function momentsOf(task: Timing): Moments {
  const { due_on, due_at, zone, remind_minutes, remind_at } = task
  if (remind_at !== null) return { due: dueOf(task), reminds_at: isoOf(remind_at) }
  const from = due_at ?? (due_on === null ? null : atClock(due_on, zone, MORNING))
  const reminds_at =
    remind_minutes === null || from === null
      ? null
      : new Date(Date.parse(from) - remind_minutes * MINUTE_MS).toISOString()
  return { due: dueOf(task), reminds_at }
}

const dueOf = ({ due_on, due_at, zone }: Timing): string | null =>
  due_at !== null ? isoOf(due_at) : due_on === null ? null : atClock(due_on, zone, '23:59:59')

/** The instant at which the clocks of a zone show a time of a day; where a change of clocks skips it, the one after. */
const atClock = (day: string, zone: string, time: string): string =>
  new Date(
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
      .epochMilliseconds,
  ).toISOString()

const isoOf = (instant: string): string => new Date(instant).toISOString()

/** Two texts of the same instant, or both nothing: the database writes instants in its own way. */
export const isSameMoment = (one: string | null, other: string | null): boolean =>
  one === null || other === null ? one === other : Date.parse(one) === Date.parse(other)
