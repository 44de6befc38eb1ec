import { expect, test } from 'vitest'
import { formatFor } from './format.ts'

const AT = '2026-11-21T20:30:05Z'

test('times are those of the zone that a person lives by, in every language', () => {
  for (const language of ['ru', 'en', 'uz', 'ar'] as const) {
    expect(formatFor(language, 'Asia/Tashkent').time(AT)).toMatch(/0?1:30/)
    expect(formatFor(language, 'America/New_York').time(AT)).toMatch(/15:30|3:30/)
  }
})

test('days are those of the zone too', () => {
  expect(formatFor('uz', 'Asia/Tashkent').date(AT)).toBe('22-noy, 2026')
  expect(formatFor('uz', 'Asia/Tashkent').instant(AT)).toBe('yakshanba, 22-noyabr, 2026, 01:30:05')
  expect(formatFor('en', 'Asia/Tashkent').date(AT)).toBe('22 Nov 2026')
  expect(formatFor('en', 'UTC').date(AT)).toBe('21 Nov 2026')
})

test('a zone that the browser does not know leaves that of the device', () => {
  expect(formatFor('en', 'Asia/Atlantis').dateTime(AT)).toBe(formatFor('en').dateTime(AT))
})
