// Numbers, dates and durations as people of a language write them.
import type { Language } from './languages.ts'

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

// Uzbek in Latin letters, and Arabic with the digits of the rest of the interface.
const LOCALES: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB', uz: 'uz-Latn-UZ', ar: 'ar-u-nu-latn' }

export type Format = ReturnType<typeof formatFor>

/** All formats of one language; instants are ISO strings, in the time zone of the browser. */
export function formatFor(language: Language) {
  const locale = LOCALES[language]
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' })
  const shortRelative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  const number = new Intl.NumberFormat(locale)
  const unit = (value: number, of: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: of, unitDisplay: 'short' }).format(value)

  return {
    number: (value: number): string => number.format(value),
    /** `amount` in the currency's main unit. */
    money: (amount: number, currency: string): string =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount),
    percent: (share: number): string =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    date: (at: string): string => day.format(new Date(at)),
    time: (at: string): string => clock.format(new Date(at)),
    dateTime: (at: string): string => dateTime.format(new Date(at)),
    /** Everything there is to say about an instant: what hovering shows. */
    instant: (at: string): string => whole.format(new Date(at)),
    /** “3 minutes ago”; `short` for lists. */
    relative: (at: string, now = Date.now(), short = false): string => {
      const distance = Date.parse(at) - now
      const [name, ms] = UNITS.find(([, length]) => Math.abs(distance) >= length) ?? ['second', SECOND]
      const value = name === 'second' ? 0 : Math.round(distance / ms)
      return (short ? shortRelative : relative).format(value, name)
    },
    /** “2 h 15 min”: the two largest units that are not nothing. */
    duration: (ms: number): string => {
      const total = Math.max(0, Math.round(ms / MINUTE))
      const parts: [number, string][] = [
        [Math.floor(total / 1_440), 'day'],
        [Math.floor((total % 1_440) / 60), 'hour'],
        [total % 60, 'minute'],
      ]
      const said = parts.filter(([value]) => value > 0).slice(0, 2)
      return (said.length > 0 ? said : [[0, 'minute'] as [number, string]])
        .map(([value, of]) => unit(value, of))
        .join(' ')
    },
    /** A size in bytes. */
    size: (bytes: number): string => {
      const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte']
      const step = Math.min(steps.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1_024)))
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: steps[step]!,
        unitDisplay: 'short',
        maximumFractionDigits: 1,
      }).format(bytes / 1_024 ** step)
    },
    /** “A, B and C”. */
    list: (words: readonly string[]): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words),
    compare: new Intl.Collator(locale, { numeric: true }).compare,
  }
}
