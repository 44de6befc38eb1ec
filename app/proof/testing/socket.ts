// A live line as a client holds it: says hello, remembers everything it hears.
import { WebSocket } from 'ws'
import type { ClientMessage, ServerMessage } from '#kernel/contract/live.ts'

export type Heard = Extract<ServerMessage, { type: 'event' }>
export type Line = {
  /** What the server said to the hello. */
  welcome: Extract<ServerMessage, { type: 'welcome' }>
  heard: Heard[]
  all: ServerMessage[]
  closed: Promise<number>
  say: (message: ClientMessage) => void
  /** The next message that fits, also one that came already; throws after three seconds. */
  next: <T extends ServerMessage['type']>(
    type: T,
    fits?: (message: Extract<ServerMessage, { type: T }>) => boolean,
  ) => Promise<Extract<ServerMessage, { type: T }>>
  socket: WebSocket
  close: () => Promise<unknown>
}

type Hello = { token: string; channels?: string[]; since?: number }

/** Opens a line; throws the close code when the server refuses it. */
export async function openLine(port: number, { token, channels = [], since }: Hello): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/realtime`)
  const all: ServerMessage[] = []
  const waiting = new Set<() => void>()
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('message', (text: Buffer) => {
    all.push(JSON.parse(text.toString()) as ServerMessage)
    for (const look of waiting) look()
  })
  socket.on('error', () => undefined)
  const say = (message: ClientMessage) => socket.send(JSON.stringify(message))
  const next: Line['next'] = (type, fits = () => true) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = all.find((one) => one.type === type && fits(one as never))
        if (!found) return
        clearTimeout(late)
        waiting.delete(look)
        resolve(found as never)
      }
      const late = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`no ${type} came; there was ${JSON.stringify(all).slice(0, 1_000)}`))
      }, 3_000)
      waiting.add(look)
      look()
    })
  await new Promise((resolve) => socket.on('open', resolve))
  say({ type: 'hello', token, channels, ...(since === undefined ? {} : { since }) })
  const first = await Promise.race([next('welcome'), closed])
  if (typeof first === 'number') throw new Error(`closed with ${first}`)
  return {
    welcome: first,
    get heard() {
      return all.filter((one) => one.type === 'event')
    },
    all,
    closed,
    say,
    next,
    socket,
    close: () => {
      socket.close()
      return closed
    },
  }
}
