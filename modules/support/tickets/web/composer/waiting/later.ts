// Moments that people put things off to, by the clock of a zone (an IANA name); without one by that of the device.
const MORNING = 9
const MINUTE = 60_000

/** What the clocks of a zone show at an instant, as if it were UTC; in ms. */
function shownIn(zone: string | undefined, at: number): number {
  if (!zone) return at - new Date(at).getTimezoneOffset() * MINUTE
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)!.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** The instant at which the clocks of a zone show this; asked twice, because a change of the clocks may lie between. */
function instantOf(zone: string | undefined, shown: number): Date {
  const near = shown - (shownIn(zone, shown) - shown)
  return new Date(shown - (shownIn(zone, near) - near))
}

function morning(now: Date, zone: string | undefined, of: (year: number, month: number, day: number) => number): Date {
  const here = new Date(shownIn(zone, now.getTime()))
  return instantOf(zone, of(here.getUTCFullYear(), here.getUTCMonth(), here.getUTCDate()))
}

/** Tomorrow at nine. */
export const tomorrowMorning = (now: Date, zone?: string): Date =>
  morning(now, zone, (year, month, day) => Date.UTC(year, month, day + 1, MORNING))

/** The next Monday at nine; on a Monday the one a week later. */
export const mondayMorning = (now: Date, zone?: string): Date =>
  morning(now, zone, (year, month, day) => {
    const days = (8 - new Date(Date.UTC(year, month, day)).getUTCDay()) % 7 || 7
    return Date.UTC(year, month, day + days, MORNING)
  })

/** The first of the next month at nine. */
export const monthMorning = (now: Date, zone?: string): Date =>
  morning(now, zone, (year, month) => Date.UTC(year, month + 1, 1, MORNING))

/** As a field for date and time wants it: no zone, minutes. */
export const asLocal = (at: Date, zone?: string): string =>
  new Date(shownIn(zone, at.getTime())).toISOString().slice(0, 16)

/** What such a field holds, as an instant; null when it holds none or one that lies behind. */
export function fromLocal(text: string, now: Date, zone?: string): string | null {
  const shown = Date.parse(`${text}Z`)
  if (Number.isNaN(shown)) return null
  const at = instantOf(zone, shown)
  return at <= now ? null : at.toISOString()
}
