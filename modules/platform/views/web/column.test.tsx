import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { actions, crud, entity, line, type Row } from '#kernel/contract/index.ts'
import { stage } from '#kernel/web/testing.tsx'
import { type Place, SHARE, type View, type Viewing } from '../contract.ts'
import Column from './column.tsx'
import module from './module.tsx'

const Thing = entity('thing', { table: 'things', written: { title: line() } })
const things = actions('things', '/things', crud(Thing, 'things'))
const saved = (id: string, more: Partial<Row<typeof View>>) =>
  ({
    id,
    entity: 'thing',
    name: id,
    visibility: 'personal',
    team: null,
    owner: 'ann',
    filters: {},
    spans: {},
    version: 1,
    ...more,
  }) as Row<typeof View>

type Sets = { sets: { key: string }[] }

const viewing: Viewing = {
  entity: Thing,
  list: things.list,
  ready: [{ key: 'all', label: 'Everything', filters: {} }],
  chosen: 'all',
  kept: { filters: {}, spans: {}, sort: null, columns: null, density: null, group_by: null },
  isModified: false,
  to: (key) => `/things?view=${key}`,
  go: vi.fn(),
  filtersOf: ({ filters }) => filters,
}

async function column(items: Row<typeof View>[], places: Place[] = [], permissions = {}) {
  const set = await stage({
    modules: [module],
    permissions: {
      'views.read': 'all',
      'views.create': 'all',
      'views.update': 'all',
      'things.read': 'all',
      ...permissions,
    },
    answer: ({ name, input }) => {
      if (name === 'views.shelf') return { items, places }
      if (name === 'views.arrange') return { places: (input as { places: Place[] }).places }
      if (name !== 'views.counts') return null
      const { sets } = input as Sets
      return {
        place: 0,
        items: sets.map(({ key }) => ({ key, count: key === 'all' ? 999 : key.length, more: key === 'all', seen: [] })),
      }
    },
  })
  render(
    <set.Stage>
      <Column {...viewing} />
    </set.Stage>,
  )
  const [first] = await screen.findAllByRole('navigation', { name: 'Views' })
  return { ...set, nav: within(first!) }
}

test('each section has its views with their figures, those of a team a lock', async () => {
  const { nav, asked } = await column([
    saved('Mine', {}),
    saved('Billing', { visibility: 'team', team: 't', owner: 'bob' }),
    saved('Urgent', { visibility: 'shared', owner: 'bob' }),
  ])
  await nav.findByRole('link', { name: /Urgent\s*6/ })
  nav.getByRole('link', { name: /Everything\s*999\+/ })
  within(nav.getByRole('region', { name: 'Mine' })).getByRole('link', { name: /Mine/ })
  within(nav.getByRole('region', { name: 'Team' })).getByRole('img', { name: 'Only the team sees it' })
  const counted = asked.filter(({ name }) => name === 'views.counts').flatMap(({ input }) => (input as Sets).sets)
  expect(counted.map(({ key }) => key)).toEqual(['all', 'Mine', 'Billing', 'Urgent'])
})

test('what another shares may be copied and put away, not changed; who may share changes it', async () => {
  const shared = saved('Urgent', { visibility: 'shared', owner: 'bob' })
  const { nav, asked } = await column([shared])
  await userEvent.click(await nav.findByRole('button', { name: 'Actions for “Urgent”' }))
  await screen.findByRole('menuitem', { name: 'Copy for myself' })
  expect(screen.queryByRole('menuitem', { name: 'Delete' })).toBeNull()
  await userEvent.click(screen.getByRole('menuitem', { name: 'Hide for me' }))
  await waitFor(() => expect(nav.queryByRole('link', { name: /Urgent/ })).toBeNull())
  expect(asked.find(({ name }) => name === 'views.arrange')?.input).toMatchObject({
    entity: 'thing',
    places: [{ key: 'Urgent', hidden: true, pinned: false }],
  })
  nav.getByRole('button', { name: 'Hidden: 1' })
})

test('who may share with everybody changes what others shared', async () => {
  const { nav } = await column([saved('Urgent', { visibility: 'shared', owner: 'bob' })], [], { [SHARE]: 'all' })
  await userEvent.click(await nav.findByRole('button', { name: 'Actions for “Urgent”' }))
  await screen.findByRole('menuitem', { name: 'Rename or share' })
})

test('Alt and an arrow move a view within its section', async () => {
  const { nav, asked } = await column([saved('a', {}), saved('b', {})])
  const link = await nav.findByRole('link', { name: /^a/ })
  link.focus()
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
  await waitFor(() => expect(asked.some(({ name }) => name === 'views.arrange')).toBe(true))
  expect(asked.find(({ name }) => name === 'views.arrange')?.input).toMatchObject({
    places: [
      { key: 'b', position: 0 },
      { key: 'a', position: 1 },
    ],
  })
})
