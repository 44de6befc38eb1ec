// What waits goes out once and in order, stops where there is no connection, and is never lost when refused.
import { expect, test } from 'vitest'
import { Problem } from '../../contract/index.ts'
import { unreachable } from '../call/remote-problem.ts'
import { flushOutbox, type OutboxPorts, type Waiting } from './outbox.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const reply = (key: string, more: Partial<Waiting> = {}): Waiting => ({
  key,
  action: 'tickets.comment',
  input: { id: 't', text: key },
  about: 'ticket:t',
  at: `2026-03-01T10:00:0${key}Z`,
  tried_at: null,
  refusal: null,
  ...more,
})

/** An outbox in memory; `answer` decides what the server says to a key. */
function box(given: Waiting[], answer: (key: string) => void = () => {}) {
  const kept = new Map(given.map((one) => [one.key, one]))
  const asked: string[] = []
  let turn: Promise<unknown> = Promise.resolve()
  const ports: OutboxPorts = {
    all: async () => [...kept.values()],
    put: async (one) => void kept.set(one.key, one),
    remove: async (key) => void kept.delete(key),
    send: async ({ key }) => {
      asked.push(key)
      await Promise.resolve()
      answer(key)
    },
    now: () => NOW,
    alone: (work) => {
      const mine = turn.then(work)
      turn = mine.catch(() => undefined)
      return mine
    },
  }
  return { ports, kept, asked }
}
const refuse = (code: string, status: number) => () => {
  throw new Problem(code, status)
}

test('goes out in the order of writing, and is gone then', async () => {
  const { ports, kept, asked } = box([reply('2'), reply('1')])
  expect((await flushOutbox(ports)).map(({ key }) => key)).toEqual(['1', '2'])
  expect(asked).toEqual(['1', '2'])
  expect(kept.size).toBe(0)
})

test('two tabs that go on at the same time send once', async () => {
  const { ports, asked } = box([reply('1'), reply('2')])
  await Promise.all([flushOutbox(ports), flushOutbox(ports)])
  expect(asked).toEqual(['1', '2'])
})

test.each([
  ['no connection', unreachable()],
  ['a session that ended', new Problem('session_ended', 401)],
  ['too many requests', new Problem('rate_limited', 429)],
  ['a server that fails', new Problem('internal', 500)],
  ['another sending of the same', new Problem('idempotency.running', 409)],
])('stops at %s, keeps everything and its order, and tries again under the same key', async (_what, problem) => {
  let down = true
  const { ports, kept, asked } = box([reply('1'), reply('2')], () => {
    if (down) throw problem
  })
  expect(await flushOutbox(ports)).toEqual([])
  expect(asked).toEqual(['1'])
  expect([...kept.values()].map(({ refusal }) => refusal)).toEqual([null, null])
  expect(kept.get('1')!.tried_at).toBe('2026-03-01T12:00:00.000Z')
  down = false
  await flushOutbox(ports)
  expect(asked).toEqual(['1', '1', '2'])
})

test.each([
  ['ticket.closed_to_customer', 409],
  ['forbidden', 403],
  ['stale', 412],
  ['ticket.not_found', 404],
])('%s is shown at the reply, which stays; others go on', async (code, status) => {
  const { ports, kept, asked } = box([reply('1'), reply('2')], (key) => key === '1' && refuse(code, status)())
  await flushOutbox(ports)
  expect(kept.get('1')!.refusal!.code).toBe(code)
  expect(kept.has('2')).toBe(false)
  await flushOutbox(ports)
  expect(asked).toEqual(['1', '2'])
})

test('what was tried longer ago than the server remembers keys waits for a person', async () => {
  const old = reply('1', { tried_at: '2026-02-28T11:00:00Z' })
  const { ports, kept, asked } = box([old, reply('2', { at: '2026-02-20T00:00:00Z' })])
  await flushOutbox(ports)
  expect(asked).toEqual(['2'])
  expect(kept.get('1')!.refusal!.code).toBe('outbox.unsure')
})
