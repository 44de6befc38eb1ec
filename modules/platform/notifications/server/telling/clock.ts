// Clock times of a person's zone.
const STANDARD_ZONE = 'UTC'

type Quiet = { quiet_from: string | null; quiet_to: string | null; zone: string | null }

const local = (instant: string, zone: string | null) =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone ?? STANDARD_ZONE)

/** Whether an instant lies in somebody's quiet hours; those from 22:00 to 07:00 go over midnight. */
export function isQuiet({ quiet_from: from, quiet_to: to, zone }: Quiet, instant: string): boolean {
  if (from === null || to === null || from === to) return false
  const clock = local(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' })
  return from < to ? clock >= from && clock < to : clock >= from || clock < to
}

/** The next instant after `now` at which the clock shows a time, `HH:MM`. Where a change of clocks skips it, the one after. */
export function nextClock(time: string, zone: string | null, now: string): string {
  const here = local(now, zone)
  const today = here.withPlainTime(time)
  const next = Temporal.ZonedDateTime.compare(today, here) > 0 ? today : here.add({ days: 1 }).withPlainTime(time)
  return next.toInstant().toString()
}

/** The same, `now` itself counted. */
export function instantAtClock(time: string, zone: string | null, now: string): string {
  const here = local(now, zone)
  return here.withPlainTime(time).equals(here) ? here.toInstant().toString() : nextClock(time, zone, now)
}

/** The next full hour, the same in every zone with whole hours. */
export const nextHour = (now: string): string =>
  new Date((Math.floor(Date.parse(now) / 3_600_000) + 1) * 3_600_000).toISOString()
