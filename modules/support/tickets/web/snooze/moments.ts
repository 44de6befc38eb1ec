// Until when a ticket may be put off by one press.
import { mondayMorning, monthMorning, tomorrowMorning } from '../composer/waiting/later.ts'

const HOUR_MS = 3_600_000

/** The moments that are offered, by their words. */
export const snoozeMoments = (now: Date, zone: string | undefined) =>
  [
    ['hour', new Date(now.getTime() + HOUR_MS)],
    ['tomorrow', tomorrowMorning(now, zone)],
    ['week', mondayMorning(now, zone)],
    ['month', monthMorning(now, zone)],
  ] as const
