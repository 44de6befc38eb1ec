import assert from 'node:assert/strict'
import { test } from 'vitest'
import { type Happening, type Message, storyOf, toldChanges } from './story.ts'

const ticket = { id: 't', requester: 'customer' }
const dayOf = (at: string) => at.slice(0, 10)
const message = (id: string, at: string): Message => ({
  id,
  ticket: 't',
  author: 'customer',
  channel: 'web',
  text: id,
  quoted: null,
  mail: null,
  mentions: [],
  automatic: false,
  internal: false,
  attachments: [],
  created_at: at,
  updated_at: at,
  version: 1,
})
const entry = (
  id: string,
  at: string,
  changes: Happening['changes'] = { status: ['new', 'in_progress'] },
  more: Partial<Happening> = {},
): Happening => ({
  id,
  at,
  name: 'ticket.changed',
  actor: 'ann',
  changes,
  comment: null,
  ...more,
})
const told = (messages: Message[], timeline: Happening[]) =>
  storyOf(ticket, messages, timeline, dayOf).map((item) =>
    item.kind === 'events'
      ? item.entries.map(({ id }) => id).join('+')
      : item.kind === 'day'
        ? `[${item.at.slice(8, 10)}]`
        : item.message.id,
  )

test('events between two messages stand together, each day has one heading', () => {
  const messages = [message('m1', '2026-01-01T10:00:00Z'), message('m2', '2026-01-02T10:00:00Z')]
  const timeline = [
    entry('e1', '2026-01-01T11:00:00Z'),
    entry('e2', '2026-01-01T12:00:00Z'),
    entry('e3', '2026-01-02T11:00:00Z'),
  ]
  assert.deepEqual(told(messages, timeline), ['[01]', 'm1', 'e1+e2', '[02]', 'm2', 'e3'])
})

test('a reply that moved the ticket comes before the move', () => {
  assert.deepEqual(told([message('m', '2026-01-01T10:00:00Z')], [entry('e', '2026-01-01T10:00:00Z')]), [
    '[01]',
    'm',
    'e',
  ])
})

test('what the messages already tell is not told twice', () => {
  const commented = entry(
    'c',
    '2026-01-01T10:00:00Z',
    { last_reply_at: [null, 'x'], comment_count: [0, 1] },
    { name: 'ticket.commented', comment: 'm' },
  )
  const created = entry('n', '2026-01-01T09:00:00Z', {}, { name: 'ticket.created', actor: 'customer' })
  assert.deepEqual(told([message('m', '2026-01-01T10:00:00Z')], [commented, created]), ['[01]', 'm'])
})

test('a ticket made for somebody by another says so', () => {
  assert.deepEqual(told([], [entry('n', '2026-01-01T09:00:00Z', {}, { name: 'ticket.created', actor: 'ann' })]), [
    '[01]',
    'n',
  ])
})

test('only the fields a person changed are told', () => {
  assert.deepEqual(
    toldChanges(entry('e', '', { status: ['new', 'resolved'], resolved_at: [null, 'x'], version: [1, 2] })),
    [['status', 'new', 'resolved']],
  )
})
