// Spans of days that lists are filtered by: the last so many days, or from one day to another.

/** Offered by a word: how many days back they begin, today included. */
export const RECENT = { today: 1, week: 7, month: 30 } as const
export type Span = { from: string | null; to: string | null } | { days: number }

const DAY = String.raw`\d{4}-\d{2}-\d{2}`
const fromTo = new RegExp(`^(${DAY})?\\.\\.(${DAY})?$`)

/** Reads `week` or `2026-11-01..2026-11-20`, one side of which may be open; null for anything else. */
export function spanOf(text: string): Span | null {
  if (text in RECENT) return { days: RECENT[text as keyof typeof RECENT] }
  const [, from, to] = fromTo.exec(text) ?? []
  const isDay = (day: string | undefined) => day === undefined || !Number.isNaN(Date.parse(day))
  return (from ?? to) && isDay(from) && isDay(to) ? { from: from ?? null, to: to ?? null } : null
}

/** The bounds to ask a list for, as whole days of the reader's clock; `today` is any moment of the day. */
export function momentsOf(field: string, text: string, today = new Date()): [string, string][] {
  const span = spanOf(text)
  if (!span) return []
  if ('days' in span) {
    const start = new Date(today.getFullYear(), today.getMonth(), today.getDate() - span.days + 1)
    return [[`${field}_from`, start.toISOString()]]
  }
  return [
    ...(span.from ? [[`${field}_from`, dayStart(span.from, 0)] as [string, string]] : []),
    ...(span.to ? [[`${field}_to`, dayStart(span.to, 1)] as [string, string]] : []),
  ]
}

function dayStart(day: string, plus: number): string {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(year!, month! - 1, date! + plus).toISOString()
}

/** The span that a saved view's bounds or spans stand for, as it stands in the address; empty for none. */
export function spanIn(field: string, filters: Record<string, unknown>, spans: Record<string, number>): string {
  const recent = Object.entries(RECENT).find(([, days]) => days === spans[field])
  if (recent) return recent[0]
  const [from, to] = [filters[`${field}_from`], filters[`${field}_to`]]
  return from || to ? `${dayOf(from, 0)}..${dayOf(to, -1)}` : ''
}

/** The day of a bound by the reader's clock. */
function dayOf(moment: unknown, plus: number): string {
  if (typeof moment !== 'string') return ''
  const at = new Date(moment)
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate() + plus)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
