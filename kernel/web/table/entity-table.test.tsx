import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import {
  actions,
  choice,
  entity,
  instant,
  line,
  query,
  reference,
  SIGNED_IN,
  whole,
  yesNo,
} from '../../contract/index.ts'
import * as z from 'zod'
import { webModule } from '../module.tsx'
import { stage } from '../testing.tsx'
import { EntityTable } from './entity-table.tsx'

const Book = entity('book', {
  table: 'books',
  written: {
    title: line(100, { sortable: true }),
    kind: choice(['novel', 'atlas']),
    author: reference('person').nullable().default(null),
    lent: yesNo().default(false),
  },
  kept: { pages: whole(), read_at: instant().nullable() },
})
const people = actions('people', '/people', {
  cards: query('GET /cards', { in: z.object({ ids: z.array(z.string()) }), out: z.any(), can: SIGNED_IN }),
})
const library = webModule({
  name: 'library',
  references: {
    person: {
      load: async (call, ids) => (await call(people.cards, { ids })).items,
      label: (card) => String(card['name']),
      person: true,
    },
  },
})
const texts = {
  'book.many': 'Books',
  'book.title': 'Title',
  'book.kind': 'Kind',
  'book.kind.novel': 'Novel',
  'book.kind.atlas': 'Atlas',
  'book.author': 'Author',
  'book.lent': 'Lent',
  'book.pages': 'Pages',
  'book.read_at': 'Read',
}
const book = (change: object = {}) => ({
  id: '1',
  title: 'Dune',
  kind: 'novel' as const,
  author: 'p1',
  lent: true,
  pages: 12_345,
  read_at: null,
  ...change,
})
const people_ = ({ input }: { input: unknown }) => ({
  items: (input as { ids: string[] }).ids.map((id) => ({ id, name: `Name of ${id}` })),
})

function onPhone(is: boolean) {
  vi.stubGlobal('matchMedia', () => ({ matches: is, addEventListener() {}, removeEventListener() {} }))
}

test('cells follow from the fields, and all names are asked for at once', async () => {
  onPhone(false)
  const { Stage, asked } = await stage({ modules: [library], texts, answer: people_ })
  const rows = [
    book(),
    book({ id: '2', title: 'Emma', author: 'p2', lent: false }),
    book({ id: '3', title: 'Maps', kind: 'atlas', author: null }),
  ]
  render(
    <Stage>
      <EntityTable of={Book} rows={rows} columns={['title', 'kind', 'author', 'lent', 'pages', 'read_at']} />
    </Stage>,
  )
  const table = await screen.findByRole('table', { name: 'Books' })
  await within(table).findByText('Name of p1')
  const cells = within(table)
    .getAllByRole('row')
    .map((row) =>
      within(row)
        .queryAllByRole('cell')
        .map((cell) => cell.textContent?.trim()),
    )
  expect(cells.slice(1)).toEqual([
    ['Dune', 'Novel', expect.stringMatching(/Name of p1$/), 'Yes', '12,345', '—'],
    ['Emma', 'Novel', expect.stringMatching(/Name of p2$/), 'No', '12,345', '—'],
    ['Maps', 'Atlas', '—', 'Yes', '12,345', '—'],
  ])
  expect(asked.map(({ input }) => input)).toEqual([{ ids: ['p1', 'p2'] }])
})

test('headings of sortable fields turn the order round; others are no buttons', async () => {
  onPhone(false)
  const { Stage } = await stage({ texts })
  const onSort = vi.fn()
  const { rerender } = render(
    <Stage>
      <EntityTable of={Book} rows={[book()]} columns={['title', 'kind']} sort="-title" onSort={onSort} />
    </Stage>,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Title' }))
  expect(onSort).toHaveBeenLastCalledWith('title')
  expect(screen.getByRole('columnheader', { name: 'Title' }).getAttribute('aria-sort')).toBe('descending')
  expect(screen.queryByRole('button', { name: 'Kind' })).toBeNull()
  rerender(
    <Stage>
      <EntityTable of={Book} rows={[book()]} columns={['title']} sort="title" onSort={onSort} />
    </Stage>,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Title' }))
  expect(onSort).toHaveBeenLastCalledWith('-title')
})

test('a row that leads somewhere is a link, one that does something is a button', async () => {
  onPhone(false)
  const { Stage } = await stage({ texts })
  const onRow = vi.fn()
  render(
    <Stage>
      <EntityTable of={Book} rows={[book()]} columns={['title']} to={({ id }) => `/books/${id}`} label="Links" />
      <EntityTable of={Book} rows={[book({ title: 'Emma' })]} columns={['title']} onRow={onRow} label="Buttons" />
    </Stage>,
  )
  expect((await screen.findByRole('link', { name: 'Dune' })).getAttribute('href')).toBe('/books/1')
  await userEvent.click(screen.getByRole('button', { name: 'Emma' }))
  expect(onRow).toHaveBeenCalledWith(expect.objectContaining({ title: 'Emma' }))
})

test('on a phone every row is a card with its fields named', async () => {
  onPhone(true)
  const { Stage } = await stage({ texts })
  render(
    <Stage>
      <EntityTable of={Book} rows={[book()]} columns={['title', 'kind', { field: 'pages', hideOnPhone: true }]} />
    </Stage>,
  )
  const card = within(await screen.findByRole('list', { name: 'Books' })).getByRole('listitem')
  expect(card.textContent).toBe('DuneKindNovel')
  expect(screen.queryByRole('table')).toBeNull()
})

test('of a thousand rows only those in sight are drawn, the count is told', async () => {
  onPhone(false)
  const { Stage } = await stage({ texts })
  const rows = Array.from({ length: 1_000 }, (_, index) => book({ id: String(index), title: `Book ${index}` }))
  render(
    <Stage>
      <EntityTable of={Book} rows={rows} columns={['title']} />
    </Stage>,
  )
  const table = await screen.findByRole('table')
  expect(table.getAttribute('aria-rowcount')).toBe('1001')
  expect(within(table).queryAllByRole('cell').length).toBeLessThan(200)
})

test('an empty list says what belongs here, a pending one nothing yet', async () => {
  onPhone(false)
  const { Stage } = await stage({ texts })
  const { rerender } = render(
    <Stage>
      <EntityTable of={Book} rows={[]} columns={['title']} isPending empty="No books yet" />
    </Stage>,
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(screen.queryByText('No books yet')).toBeNull()
  rerender(
    <Stage>
      <EntityTable of={Book} rows={[]} columns={['title']} empty="No books yet" />
    </Stage>,
  )
  expect(await screen.findByText('No books yet')).toBeTruthy()
})
