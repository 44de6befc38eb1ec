import { expect, test } from 'vitest'
import type { Place, ViewRow } from '../contract.ts'
import { movedTo, sectionsOf } from './sections.ts'

const ready = ['open', 'all'].map((key) => ({ key, label: key, filters: {} }))
const view = (id: string, visibility: ViewRow['visibility']) => ({ id, visibility }) as ViewRow
const views = [view('a', 'personal'), view('b', 'personal'), view('t', 'team'), view('s', 'shared')]
const place = (key: string, more: Partial<Place> = {}): Place => ({
  key,
  pinned: false,
  hidden: false,
  position: 0,
  ...more,
})
const drawn = (places: Place[]) =>
  sectionsOf(ready, views, places).map(({ name, entries }) => [name, entries.map(({ key }) => key).join(' ')])

test('ready ones come first, then one’s own, the team’s and everybody’s', () => {
  expect(drawn([])).toEqual([
    ['ready', 'open all'],
    ['mine', 'a b'],
    ['team', 't'],
    ['shared', 's'],
  ])
})

test('what is pinned stands above, what is put away below, whatever it is', () => {
  expect(drawn([place('s', { pinned: true }), place('all', { hidden: true }), place('b', { position: -1 })])).toEqual([
    ['pinned', 's'],
    ['ready', 'open'],
    ['mine', 'b a'],
    ['team', 't'],
    ['hidden', 'all'],
  ])
})

test('moving one says where all of its section stand', () => {
  const [, mine] = sectionsOf(ready, views, [])
  const order = (index: number) => movedTo(mine!.entries, 'a', index)?.map(({ key, position }) => [key, position])
  expect(order(1)).toEqual([
    ['b', 0],
    ['a', 1],
  ])
  expect(order(9)).toEqual(order(1))
  expect(order(0)).toBe(undefined)
})
