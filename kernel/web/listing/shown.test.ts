import { expect, test } from 'vitest'
import { choice, entity, type FieldRead, line, reference } from '../../contract/index.ts'
import {
  filtersOf,
  filtersOfKept,
  isNarrowed,
  keptOf,
  type Listing,
  pathOfShown,
  readShown,
  withFilter,
  withOwnFields,
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

test('fields that the organisation added are columns, and filters where they may be asked for', () => {
  const field = (key: string, more: object) => ({
    key,
    type: 'text',
    options: [],
    filterable: true,
    ready: true,
    ...more,
  })
  const own = withOwnFields(listing, [
    field('site', {}),
    field('size', { type: 'dropdown', options: [{ key: 'big' }] }),
    field('note', { filterable: false }),
  ] as unknown as FieldRead[])
  expect(own.filters).toEqual(['kind', 'host', 'custom.site', 'custom.size'])
  expect(own.columns).toContain('custom.note')
  const shown = readShown(own, { 'custom.site': 'Khiva', 'custom.size': 'big,gone', 'custom.note': 'x' })
  expect(filtersOf(own, shown)).toEqual({ custom: { site: 'Khiva', size: 'big' } })
  expect(readShown(own, writeShown(own, shown))).toEqual(shown)
  // A view keeps them; what is no field any more is not asked for.
  const saved = { ...keptOf(own, shown), id }
  expect(filtersOf(own, readShown(own, { view: id }, saved))).toEqual({ custom: { site: 'Khiva', size: 'big' } })
  const later = withOwnFields(listing, [field('site', {})] as unknown as FieldRead[])
  expect(filtersOf(later, readShown(later, { view: id }, saved))).toEqual({ custom: { site: 'Khiva' } })
})
