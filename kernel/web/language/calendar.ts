// Names of days and months, and the day on which a week begins. Days are `YYYY-MM-DD`: no zone moves them.
import { useMemo } from 'react'
import { useLanguage } from './hooks.tsx'
import type { Language } from './languages.ts'
import { MONTHS, WEEKDAYS } from './uzbek.ts'

const LOCALES: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB', uz: 'uz-UZ', ar: 'ar-u-nu-latn' }
const MONDAY = 1

export type CalendarWords = {
  /** “November 2026” */
  month: (day: string) => string
  /** “Saturday, 21 November” */
  day: (day: string) => string
  /** “Sat” */
  weekday: (day: string) => string
  /** 1 = Monday … 7 = Sunday. */
  firstDay: number
}

type WeekInfo = { firstDay: number }
type Week = { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo }

const at = (day: string) => new Date(`${day}T00:00:00Z`)

/** The words of a language; of Uzbek browsers know none. */
export function calendarWords(language: Language): CalendarWords {
  const locale = LOCALES[language]
  const week = new Intl.Locale(locale) as Intl.Locale & Week
  const firstDay = (week.getWeekInfo?.() ?? week.weekInfo)?.firstDay ?? MONDAY
  if (language === 'uz')
    return {
      firstDay,
      month: (day) => `${MONTHS[at(day).getUTCMonth()]!} ${day.slice(0, 4)}`,
      day: (day) => `${WEEKDAYS[at(day).getUTCDay()]!}, ${at(day).getUTCDate()}-${MONTHS[at(day).getUTCMonth()]!}`,
      weekday: (day) => WEEKDAYS[at(day).getUTCDay()]!.slice(0, 3),
    }
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  const [month, whole, short] = [
    format({ month: 'long', year: 'numeric' }),
    format({ weekday: 'long', day: 'numeric', month: 'long' }),
    format({ weekday: 'short' }),
  ]
  return {
    firstDay,
    month: (day) => month.format(at(day)),
    day: (day) => whole.format(at(day)),
    weekday: (day) => short.format(at(day)),
  }
}

export function useCalendarWords(): CalendarWords {
  const { language } = useLanguage()
  return useMemo(() => calendarWords(language), [language])
}
