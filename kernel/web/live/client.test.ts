import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLive, type LiveClient, type LiveEvent, type Socket } from './client.ts'

type Said = {
  type: string
  channels?: string[]
  since?: string
  token?: string
  channel?: string
  state?: string | null
}

/** A server's end of the line: what the client said, and a way to answer. */
function line() {
  const sockets: (Socket & {
    said: Said[]
    hear: (message: object) => void
    cut: (code?: number) => void
    isClosed: boolean
  })[] = []
  const open = (): Socket => {
    const socket: (typeof sockets)[number] = {
      said: [],
      isClosed: false,
      onopen: null,
      onmessage: null,
      onclose: null,
      send: (text) => void socket.said.push(JSON.parse(text) as Said),
      close: () => void (socket.isClosed = true),
      hear: (message) => socket.onmessage?.({ data: JSON.stringify(message) }),
      cut: (code = 1006) => socket.onclose?.({ code }),
    }
    sockets.push(socket)
    return socket
  }
  return { open, sockets, last: () => sockets.at(-1)! }
}

const event = (seq: number, channels = ['thing', 'thing:1']) => ({
  type: 'event',
  seq,
  channels,
  name: 'thing.changed',
  actor_id: null,
  at: '',
  payload: {},
})
const welcome = (seq: number, resumed = true, channels: string[] = ['thing']) => ({
  type: 'welcome',
  seq,
  resumed,
  channels,
  refused: [],
})

let live: LiveClient
let server: ReturnType<typeof line>
let heard: number[]
let gaps: number
let tokens: (string | null)[]
const passing = (ms: number) => vi.advanceTimersByTimeAsync(ms)

async function connected(seq = 101) {
  live.listen(['thing'])
  live.start()
  await passing(0)
  server.last().onopen?.(undefined as never)
  server.last().hear(welcome(seq))
}

beforeEach(() => {
  vi.useFakeTimers()
  server = line()
  heard = []
  gaps = 0
  tokens = []
  live = createLive({
    open: server.open,
    token: async (refused) => (tokens.push(refused), refused ? 'token-2' : 'token-1'),
    random: () => 1,
  })
  live.onEvent((one: LiveEvent) => heard.push(one.seq))
  live.onGap(() => void gaps++)
})
afterEach(() => {
  live.stop()
  vi.useRealTimers()
})

describe('resume', () => {
  test('the first hello carries the channels and no place', async () => {
    await connected()
    expect(server.last().said).toEqual([{ type: 'hello', token: 'token-1', channels: ['thing'] }])
    expect(live.status()).toBe('live')
    expect(gaps).toBe(0)
  })

  test('after a cut the hello names the last event that was heard, and nothing is told twice', async () => {
    await connected(101)
    server.last().hear(event(111))
    server.last().hear(event(125))
    server.last().cut()
    await passing(600)
    server.last().onopen?.(undefined as never)
    expect(server.last().said[0]).toMatchObject({ type: 'hello', since: 125 })
    // The server may begin a little early; what was heard is not told again.
    server.last().hear(event(125))
    server.last().hear(event(131))
    server.last().hear(welcome(131))
    expect(heard).toEqual([111, 125, 131])
    expect(gaps).toBe(0)
  })

  test('places are numbers of 64 bits, not words', async () => {
    await connected(91)
    server.last().hear(event(92))
    server.last().hear(event(100))
    server.last().hear(event(99))
    expect(heard).toEqual([92, 100])
  })

  test('when too much was missed, everything is asked anew, and the line goes on from the server’s place', async () => {
    await connected(101)
    server.last().hear(event(111))
    server.last().cut()
    await passing(600)
    server.last().onopen?.(undefined as never)
    server.last().hear(welcome(9001, false))
    expect(gaps).toBe(1)
    server.last().cut()
    await passing(600)
    server.last().onopen?.(undefined as never)
    expect(server.last().said[0]).toMatchObject({ since: 9001 })
  })

  test('a quiet line moves its place by pongs, so that a later resume is short', async () => {
    await connected(101)
    await passing(25_000)
    expect(server.last().said.at(-1)).toEqual({ type: 'ping' })
    server.last().hear({ type: 'pong', seq: 5001 })
    server.last().cut()
    await passing(600)
    server.last().onopen?.(undefined as never)
    expect(server.last().said[0]).toMatchObject({ since: 5001 })
  })
})

