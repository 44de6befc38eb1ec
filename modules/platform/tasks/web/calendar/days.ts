// Days of the calendar as texts, `YYYY-MM-DD`: pure rules.

const DAY_MS = 86_400_000
const WEEK = 7

const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10)

export const addDays = (day: string, count: number): string => dayAt(timeOf(day) + count * DAY_MS)
export const daysBetween = (from: string, to: string): number => Math.round((timeOf(to) - timeOf(from)) / DAY_MS)

/** 1 = Monday … 7 = Sunday. */
const weekdayOf = (day: string): number => new Date(timeOf(day)).getUTCDay() || WEEK

/** The days of the week that a day is in; weeks begin on `firstDay`. */
export function weekOf(day: string, firstDay: number): string[] {
  const first = addDays(day, -((weekdayOf(day) - firstDay + WEEK) % WEEK))
  return Array.from({ length: WEEK }, (_one, index) => addDays(first, index))
}

/** The whole weeks that hold the month of a day. */
export function weeksOf(day: string, firstDay: number): string[][] {
  const month = day.slice(0, 7)
  const weeks: string[][] = []
  for (let week = weekOf(`${month}-01`, firstDay); week.some((one) => one.startsWith(month));)
    [weeks[weeks.length], week] = [week, weekOf(addDays(week[0]!, WEEK), firstDay)]
  return weeks
}

/** The same day of another month, its last one where it has fewer. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate()
  return dayAt(Date.UTC(year, month - 1 + count, Math.min(date, last)))
}

/** The day that the clocks of a zone show at an instant. */
export const dayIn = (zone: string, at: string | number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  )

/** The clock time `HH:MM` in a zone. */
export const clockIn = (zone: string, at: string | number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  )

/** How far the clocks of a zone are ahead of UTC at an instant, in ms. */
function aheadIn(zone: string, at: number): number {
  const minute = Math.floor(at / 60_000) * 60_000
  return Date.parse(`${dayIn(zone, minute)}T${clockIn(zone, minute)}:00Z`) - minute
}

/** The instant at which the clocks of a zone show a time of a day. */
export function instantIn(zone: string, day: string, clock: string): string {
  const there = Date.parse(`${day}T${clock}:00Z`)
  const near = there - aheadIn(zone, there)
  return new Date(there - aheadIn(zone, near)).toISOString()
}
