// Uzbek (Latin) as CLDR has it. Browsers say they know Uzbek but carry no words for it: Chromium answers “-2 h”.

export const MONTHS = 'yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr'.split(' ')
const SHORT_MONTHS = 'yan fev mar apr may iyn iyl avg sen okt noy dek'.split(' ')
export const WEEKDAYS = 'yakshanba dushanba seshanba chorshanba payshanba juma shanba'.split(' ')

const UNITS: Record<string, string> = {
  year: 'yil',
  month: 'oy',
  week: 'hafta',
  day: 'kun',
  hour: 'soat',
  minute: 'daqiqa',
  second: 'soniya',
}
const SHORT_UNITS: Record<string, string> = { ...UNITS, minute: 'daq.', second: 'son.' }
const NEAR: Record<string, Record<number, string>> = {
  year: { [-1]: 'oʻtgan yil', 1: 'keyingi yil' },
  month: { [-1]: 'oʻtgan oy', 1: 'keyingi oy' },
  week: { [-1]: 'oʻtgan hafta', 1: 'keyingi hafta' },
  day: { [-1]: 'kecha', 0: 'bugun', 1: 'ertaga' },
  second: { 0: 'hozir' },
}

const two = (value: number): string => String(value).padStart(2, '0')
const clock = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`
const day = (at: Date): string => `${at.getDate()}-${SHORT_MONTHS[at.getMonth()]}, ${at.getFullYear()}`

/** A date whose own hours and days are what the clocks of a zone show at an instant. */
function clockOf(at: Date, timeZone: string): Date {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)!.value)
  return new Date(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** Uzbek, with times of a zone; those of the device when none is named. */
export function uzbekIn(timeZone?: string): typeof uzbek {
  if (timeZone === undefined) return uzbek
  const { date, time, dateTime, instant } = uzbek
  const there = (at: Date) => clockOf(at, timeZone)
  return {
    ...uzbek,
    date: (at) => date(there(at)),
    time: (at) => time(there(at)),
    dateTime: (at) => dateTime(there(at)),
    instant: (at) => instant(there(at)),
  }
}

const uzbek = {
  date: day,
  /** A calendar month, by UTC. */
  month: (at: Date): string => `${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`,
  time: clock,
  dateTime: (at: Date): string => `${day(at)}, ${clock(at)}`,
  instant: (at: Date): string =>
    `${WEEKDAYS[at.getDay()]}, ${at.getDate()}-${MONTHS[at.getMonth()]}, ${at.getFullYear()}, ${clock(at)}:${two(at.getSeconds())}`,
  relative: (value: number, unit: string, short: boolean): string => {
    const near = NEAR[unit]?.[value]
    if (near) return near
    const word = (short ? SHORT_UNITS : UNITS)[unit]!
    return value < 0 ? `${-value} ${word} oldin` : `${value} ${UNITS[unit]!}dan keyin`
  },
  unit: (value: number, unit: string): string => `${value} ${SHORT_UNITS[unit]!}`,
  list: (words: readonly string[]): string =>
    words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} va ${words.at(-1)!}`,
}
