// Hours at which people want a reply to leave, in the zone of the person who writes.
const MORNING = 9

/** Tomorrow at nine. */
export function tomorrowMorning(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING)
}

/** The next Monday at nine; on a Monday the one a week later. */
export function mondayMorning(now: Date): Date {
  const days = (8 - now.getDay()) % 7 || 7
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING)
}

/** As a field for date and time wants it: no zone, minutes. */
export function asLocal(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** What such a field holds, as an instant; null when it holds none or one that lies behind. */
export function fromLocal(text: string, now: Date): string | null {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) || at <= now ? null : at.toISOString()
}
