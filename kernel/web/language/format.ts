// Numbers, dates and durations as people of a language write them.
import { LOCALES, moneyIn } from '#kernel/contract/index.ts'
import type { Language } from './languages.ts'
import { uzbekIn } from './uzbek.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNITS: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
]

export type Format = ReturnType<typeof formatFor>

/** An older browser need not know every zone that the server does. */
function isKnown(zone: string | null | undefined): zone is string {
  if (!zone) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** What a language says with words, not only with signs. */
function wordsOf(language: Language, locale: string, timeZone: string | undefined): ReturnType<typeof uzbekIn> {
  if (language === 'uz') return uzbekIn(timeZone)
  const zoned = timeZone ? { timeZone } : {}
  const long = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' })
  // Only English has a narrow form that reads well: in Russian it is “-2 ч”.
  const brief = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: language === 'en' ? 'narrow' : 'short' })
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...zoned })
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zoned })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zoned })
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', ...zoned })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return {
    date: (at) => date.format(at),
    month: (at) => month.format(at),
    time: (at) => time.format(at),
    dateTime: (at) => dateTime.format(at),
    instant: (at) => whole.format(at),
    relative: (value, unit, short) => (short ? brief : long).format(value, unit as Intl.RelativeTimeFormatUnit),
    unit: (value, unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value),
    list: (words) => list.format(words),
  }
}

/** All formats of one language; instants are ISO strings, shown in a time zone: that of the browser when none is named. */
export function formatFor(language: Language, zone?: string | null) {
  const locale = LOCALES[language]
  const timeZone = isKnown(zone) ? zone : undefined
  const words = wordsOf(language, locale, timeZone)
  const number = new Intl.NumberFormat(locale)
  // Making one costs a hundred times what writing with it does, and a board writes hundreds of amounts.
  const currencies = new Map<string, (amount: number) => string>()
  const money = (currency: string): ((amount: number) => string) => {
    const known = currencies.get(currency)
    if (known) return known
    // Most amounts are whole: what follows the point would be the same two noughts in every line of a list.
    const made = moneyIn(language, currency, true)
    currencies.set(currency, made)
    return made
  }
  const asDay = new Intl.DateTimeFormat('sv-SE', timeZone ? { timeZone } : {})
  const relative = (distance: number, short: boolean, least: Intl.RelativeTimeFormatUnit): string => {
    const [unit, ms] = UNITS.find(([, length]) => Math.abs(distance) >= length) ?? [least, Infinity]
    return words.relative(Math.round(distance / ms) || 0, unit, short)
  }
  // Sizes are the same letters in Uzbek as in English.
  const sizes = language === 'uz' ? 'en-GB' : locale

  return {
    number: (value: number): string => number.format(value),
    /** `amount` in the currency's main unit. */
    money: (amount: number, currency: string): string => money(currency)(amount),
    percent: (share: number): string =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    date: (at: string): string => words.date(new Date(at)),
    /** “November 2026”, of a month as `2026-11`. */
    month: (month: string): string => words.month(new Date(`${month}-01T00:00:00Z`)),
    time: (at: string): string => words.time(new Date(at)),
    dateTime: (at: string): string => words.dateTime(new Date(at)),
    /** Everything there is to say about an instant: what hovering shows. */
    instant: (at: string): string => words.instant(new Date(at)),
    /** “3 minutes ago”; `short` for lists. */
    relative: (at: string, now = Date.now(), short = false): string => relative(Date.parse(at) - now, short, 'second'),
    /** The day of an instant where the person is, as `2026-11-22`. */
    dayOf: (at: string | number): string => asDay.format(new Date(at)),
    /** “tomorrow”, of a day as above: by the calendar, however many hours are left of today. */
    relativeDay: (day: string, now = Date.now()): string =>
      relative(Date.parse(day) - Date.parse(asDay.format(now)), true, 'day'),
    /** “2 h 15 min”: the two largest units that are not nothing. */
    duration: (ms: number): string => {
      const total = Math.max(0, Math.round(ms / MINUTE))
      const parts: [number, string][] = [
        [Math.floor(total / 1_440), 'day'],
        [Math.floor((total % 1_440) / 60), 'hour'],
        [total % 60, 'minute'],
      ]
      const said = parts.filter(([value]) => value > 0).slice(0, 2)
      return (said.length > 0 ? said : parts.slice(-1)).map(([value, unit]) => words.unit(value, unit)).join(' ')
    },
    /** A size in bytes. */
    size: (bytes: number): string => {
      const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte']
      const step = Math.min(steps.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1_024)))
      const style = { style: 'unit', unit: steps[step]!, unitDisplay: 'short', maximumFractionDigits: 1 } as const
      return new Intl.NumberFormat(sizes, style).format(bytes / 1_024 ** step)
    },
    /** “A, B and C”. */
    list: (items: readonly string[]): string => words.list(items),
    compare: new Intl.Collator(language === 'uz' ? 'en' : locale, { numeric: true }).compare,
  }
}