describe('the line', () => {
  test('a server that does not answer a ping is left and called again', async () => {
    await connected()
    await passing(25_000 + 10_000)
    expect(server.sockets[0]!.isClosed).toBe(true)
    await passing(600)
    expect(server.sockets).toHaveLength(2)
  })

  test('calls are made further and further apart, and people hear of it from the second failure on', async () => {
    await connected()
    server.last().cut()
    expect(live.status()).toBe('connecting')
    const waits = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]
    for (const [index, wait] of waits.entries()) {
      await passing(wait - 1)
      expect(server.sockets).toHaveLength(index + 1)
      await passing(1)
      expect(server.sockets).toHaveLength(index + 2)
      server.last().cut()
      expect(live.status()).toBe('offline')
    }
  })

  test('a refused token is renewed before the next call', async () => {
    await connected()
    server.last().cut(4401)
    await passing(600)
    expect(tokens).toEqual([null, 'token-1'])
    server.last().onopen?.(undefined as never)
    expect(server.last().said[0]).toMatchObject({ token: 'token-2' })
  })

  test('a renewed token is handed on', async () => {
    await connected()
    live.renewed('token-9')
    expect(server.last().said.at(-1)).toEqual({ type: 'token', token: 'token-9' })
  })

  test('nobody signed in: no calls any more', async () => {
    live = createLive({ open: server.open, token: async () => null })
    live.start()
    await passing(60_000)
    expect(server.sockets).toHaveLength(0)
    expect(live.status()).toBe('idle')
  })
})

describe('channels', () => {
  test('what is listened to later is subscribed, and said to be whole only when the server has confirmed it', async () => {
    const whole: string[] = []
    live.onSubscribed((channels) => whole.push(...channels))
    await connected()
    expect(whole).toEqual(['thing'])
    live.listen(['other'])
    expect(server.last().said.at(-1)).toEqual({ type: 'subscribe', channels: ['other'] })
    expect(whole).toEqual(['thing'])
    server.last().hear({ type: 'subscribed', channels: ['other'], refused: [] })
    expect(whole).toEqual(['thing', 'other'])
  })

  test('a record is left with its last listener; a kind stays', async () => {
    await connected()
    const [one, two, kind] = [live.listen(['thing:1']), live.listen(['thing:1']), live.listen(['other'])]
    one()
    expect(server.last().said.at(-1)).toEqual({ type: 'subscribe', channels: ['other'] })
    two()
    expect(server.last().said.at(-1)).toEqual({ type: 'unsubscribe', channels: ['thing:1'] })
    kind()
    expect(server.last().said.filter(({ type }) => type === 'unsubscribe')).toHaveLength(1)
  })

  test('presence is said again and again while it lasts, and anew after a cut', async () => {
    await connected()
    live.listen(['thing:1'])
    live.attend('thing:1', 'viewing')
    server.last().hear({ type: 'subscribed', channels: ['thing:1'], refused: [] })
    const said = () => server.last().said.filter(({ type }) => type === 'presence')
    expect(said()).toEqual([{ type: 'presence', channel: 'thing:1', state: 'viewing' }])
    await passing(12_000)
    expect(said()).toHaveLength(2)
    server.last().hear({ type: 'presence', channel: 'thing:1', people: [{ user_id: 'ann', state: 'typing' }] })
    expect(live.present('thing:1')).toEqual([{ user_id: 'ann', state: 'typing' }])
    server.last().cut()
    expect(live.present('thing:1')).toEqual([])
    await passing(600)
    server.last().onopen?.(undefined as never)
    server.last().hear(welcome(101, true, ['thing', 'thing:1']))
    expect(said()).toEqual([{ type: 'presence', channel: 'thing:1', state: 'viewing' }])
  })
})
