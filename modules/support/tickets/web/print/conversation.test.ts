import { expect, test } from 'vitest'
import { type Call, Problem } from '#kernel/contract/index.ts'
import type { Happening } from '../thread/story.ts'
import { conversationOf, type Piece } from './conversation.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString()
const numbered = (index: number) => String(index).padStart(6, '0')

type Question = { after?: string; cursor?: string; limit: number }
/** A server with a message each minute, and a change a second after every one of `changed`. */
function server(count: number, changed: readonly number[], refuse: (asked: number) => boolean = () => false) {
  const messages = Array.from({ length: count }, (_, index) => ({ id: numbered(index), created_at: at(index) }))
  const happenings = changed.map((minute, index) => ({ id: String(index), at: at(minute + 1 / 60) }))
  const asked: Question[] = []
  const call = async ({ name }: { name: string }, input: Question) => {
    asked.push(input)
    if (refuse(asked.length)) throw new Problem('unavailable', 503)
    const [all, from] = name === 'tickets.comments' ? [messages, input.after] : [happenings, input.cursor]
    const begin = from === undefined ? 0 : all.findIndex(({ id }) => id === from) + 1
    const items = all.slice(begin, begin + input.limit)
    return { items, next: begin + input.limit < all.length ? items.at(-1)!.id : null }
  }
  return { call: call as unknown as Call, asked }
}

async function read({ next }: ReturnType<typeof conversationOf>): Promise<Piece[]> {
  const pieces: Piece[] = []
  do pieces.push(await next())
  while (!pieces.at(-1)!.isLast)
  return pieces
}
const minuteOf = ({ at: moment }: Happening) => Math.floor((Date.parse(moment) - Date.UTC(2026, 0, 1)) / 60_000)

test('reads every message and every change once, in order, in bounded pages', async () => {
  const { call, asked } = server(
    2_450,
    Array.from({ length: 900 }, (_, index) => index * 2),
  )
  const pieces = await read(conversationOf(call, 'one'))
  const ids = pieces.flatMap(({ messages }) => messages.map(({ id }) => id))
  expect(ids).toEqual(Array.from({ length: 2_450 }, (_, index) => numbered(index)))
  expect(pieces.flatMap(({ timeline }) => timeline.map(minuteOf))).toEqual(
    Array.from({ length: 900 }, (_, index) => index * 2),
  )
  expect(Math.max(...asked.map(({ limit }) => limit))).toBe(200)
  for (const { messages, timeline } of pieces.slice(0, -1))
    for (const one of timeline) expect(one.at <= messages.at(-1)!.created_at).toBe(true)
})

test('a change after the last message belongs to the last piece, and a ticket without messages has its changes', async () => {
  const long = await read(conversationOf(server(201, [150, 500]).call, 'one'))
  expect(long.map(({ timeline }) => timeline.map(minuteOf))).toEqual([[150], [500]])
  const silent = await read(conversationOf(server(0, [3, 4]).call, 'one'))
  expect(silent).toEqual([{ messages: [], timeline: expect.objectContaining({ length: 2 }), isLast: true }])
})

test('goes on where it was refused', async () => {
  const { call } = server(450, [10, 210, 440], (asked) => asked === 3)
  const reading = conversationOf(call, 'one')
  const pieces = [await reading.next()]
  await expect(reading.next().then((piece) => pieces.push(piece))).rejects.toMatchObject({ code: 'unavailable' })
  pieces.push(...(await read(reading)))
  expect(pieces.flatMap(({ messages }) => messages).length).toBe(450)
  expect(pieces.flatMap(({ timeline }) => timeline.map(minuteOf))).toEqual([10, 210, 440])
})
