import { render, renderHook, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Out, Row } from '#kernel/contract/index.ts'
import { type Asked, stage } from '#kernel/web/testing.tsx'
import type { Ticket } from '../../contract.ts'
import type { conversation } from '../../contract/conversation.ts'
import module from '../module.tsx'
import PrintPage from './print.tsx'
import { usePrinted } from './use-printed.ts'

const people = [{ id: 'eve', name: 'Eve' }]
const persons = {
  load: async () => people,
  search: async () => people,
  label: (card: { id: string }) => people.find(({ id }) => id === card.id)?.name ?? '',
}
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString()
const ticket = (messages: number) =>
  ({
    id: 'one',
    number: 7,
    title: 'Since spring',
    description: 'It began in spring.',
    requester: 'eve',
    assignee: null,
    status: 'new',
    priority: 'high',
    channel: 'web',
    comment_count: messages,
    created_at: at(-1),
    updated_at: at(-1),
  }) as unknown as Row<typeof Ticket>
const opening: Out<typeof conversation.opening> = { mail: null, quoted: null, attachments: [] }

function message(index: number) {
  const id = String(index).padStart(6, '0')
  const said = { id, ticket: 'one', author: 'eve', created_at: at(index), text: `Message ${index}:`, quoted: null }
  return { ...said, internal: false, automatic: false, channel: 'web', mail: null, delivery: null, attachments: [] }
}

/** A server with so many messages; `held` waits before a page of them is answered. */
const answering =
  (count: number, held: (page: number) => Promise<void> = async () => {}) =>
  async ({ name, input }: Asked) => {
    if (name === 'tickets.get') return ticket(count)
    if (name === 'conversation.opening') return opening
    if (name === 'tickets.timeline') return { items: [], next: null }
    if (name !== 'tickets.comments') return null
    const { after, limit } = input as { after?: string; limit: number }
    const begin = after === undefined ? 0 : Number(after) + 1
    await held(begin / limit)
    const items = Array.from({ length: Math.min(limit, count - begin) }, (_, index) => message(begin + index))
    return { items, next: begin + limit < count ? items.at(-1)!.id : null, previous: null }
  }
const modules = [{ ...module, references: { user: persons } }]
afterEach(() => void vi.unstubAllGlobals())

test('shows how far a long conversation is read, and prints it once it is there from its opening to its end', async () => {
  const print = vi.fn()
  vi.stubGlobal('print', print)
  let release = () => {}
  const wait = new Promise<void>((resolve) => (release = resolve))
  const { Stage } = await stage({
    modules,
    path: '/tickets/one/print',
    answer: answering(450, async (page) => (page === 2 ? wait : undefined)),
  })
  render(
    <Stage>
      <PrintPage />
    </Stage>,
  )
  await screen.findByText('Reading the conversation. Messages so far: 400.', {}, { timeout: 10_000 })
  expect(screen.getByText('It began in spring.')).toBeTruthy()
  expect(screen.getByText('Message 399:')).toBeTruthy()
  expect(screen.getByText('Print').closest('button')!.disabled).toBe(true)
  expect(print).not.toHaveBeenCalled()
  release()
  await screen.findByText('Message 449:', {}, { timeout: 10_000 })
  expect(screen.queryByText(/^Reading the conversation/)).toBe(null)
  expect(screen.getAllByText(/^Message \d+:$/).length).toBe(450)
  await waitFor(() => expect(print).toHaveBeenCalledTimes(1), { timeout: 5_000 })
})

test('what is more than paper bears at once comes in parts, and nothing is lost between them', async () => {
  const { Stage } = await stage({ modules, answer: answering(6_450) })
  const { result } = renderHook(() => usePrinted({ ticket: ticket(6_450), opening }), { wrapper: Stage })
  const keys = () => result.current.part.pieces.flat().map(({ key }) => key)
  await waitFor(() => expect(result.current.part.state).toBe('full'), { timeout: 10_000 })
  expect(keys()).toEqual(['opening:one', ...Array.from({ length: 6_000 }, (_, index) => message(index).id)])
  result.current.goOn()
  await waitFor(() => expect(result.current.part).toMatchObject({ number: 2, state: 'whole' }), { timeout: 10_000 })
  expect(result.current.part).toMatchObject({ before: 6_000, messages: 450, open: 6_450 })
  expect(keys()).toEqual(Array.from({ length: 450 }, (_, index) => message(6_000 + index).id))
})
