import { beforeEach, expect, test } from 'vitest'
import { forgetPrivate, PRIVATE } from './private-store.ts'

beforeEach(() => localStorage.clear())

test('whoever signs out leaves nothing private behind; what belongs to the machine stays', () => {
  for (const key of [`${PRIVATE}draft:1`, `${PRIVATE}draft:2`, 'language']) localStorage.setItem(key, 'x')
  forgetPrivate(localStorage)
  expect(Object.keys(localStorage)).toEqual(['language'])
})
