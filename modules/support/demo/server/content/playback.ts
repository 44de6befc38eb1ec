// What a written ticket becomes on the day it is seeded: instants instead of delays, and who held it in which status.
import type { Status } from '#modules/support/tickets/contract.ts'
import type { DemoOpened, DemoStep, DemoTicket } from './demo-desk.ts'

export type PlayedStep = DemoStep & {
  /** ISO instant. */
  at: string
  /** Status and holder once this step is done. */
  status_after: Status
  assignee_after: string | null
  /** True when the customer's own reply reopened the ticket. */
  reopened: boolean
}

export type PlayedTicket = {
  opened_at: string
  steps: PlayedStep[]
  status: Status
  assignee: string | null
}

/** The instant a ticket was opened; `zone` is the tenant's IANA zone. */
export function openedAt(opened: DemoOpened, seeded: Temporal.Instant, zone: string): Temporal.Instant {
  if ('minutes_ago' in opened) return seeded.subtract({ minutes: opened.minutes_ago })
  const today = seeded.toZonedDateTimeISO(zone).toPlainDate()
  const day =
    'days_ago' in opened ? today.subtract({ days: opened.days_ago }) : workdaysBefore(today, opened.workdays_ago)
  return day.toZonedDateTime({ timeZone: zone, plainTime: opened.at }).toInstant()
}

function workdaysBefore(day: Temporal.PlainDate, count: number): Temporal.PlainDate {
  for (let left = count; left > 0;) {
    day = day.subtract({ days: 1 })
    if (day.dayOfWeek <= 5) left -= 1
  }
  return day
}

/** Plays a ticket to its end. Statuses are followed, not judged: whether each move is allowed is the ticket module's rule. */
export function playTicket(ticket: DemoTicket, seeded: Temporal.Instant, zone: string): PlayedTicket {
  const opened = openedAt(ticket.opened, seeded, zone)
  let at = opened
  let status: Status = 'new'
  let assignee = ticket.assignee
  const steps = ticket.thread.map((step): PlayedStep => {
    at = at.add({ minutes: step.after_minutes })
    const reopened = step.by === ticket.requester && (status === 'waiting' || status === 'resolved')
    status = reopened ? 'in_progress' : (step.status ?? status)
    assignee = step.assignee ?? assignee
    return { ...step, at: at.toString(), status_after: status, assignee_after: assignee, reopened }
  })
  return { opened_at: opened.toString(), steps, status, assignee }
}
