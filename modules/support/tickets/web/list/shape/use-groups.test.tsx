import { render, screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { EntityTable, readShown } from '#kernel/web/index.tsx'
import { stage } from '#kernel/web/testing.tsx'
import { Ticket } from '../../../contract.ts'
import { ticketGroups } from '../../../contract/groups.ts'
import { LISTING } from '../listing.ts'
import type { TicketRow } from './row.tsx'
import { useGroups } from './use-groups.tsx'

const texts = {
  'ticket.many': 'Tickets',
  'ticket.title': 'Subject',
  'ticket.status.new': 'New',
  'ticket.status.waiting': 'Waiting',
  'ticket.priority.high': 'High',
}
const ticket = (title: string, status: TicketRow['status']): Partial<TicketRow> => ({
  id: title,
  title,
  status,
  priority: 'high',
})
const rows = [ticket('Printer', 'new'), ticket('Line', 'new'), ticket('Invoice', 'waiting')]
const counts = [
  { value: 'new', count: 2, more: false },
  { value: 'waiting', count: 1_500, more: true },
]

function List({ search }: { search: Record<string, string> }) {
  return (
    <EntityTable of={Ticket} rows={rows} columns={['title']} groups={useGroups(LISTING, readShown(LISTING, search))} />
  )
}
const drawn = () =>
  [...screen.getByRole('table').querySelectorAll('tbody tr')].map((row) => row.textContent?.replace(/\s+/g, ' ').trim())

beforeEach(() =>
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} })),
)

test('each group is headed by what it is and how many stand in it, and asked for with the filters of the list', async () => {
  const { Stage, asked } = await stage({ texts, answer: () => ({ items: counts }) })
  render(
    <Stage>
      <List search={{ group: 'status', sort: 'status', assignee: 'me' }} />
    </Stage>,
  )
  await screen.findByText('1,500+')
  expect(drawn()).toEqual(['New2', 'Printer', 'Line', 'Waiting1,500+', 'Invoice'])
  expect(asked).toMatchObject([
    { name: ticketGroups.list.name, input: { group_by: 'status', assignee: 'me', status: 'open', snoozed: false } },
  ])
})

test('another field groups the same rows; counts may come later', async () => {
  const { Stage } = await stage({ texts, answer: () => new Promise(() => {}) })
  render(
    <Stage>
      <List search={{ group: 'priority', sort: 'priority' }} />
    </Stage>,
  )
  await screen.findByText('High')
  expect(drawn()).toEqual(['High', 'Printer', 'Line', 'Invoice'])
})

test('groups that the order does not make are none, and nothing is asked', async () => {
  const { Stage, asked } = await stage({ texts })
  render(
    <Stage>
      <List search={{ group: 'status', sort: '-created_at' }} />
    </Stage>,
  )
  await screen.findByText('Printer')
  expect(drawn()).toEqual(['Printer', 'Line', 'Invoice'])
  expect(asked).toEqual([])
})
