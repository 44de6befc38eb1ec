import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillPlaces, placesIn, unknownPlaces } from './places.ts'

test('places are filled in one pass, and what nothing fills stays', () => {
  const values = { client_name: '{{author_name}}', author_name: 'Ann', number: 7 }
  assert.equal(fillPlaces('{{client_name}} #{{ number }} {{else}}', values), '{{author_name}} #7 {{else}}')
  assert.equal(
    fillPlaces('{{else}}!', values, () => ''),
    '!',
  )
})

test('places are told by their names, each once', () => {
  assert.deepEqual(placesIn('{{b}} {{ a }} {{b}}'), ['b', 'a'])
  assert.deepEqual(unknownPlaces('{{number}} {{else}}', ['number']), ['else'])
})
