// Days and moments of a query: 2026, 2026-11, 2026-11-22, 2026-11-22T10:00Z, today, 7d (since seven days ago), and from..to of them.

const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 }
const HOUR_MS = 3_600_000
const WRITTEN = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/i

/** A stretch of time, its end left out; a moment has none, and stands for all that follows it. */
export type Span = { from: Date; to: Date | null }

/** What somebody wrote for a time; null when it is none. Days are those of UTC. */
export function spanOf(written: string, now: string): Span | null {
  const value = written.toLowerCase()
  const ago = /^(\d{1,4})([hdw])$/.exec(value)
  if (ago) return { from: new Date(Date.parse(now) - Number(ago[1]) * HOURS[ago[2]!]! * HOUR_MS), to: null }
  const calendar = WRITTEN.exec(value === 'today' ? now.slice(0, 10) : value)
  if (calendar) return calendarSpan(calendar)
  const at = MOMENT.test(value) ? Date.parse(value) : Number.NaN
  return isStored(at) ? { from: new Date(at), to: null } : null
}

function calendarSpan([, ...parts]: RegExpExecArray): Span | null {
  const [year, month, day] = parts.map((part) => (part ? Number(part) : undefined)) as [number, number?, number?]
  const begin = (y: number, m: number, d: number) => new Date(Date.UTC(y, m - 1, d))
  const from = begin(year, month ?? 1, day ?? 1)
  // 2026-02-31 would be a day of March.
  if (from.getUTCMonth() + 1 !== (month ?? 1) || !isStored(from.getTime())) return null
  if (day) return { from, to: begin(year, month!, day + 1) }
  return { from, to: month ? begin(year, month + 1, 1) : begin(year + 1, 1, 1) }
}

/** Years of four digits, with room for the day after. */
const isStored = (at: number) => at >= Date.UTC(100, 0) && at < Date.UTC(9999, 0)
