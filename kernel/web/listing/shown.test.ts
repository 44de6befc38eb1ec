import { expect, test } from 'vitest'
import { choice, entity, type FieldRead, line, reference } from '../../contract/index.ts'
import { withOwnFields } from './fields.ts'
import { isNarrowed, pathOfShown, readShown, resetShown, writeShown } from './address.ts'
import { filtersOfKept, keptOf } from './kept.ts'
import { filtersOf, grouped, type Listing, sorted, withFilter, withoutLost } from './shown.ts'

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

const field = (key: string, type: FieldRead['type'], more: object = {}) =>
  ({ key, type, filterable: true, ready: true, in_list: false, options: [], ...more }) as unknown as FieldRead
const own = withOwnFields({ ...listing, also: { party: reference('party') }, filters: [...listing.filters, 'party'] }, [
  field('tier', 'dropdown', { options: [{ key: 'low' }, { key: 'high' }], in_list: true }),
  field('cost', 'number'),
  field('plain', 'text', { filterable: false }),
])

test('fields of the organisation’s own are columns, filters and orders; what the list names beside is a filter', () => {
  expect(own.usual).toEqual(['name', 'kind', 'custom.tier'])
  expect(own.columns).toEqual(['name', 'kind', 'host', 'custom.tier', 'custom.cost', 'custom.plain'])
  const address = {
    'custom.tier': 'low,gone',
    'custom.cost_from': '5',
    'custom.plain': 'x',
    party: id,
    sort: '-custom.cost',
  }
  const shown = readShown(own, address)
  expect(filtersOf(own, shown)).toEqual({ party: id, custom: { tier: 'low', cost_from: '5' } })
  expect(shown.sort).toBe('-custom.cost')
  expect(readShown(own, writeShown(own, shown))).toEqual(shown)
})

test('a saved view keeps them; one that is no more is left out of what is asked', () => {
  const kept = keptOf(own, readShown(own, { 'custom.tier': 'high' }))
  const saved = { ...kept, id, filters: { custom: { tier: 'high', gone: 'x' } } }
  const shown = readShown(own, { view: id }, saved)
  expect(filtersOf(own, shown)).toEqual({ custom: { tier: 'high' } })
  expect(isNarrowed(own, shown)).toBe(false)
  expect(filtersOf(own, withFilter(shown, 'custom.tier', []))).toEqual({})
})

test('a filter by a field that is no more is told, not asked, and kept all the same until it is taken away', () => {
  const saved = { ...keptOf(own, readShown(own, {})), id, filters: { custom: { tier: 'high', gone: 'x' } } }
  const shown = readShown(own, { view: id, 'custom.left_from': '5' }, saved)
  expect(shown.lost).toEqual({ 'custom.gone': ['x'], 'custom.left_from': ['5'] })
  expect(filtersOf(own, shown)).toEqual({ custom: { tier: 'high' } })
  expect(keptOf(own, shown).filters).toEqual({ custom: { tier: 'high', gone: 'x', left_from: '5' } })
  const without = withoutLost(withoutLost(shown, 'custom.gone'), 'custom.left_from')
  expect(writeShown(own, without)).toEqual({ view: id, 'custom.gone': 'any' })
  expect(readShown(own, writeShown(own, without), saved).lost).toBe(undefined)
  expect(resetShown(own, without).lost).toEqual({ 'custom.gone': ['x'] })
  // While it is not known which fields there are, none is lost.
  expect(readShown(listing, { 'custom.gone': 'x' }).lost).toBe(undefined)
})

test('groups go with the order that makes them', () => {
  const grouping: Listing = { ...listing, sorts: ['-created_at', 'kind'], groupings: ['kind'] }
  const shown = grouped(grouping, readShown(grouping, {}), 'kind')
  expect(writeShown(grouping, shown)).toEqual({ sort: 'kind', group: 'kind' })
  expect(readShown(grouping, writeShown(grouping, shown))).toEqual(shown)
  expect(readShown(grouping, { group: 'kind' }).group).toBe(undefined)
  expect(sorted(shown, '-created_at').group).toBe(undefined)
  const saved = { ...keptOf(grouping, shown), id }
  expect(saved.group_by).toBe('kind')
  const view = readShown(grouping, { view: id }, saved)
  expect(view.group).toBe('kind')
  const flat = grouped(grouping, view, undefined)
  expect(writeShown(grouping, flat)).toEqual({ view: id, sort: '-created_at', group: 'any' })
  expect(readShown(grouping, writeShown(grouping, flat), saved)).toEqual(flat)
})

test('a span of days is asked as moments, and kept as what was said', () => {
  const dated: Listing = { ...listing, filters: [...listing.filters, 'made'], spans: { made: 'created_at' } }
  const shown = readShown(dated, { made: 'week' })
  expect(Object.keys(filtersOf(dated, shown))).toEqual(['created_at_from'])
  const saved = { ...keptOf(dated, shown), id }
  expect(saved).toMatchObject({ filters: {}, spans: { created_at: 7 } })
  expect(readShown(dated, { view: id }, saved).filters).toEqual({ made: ['week'] })
  expect(readShown(dated, { made: 'sometime' }).filters).toEqual({})
  const days = keptOf(dated, readShown(dated, { made: '2026-11-01..2026-11-20' }))
  expect(readShown(dated, { view: id }, { ...days, id }).filters).toEqual({ made: ['2026-11-01..2026-11-20'] })
})

test('what divides a board is part of its view, and can be left out for now; a list leaves it alone', () => {
  const board: Listing = { ...listing, lanes: ['host'] }
  const shown = readShown(board, { lanes: 'host' })
  expect([shown.lanes, isNarrowed(board, shown), writeShown(board, shown)]).toEqual(['host', true, { lanes: 'host' }])
  expect(readShown(board, { lanes: 'name' }).lanes).toBeUndefined()
  const saved = { ...keptOf(board, shown), id }
  expect(saved.group_by).toBe('host')
  const again = readShown(board, { view: id }, saved)
  expect([again.lanes, isNarrowed(board, again)]).toEqual(['host', false])
  const { lanes: _lanes, ...whole } = again
  expect(writeShown(board, whole)).toEqual({ view: id, lanes: 'any' })
  expect(readShown(board, { view: id, lanes: 'any' }, saved).lanes).toBeUndefined()
  expect(keptOf(board, whole).group_by).toBe(null)
  const asList = readShown(listing, { view: id }, saved)
  expect([asList.lanes, keptOf(listing, asList).group_by, isNarrowed(listing, asList)]).toEqual([
    undefined,
    'host',
    false,
  ])
})
