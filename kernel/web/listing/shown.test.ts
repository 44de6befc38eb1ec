import { expect, test } from 'vitest'
import { choice, entity, line, reference } from '../../contract/index.ts'
import {
  filtersOf,
  filtersOfKept,
  isNarrowed,
  keptOf,
  type Listing,
  pathOfShown,
  readShown,
  withFilter,
  writeShown,
} from './shown.ts'

const Guest = entity('guest', {
  table: 'guests',
  written: {
    name: line(50, { sortable: true }),
    kind: choice(['friend', 'family']),
    host: reference('user').nullable(),
  },
})
const listing: Listing = {
  of: Guest,
  path: '/guests',
  ready: [
    { key: 'all', label: 'all', filters: {} },
    { key: 'mine', label: 'mine', filters: { host: 'me' } },
  ],
  sorts: ['-created_at', 'name'],
  filters: ['kind', 'host'],
  columns: ['name', 'kind', 'host'],
  usual: ['name', 'kind'],
}
const id = '0190a000-0000-7000-8000-000000000001'

test('the plain address is the plain list, and what it does not understand is left out', () => {
  const shown = readShown(listing, { kind: 'enemy', sort: 'height', columns: 'x', host: 'anybody' })
  expect(shown).toEqual({ view: 'all', sort: '-created_at', q: '', filters: {} })
  expect(pathOfShown(listing, shown)).toBe('/guests')
  expect(isNarrowed(listing, shown)).toBe(false)
})

test('what is shown is read from its own address again', () => {
  const shown = withFilter(readShown(listing, { view: 'mine', q: 'ann', sort: 'name' }), 'kind', ['friend', 'family'])
  expect(readShown(listing, writeShown(listing, shown))).toEqual(shown)
  expect(pathOfShown(listing, shown, id)).toContain(`/guests/${id}?view=mine`)
  expect(filtersOf(listing, shown)).toEqual({ host: 'me', kind: ['friend', 'family'], q: 'ann' })
})

test('a saved view shows by itself what it kept, and a filter of it can be taken away for now', () => {
  const kept = keptOf(listing, readShown(listing, { kind: 'friend', columns: 'name,host' }))
  const saved = { ...kept, id }
  const shown = readShown(listing, { view: id }, saved)
  expect(filtersOf(listing, shown)).toEqual({ kind: 'friend' })
  expect(shown.columns).toEqual(['name', 'host'])
  expect(isNarrowed(listing, shown)).toBe(false)
  const wider = withFilter(shown, 'kind', [])
  expect(writeShown(listing, wider)).toEqual({ view: id, kind: 'any' })
  expect(filtersOf(listing, readShown(listing, writeShown(listing, wider), saved))).toEqual({})
  expect(filtersOfKept(listing, { ...kept, filters: { kind: 'family', age: '7' } })).toEqual({
    age: '7',
    kind: 'family',
  })
})
