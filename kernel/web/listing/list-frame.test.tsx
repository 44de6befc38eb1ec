import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { choice, entity, type FieldRead, line } from '../../contract/index.ts'
import { pageCommands } from '../frame/palette.tsx'
import { stage } from '../testing.tsx'
import { readShown, writeShown } from './address.ts'
import { withOwnFields } from './fields.ts'
import { FilterMenu } from './filter/filter-menu.tsx'
import { OrderMenu } from './head/order-menu.tsx'
import { ListFrame } from './list-frame.tsx'
import type { Listing } from './shown.ts'

const Guest = entity('guest', {
  table: 'guests',
  written: { name: line(50, { sortable: true }), kind: choice(['friend', 'family']) },
})
const cost = {
  key: 'cost',
  type: 'number',
  labels: { en: 'Cost' },
  filterable: true,
  ready: true,
  in_list: true,
  options: [],
} as unknown as FieldRead
const listing: Listing = withOwnFields(
  {
    of: Guest,
    path: '/guests',
    ready: [{ key: 'all', label: 'all', filters: {} }],
    sorts: ['-created_at', 'name', 'kind'],
    groupings: ['kind'],
    filters: ['kind', 'made'],
    spans: { made: 'created_at' },
    columns: ['name', 'kind'],
    usual: ['name', 'kind'],
  },
  [cost],
)
const texts = {
  'guest.many': 'Guests',
  'guest.search': 'Find guests',
  'guest.name': 'Name',
  'guest.kind': 'Kind',
  'guest.kind.friend': 'Friend',
  'guest.kind.family': 'Family',
  'guest.created_at': 'Created',
}

/** The list at an address; `address()` is where it is now. */
async function list(search: Record<string, string>) {
  const { Stage } = await stage({ texts, answer: () => ({ items: [] }) })
  function Guests() {
    const [shown, onShow] = useState(() => readShown(listing, search))
    const narrowing = { listing, shown, onShow }
    const head = (
      <>
        <FilterMenu {...narrowing} />
        <OrderMenu {...narrowing} />
      </>
    )
    return (
      <ListFrame {...narrowing} views={null} bar={null} head={head} counted="7">
        rows
        <output>{JSON.stringify(writeShown(listing, shown))}</output>
      </ListFrame>
    )
  }
  render(
    <Stage>
      <Guests />
    </Stage>,
  )
  await screen.findByText('rows')
  const address = () => JSON.parse(document.querySelector('output')!.textContent) as Record<string, string>
  return { address }
}
const wait = { timeout: 10_000 }

test('a chip says what narrows the list, opens its own control, and goes by its key', async () => {
  const { address } = await list({ kind: 'friend' })
  const chips = screen.getByRole('group', { name: 'Filters' })
  const chip = within(chips).getByText('Kind').closest('button')!
  expect(chip.textContent).toBe('Kind: Friend')
  await userEvent.click(chip)
  await userEvent.click(await screen.findByLabelText('Family', {}, wait))
  expect(address()).toEqual({ kind: 'friend,family' })
  expect(chip.textContent).toBe('Kind: Friend and Family')
  await userEvent.keyboard('{Escape}')
  chip.focus()
  await userEvent.keyboard('{Delete}')
  expect(address()).toEqual({})
})

test('a span of days is chosen by its word', async () => {
  const { address } = await list({})
  await userEvent.click(screen.getByText('Created').closest('button')!)
  await userEvent.click(await screen.findByText('7 days', {}, wait))
  expect(address()).toEqual({ made: 'week' })
})

test('a filter by a field that is no more is said, and taken away by its cross', async () => {
  const { address } = await list({ 'custom.gone': 'x', 'custom.cost_from': '5' })
  expect(screen.getByText('≥ 5')).toBeTruthy()
  const lost = screen.getByText(/“gone”/)
  await userEvent.click(within(lost).getByRole('button'))
  expect(address()).toEqual({ 'custom.cost_from': '5' })
  expect(screen.queryByText(/gone/)).toBe(null)
})

test('the palette offers the orders of the list, those by own fields too', async () => {
  const { address } = await list({})
  const orders = () => pageCommands().filter(({ label }) => label === 'listing.order')
  expect(orders().map(({ said }) => said)).toEqual([
    'Name: ascending',
    'Kind: ascending',
    'Cost: ascending',
    'Cost: descending',
  ])
  act(() => orders()[3]!.run!({} as never))
  expect(address()).toEqual({ sort: '-custom.cost' })
  expect(orders().map(({ said }) => said)).toContain('Created: descending')
})

test('orders by own fields and groups are chosen in a menu', async () => {
  const { address } = await list({})
  await userEvent.click(screen.getByLabelText('Order: Created: descending'))
  await userEvent.click(await screen.findByText('Cost: descending', {}, wait))
  expect(address()).toEqual({ sort: '-custom.cost' })
  await userEvent.click(screen.getByLabelText('Order: Cost: descending'))
  const groups = await screen.findAllByText('Kind', { selector: '[role=menuitemradio] *' }, wait)
  await userEvent.click(groups[0]!)
  await waitFor(() => expect(address()).toEqual({ sort: 'kind', group: 'kind' }))
})
