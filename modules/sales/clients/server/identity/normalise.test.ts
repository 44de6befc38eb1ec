import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalise, phoneOf, taxNumberOf } from './normalise.ts'

test('a telephone number is the same however it is written', () => {
  const written: [string, string | null][] = [
    ['+998 90 123-45-67', '+998901234567'],
    ['998901234567', '+998901234567'],
    ['90 123 45 67', '+998901234567'],
    ['(90) 123.45.67', '+998901234567'],
    ['8 90 123 45 67', '+998901234567'],
    ['8 (916) 123-45-67', '+79161234567'],
    ['+7 916 123 45 67', '+79161234567'],
    ['+44 20 7946 0018', '+442079460018'],
    ['00', null],
    ['call me', null],
    ['', null],
    ['12345678901234567890', null],
  ]
  for (const [text, number] of written) assert.equal(phoneOf(text), number, text)
})

test('a tax number is its digits', () => {
  assert.equal(taxNumberOf('301 234 567'), '301234567')
  assert.equal(taxNumberOf('7707-083893'), '7707083893')
  assert.equal(taxNumberOf('12'), null)
  assert.equal(taxNumberOf('30123456A'), null)
})

test('what is empty is nothing, what cannot be read is refused where it stands, what is not given stays away', () => {
  const { values, refusals } = normalise({ email: ' Ann@Example.COM ', phone: '', tax_number: 'x' })
  assert.deepEqual(values, { email: 'ann@example.com', phone: null, tax_number: null })
  assert.deepEqual(refusals, [{ pointer: '/tax_number', code: 'tax_number_format' }])
  assert.deepEqual(normalise({}).values, {})
})
