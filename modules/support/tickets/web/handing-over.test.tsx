import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Scope } from '#kernel/contract/index.ts'
import { stage } from '#kernel/web/testing.tsx'
import { RUN_BULK } from '#modules/platform/bulk/contract.ts'
import HandingOver from './handing-over.tsx'
import module from './module.tsx'

const people = [
  { id: 'eve', name: 'Eve' },
  { id: 'bob', name: 'Bob' },
]
const persons = {
  load: async () => people,
  search: async () => people,
  label: (card: { id: string }) => people.find(({ id }) => id === card.id)!.name,
}

async function block(total: number, permissions: Record<string, Scope>) {
  const set = await stage({
    modules: [{ ...module, references: { user: persons } }],
    permissions,
    answer: ({ name }) => (name === 'tickets.list' ? { items: [], next: null, total } : { id: 'run', total }),
  })
  render(
    <set.Stage>
      <HandingOver user={{ id: 'eve' }} />
      <p>below</p>
    </set.Stage>,
  )
  await screen.findByText('below')
  return set
}
const all: Record<string, Scope> = { 'tickets.read': 'all', 'tickets.assign': 'all', [RUN_BULK]: 'all' }
// By its words: roles are slow to work out among so many.
const button = async () =>
  (await screen.findByText('Hand all over', {}, { timeout: 10_000 })).closest<HTMLButtonElement>('button')!

test('hands all that somebody holds to another, once it is said to whom', async () => {
  const { asked } = await block(3, all)
  expect((await button()).disabled).toBe(true)
  expect(screen.getByRole('region').textContent).toContain('3')
  await userEvent.click(screen.getByLabelText('Hand them to'))
  const bob = await screen.findByText('Bob', {}, { timeout: 10_000 })
  // Not to whom leaves.
  expect(screen.queryByText('Eve')).toBe(null)
  await userEvent.click(bob)
  await userEvent.click(await button())
  await waitFor(() =>
    expect(asked.find(({ name }) => name === 'bulk.start')?.input).toEqual({
      entity: 'ticket',
      action: 'tickets.assign',
      input: { assignee: 'bob' },
      selection: { filter: { status: 'open', assignee: 'eve' } },
    }),
  )
})

test('is not there for whom nothing is held, nor for who may not assign', async () => {
  const { asked } = await block(0, all)
  await waitFor(() => expect(asked.some(({ name }) => name === 'tickets.list')).toBe(true))
  expect(screen.queryByRole('region')).toBe(null)
  const other = await block(3, { 'tickets.read': 'all' })
  expect(other.asked).toEqual([])
})
