import { describe, expect, test } from 'vitest'
import { formatFor } from './format.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const ago = (ms: number) => new Date(now - ms).toISOString()
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
// Which kind of space stands between is the browser's own business.
const plain = (text: string) => text.replace(/\s/g, ' ')

describe('distances in time', () => {
  const table: [language: 'ru' | 'en' | 'uz' | 'ar', ms: number, long: string, short: string][] = [
    ['en', 20_000, 'now', 'now'],
    ['en', 3 * MINUTE, '3 minutes ago', '3 min ago'],
    ['en', 26 * HOUR, 'yesterday', 'yesterday'],
    ['ru', 5 * MINUTE, '5 минут назад', '5 мин. назад'],
    ['ru', 2 * HOUR, '2 часа назад', '2 ч назад'],
    ['ru', 3 * DAY, '3 дня назад', '3 дн. назад'],
    ['uz', 5 * MINUTE, '5 daqiqa oldin', '5 daq. oldin'],
    ['uz', 26 * HOUR, 'kecha', 'kecha'],
    ['uz', -2 * HOUR, '2 soatdan keyin', '2 soatdan keyin'],
    ['uz', 0, 'hozir', 'hozir'],
    ['ar', 3 * HOUR, 'قبل 3 ساعات', 'قبل 3 ساعات'],
  ]
  for (const [language, ms, long, short] of table) {
    test(`${language} ${ms / MINUTE} min`, () => {
      const format = formatFor(language)
      expect(plain(format.relative(ago(ms), now))).toBe(long)
      expect(plain(format.relative(ago(ms), now, true))).toBe(short)
    })
  }
})

describe('durations are said as people say them', () => {
  const table: [ms: number, ru: string, en: string][] = [
    [0, '0 мин', '0 mins'],
    [15 * MINUTE, '15 мин', '15 mins'],
    [2 * HOUR + 15 * MINUTE, '2 ч 15 мин', '2 hrs 15 mins'],
    [3 * DAY + 4 * HOUR + 5 * MINUTE, '3 дн. 4 ч', '3 days 4 hrs'],
    [59_000, '1 мин', '1 min'],
  ]
  for (const [ms, ru, en] of table) {
    test(en, () => {
      expect(plain(formatFor('ru').duration(ms))).toBe(ru)
      expect(plain(formatFor('en').duration(ms))).toBe(en)
    })
  }
})

test('numbers, sizes and lists follow the language; Arabic keeps the digits of the rest', () => {
  expect(plain(formatFor('ru').number(1_234_567))).toBe('1 234 567')
  expect(plain(formatFor('en').size(5 * 1_024 * 1_024))).toBe('5 MB')
  expect(formatFor('en').list(['A', 'B', 'C'])).toBe('A, B and C')
  expect(formatFor('ar').number(42)).toBe('42')
})

test('money is written with the word or sign that people use for it, and without noughts behind a whole sum', () => {
  const table: [language: 'ru' | 'en' | 'uz' | 'ar', amount: number, currency: string, written: string][] = [
    ['ru', 2_500_000, 'UZS', '2 500 000 сум'],
    ['uz', 2_500_000, 'UZS', '2 500 000 soʻm'],
    ['en', 2_500_000, 'UZS', 'UZS 2,500,000'],
    ['ar', 2_500_000, 'UZS', '\u200f2,500,000 سوم'],
    ['ru', 12.5, 'UZS', '12,50 сум'],
    ['ru', 2_600, 'USD', '2 600 $'],
    ['en', 2_600, 'USD', '$2,600'],
    ['uz', 2_600, 'USD', '2 600 $'],
    ['ar', 2_600.5, 'USD', '\u200f2,600.50 $'],
    ['en', -3, 'GBP', '-£3'],
  ]
  for (const [language, amount, currency, written] of table)
    expect(plain(formatFor(language).money(amount, currency))).toBe(written)
})

test('days are told apart by the calendar of whoever reads, not by hours', () => {
  // 22 November, late in the evening in Tashkent.
  const now = Date.parse('2026-11-22T18:30:00Z')
  const format = formatFor('en', 'Asia/Tashkent')
  expect(format.dayOf('2026-11-22T19:30:00Z')).toBe('2026-11-23')
  const table: [day: string, said: string][] = [
    ['2026-11-22', 'today'],
    ['2026-11-23', 'tomorrow'],
    ['2026-11-21', 'yesterday'],
    ['2026-11-25', 'in 3 days'],
  ]
  for (const [day, said] of table) expect(format.relativeDay(day, now)).toBe(said)
  expect(formatFor('uz').relativeDay(formatFor('uz').dayOf(now), now)).toBe('bugun')
})

test('Uzbek does not lean on the browser, which has no words for it', () => {
  const format = formatFor('uz')
  const at = new Date(2026, 2, 10, 9, 5, 7).toISOString()
  expect(format.dateTime(at)).toBe('10-mar, 2026, 09:05')
  expect(format.instant(at)).toBe('seshanba, 10-mart, 2026, 09:05:07')
  expect(format.duration(2 * HOUR + 15 * MINUTE)).toBe('2 soat 15 daq.')
  expect(format.list(['olma', 'anor', 'uzum'])).toBe('olma, anor va uzum')
  expect(plain(format.number(1_234_567.5))).toBe('1 234 567,5')
})
