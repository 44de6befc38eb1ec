import { describe, expect, test } from 'vitest'
import { accentOf, shadesOf } from './brand.ts'
import { contrast, mix, readable } from './colour.ts'

describe('a brand colour is corrected until it reads', () => {
  const brands = ['#4f46e5', '#ffff00', '#ffffff', '#000000', '#00ff88', '#e11d48', '#7dd3fc', '#808080']
  for (const brand of brands) {
    for (const scheme of ['light', 'dark'] as const) {
      test(`${brand} in ${scheme}`, () => {
        const { accent, text, tint, on } = accentOf(brand, scheme)
        expect(contrast(on, accent)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(text, scheme === 'dark' ? '#131820' : '#ffffff')).toBeGreaterThanOrEqual(4.5)
        expect(contrast(text, tint)).toBeGreaterThanOrEqual(3.5)
      })
    }
  }
})

test('what is no colour falls back to the product’s own', () => {
  expect(accentOf('red; } body {', 'light')).toEqual(accentOf(undefined, 'light'))
})

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 1)
})

test('a readable colour is left alone', () => {
  expect(readable('#1e40af', '#ffffff')).toBe('#1e40af')
  expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080')
})

test('the component library gets ten shades with the accent at its place', () => {
  expect(shadesOf('#0f766e')).toHaveLength(10)
  expect(shadesOf('#0f766e')[6]).toBe('#0f766e')
})
