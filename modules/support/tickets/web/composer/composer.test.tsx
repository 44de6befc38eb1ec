import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { Problem, type Row } from '#kernel/contract/index.ts'
import { stage, type StageOptions } from '#kernel/web/testing.tsx'
import { type Ticket, WRITE_NOTES } from '../../contract.ts'
import type { Message } from '../thread/story.ts'
import tickets from '../module.tsx'
import { Composer } from './composer.tsx'

const ticket = { id: 't1', requester: 'cy', status: 'new' } as Row<typeof Ticket>
const message = (id: string, text: string, author = 'cy'): Message => ({
  id,
  ticket: 't1',
  author,
  channel: 'web',
  text,
  quoted: null,
  mail: null,
  mentions: [],
  automatic: false,
  internal: false,
  attachments: [],
  created_at: '2026-01-01T10:00:00Z',
  updated_at: '2026-01-01T10:00:00Z',
  version: 1,
})

beforeEach(() => localStorage.clear())

const person = (name: string) => ({ id: name, name, address: `${name}@shop.test` })
const KNOWN: Record<string, unknown> = {
  'tickets.participants': { items: [person('boss'), person('driver')], named_again: [person('ex')] },
  'sendings.list': { items: [] },
  'drafts.list': { items: [] },
  'drafts.save': { version: 1 },
  'preferences.mine': {},
}
const everybody = [
  { name: 'boss', address: 'boss@shop.test' },
  { name: 'driver', address: 'driver@shop.test' },
]

async function write(answer: StageOptions['answer'], messages: Message[] = [message('m1', 'Hello')]) {
  const set = await stage({
    modules: [tickets],
    answer: (asked, action) => answer?.(asked, action) ?? KNOWN[asked.name],
    permissions: {
      [WRITE_NOTES]: 'all',
      'tickets.read_notes': 'all',
      'tickets.comment': 'all',
      'tickets.update': 'all',
    },
  })
  const field = createRef<HTMLTextAreaElement>()
  const composer = (known: Message[]) => (
    <set.Stage>
      <Composer ticket={ticket} messages={known} mode="reply" onMode={vi.fn()} field={field} onTyping={vi.fn()} />
    </set.Stage>
  )
  const view = render(composer(messages))
  const box = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' })
  return { ...set, box, arrive: (known: Message[]) => view.rerender(composer(known)), person: userEvent.setup() }
}
const sentOf = (asked: { name: string; input: unknown }[]) =>
  asked.filter(({ name }) => name === 'sendings.send').map(({ input }) => input)

test('a refused answer stays in its field, and says why', async () => {
  const { box, person } = await write(({ name }) => {
    if (name === 'sendings.send') throw new Problem('ticket.not_found', 404)
    return null
  })
  await person.type(box, 'Try again now')
  await person.click(screen.getByRole('button', { name: 'Send' }))
  expect(await screen.findByRole('alert')).toBeDefined()
  expect(box.value).toBe('Try again now')
})

test('a sent answer leaves the field and its draft', async () => {
  const { box, person, asked } = await write(({ name }) =>
    name === 'sendings.send' ? { state: 'sent', written: message('m2', 'Done', 'ann') } : null,
  )
  await person.type(box, 'Done')
  await person.keyboard('{Control>}{Enter}{/Control}')
  await vi.waitFor(() => expect(box.value).toBe(''))
  const plain = { id: 't1', attachments: [], status: null, seen: 'm1' }
  expect(sentOf(asked)).toEqual([{ ...plain, text: 'Done', cc: everybody }])
  expect(localStorage.length).toBe(0)
})

test('what arrived while one wrote is shown before the answer goes out', async () => {
  const { box, person, asked, arrive } = await write(({ name }) =>
    name === 'sendings.send' ? { state: 'sent', written: message('m3', 'x', 'ann') } : null,
  )
  await person.type(box, 'Please restart it')
  arrive([message('m1', 'Hello'), message('m2', 'It works again, thank you')])
  await person.click(screen.getByRole('button', { name: 'Send' }))
  expect(await screen.findByText('It works again, thank you')).toBeDefined()
  expect(sentOf(asked)).toEqual([])
  await person.click(screen.getByRole('button', { name: 'Send anyway' }))
  await vi.waitFor(() => expect(sentOf(asked)).toHaveLength(1))
})

test('a draft of a colleague is gone when what came of it arrives', async () => {
  const theirs = { id: 'd1', ticket: 't1', author: 'bob', mode: 'reply', text: '', attachments: [], shared: false }
  let drafts = [{ ...theirs, updated_at: '2026-01-01T10:00:00Z' }]
  const answer: StageOptions['answer'] = ({ name }) => (name === 'drafts.list' ? { items: drafts } : null)
  const { arrive } = await write(answer)
  expect(await screen.findByText(/draft of a reply/i)).toBeDefined()
  drafts = []
  arrive([message('m1', 'Hello'), message('m2', 'We come on Friday', 'bob')])
  await vi.waitFor(() => expect(screen.queryByText(/draft of a reply/i)).toBeNull())
})

test('everybody of the conversation gets the reply; whoever is left out is shown, and nobody comes back by themselves', async () => {
  const { box, person, asked } = await write(({ name }) =>
    name === 'sendings.send' ? { state: 'sent', written: message('m2', 'x', 'ann') } : null,
  )
  expect(await screen.findByText(/ex@shop.test was taken out/)).toBeDefined()
  await person.click(screen.getByRole('button', { name: 'Recipient boss' }))
  await person.click(await screen.findByRole('menuitem', { name: 'Leave out of this reply' }))
  expect(screen.getByRole('button', { name: 'Recipient boss, not this reply' })).toBeDefined()
  await person.type(box, 'Soon')
  await person.click(screen.getByRole('button', { name: 'Send' }))
  await vi.waitFor(() => expect(sentOf(asked)).toHaveLength(1))
  expect(sentOf(asked)[0]).toMatchObject({ cc: [everybody[1]] })
  expect(await screen.findByRole('button', { name: 'Recipient boss' })).toBeDefined()
})

test('what the server knows to be stale is not sent', async () => {
  const { box, person, arrive } = await write(({ name }) => {
    if (name === 'sendings.send') throw new Problem('ticket.stale', 409)
    return null
  })
  await person.type(box, 'Please restart it')
  await person.click(screen.getByRole('button', { name: 'Send' }))
  arrive([message('m1', 'Hello'), message('m2', 'It works again, thank you')])
  expect(await screen.findByText('It works again, thank you')).toBeDefined()
  expect(box.value).toBe('Please restart it')
})
