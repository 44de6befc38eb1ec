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
  internal: false,
  attachments: [],
  created_at: '2026-01-01T10:00:00Z',
  updated_at: '2026-01-01T10:00:00Z',
  version: 1,
})

beforeEach(() => localStorage.clear())

async function write(answer: StageOptions['answer'], messages: Message[] = [message('m1', 'Hello')]) {
  const set = await stage({ modules: [tickets], answer, permissions: { [WRITE_NOTES]: 'all' } })
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
  asked.filter(({ name }) => name === 'tickets.comment').map(({ input }) => input)

test('a refused answer stays in its field, and says why', async () => {
  const { box, person } = await write(({ name }) => {
    if (name === 'tickets.comment') throw new Problem('ticket.not_found', 404)
    return null
  })
  await person.type(box, 'Try again now')
  await person.click(screen.getByRole('button', { name: 'Send' }))
  expect(await screen.findByRole('alert')).toBeDefined()
  expect(box.value).toBe('Try again now')
})

test('a sent answer leaves the field and its draft', async () => {
  const { box, person, asked } = await write(({ name }) =>
    name === 'tickets.comment' ? message('m2', 'Done', 'ann') : null,
  )
  await person.type(box, 'Done')
  await person.keyboard('{Control>}{Enter}{/Control}')
  await vi.waitFor(() => expect(box.value).toBe(''))
  expect(sentOf(asked)).toEqual([{ id: 't1', text: 'Done', internal: false, attachments: [] }])
  expect(localStorage.length).toBe(0)
})

test('what arrived while one wrote is shown before the answer goes out', async () => {
  const { box, person, asked, arrive } = await write(({ name }) =>
    name === 'tickets.comment' ? message('m3', 'x', 'ann') : null,
  )
  await person.type(box, 'Please restart it')
  arrive([message('m1', 'Hello'), message('m2', 'It works again, thank you')])
  await person.click(screen.getByRole('button', { name: 'Send' }))
  expect(await screen.findByText('It works again, thank you')).toBeDefined()
  expect(sentOf(asked)).toEqual([])
  await person.click(screen.getByRole('button', { name: 'Send anyway' }))
  await vi.waitFor(() => expect(sentOf(asked)).toHaveLength(1))
})
