// When the tickets of two years come in: more every month, by day more than by night, few on Sundays.

const HOUR_MS = 3_600_000
const YEARS_MS = 2 * 365 * 24 * HOUR_MS
// Weights by local hour, 0 to 23, and by weekday from Sunday.
const HOURS = [2, 1, 1, 1, 1, 2, 4, 8, 18, 34, 40, 38, 30, 31, 37, 38, 35, 30, 22, 17, 14, 11, 7, 4]
const WEEKDAYS = [0.35, 1.15, 1.1, 1, 1, 1.05, 0.5]
// Tashkent; Moscow works two hours later, which a chart of two years does not show.
const ZONE_MS = 5 * HOUR_MS

/**
 * Answers the instant (ms) at which a share (0 to 1) of all tickets up to `end` (ms) had come in. A larger share is never
 * an earlier instant.
 */
export function deskCalendar(end: number): (share: number) => number {
  const begin = Math.floor((end - YEARS_MS) / HOUR_MS) * HOUR_MS
  const hours = Math.ceil((end - begin) / HOUR_MS)
  const sums = new Float64Array(hours + 1)
  for (let hour = 0; hour < hours; hour++) {
    const local = new Date(begin + hour * HOUR_MS + ZONE_MS)
    const growth = 1 + (1.5 * hour) / hours
    const whole = Math.min(1, (end - begin) / HOUR_MS - hour)
    sums[hour + 1] = sums[hour]! + growth * whole * HOURS[local.getUTCHours()]! * WEEKDAYS[local.getUTCDay()]!
  }
  const total = sums[hours]!
  return (share) => {
    const wanted = Math.min(Math.max(share, 0), 1) * total
    let low = 0
    let high = hours - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (sums[middle]! <= wanted) low = middle
      else high = middle - 1
    }
    const inHour = (wanted - sums[low]!) / (sums[low + 1]! - sums[low]!)
    const whole = Math.min(HOUR_MS, end - begin - low * HOUR_MS)
    return Math.min(end, Math.floor(begin + low * HOUR_MS + inHour * whole))
  }
}
