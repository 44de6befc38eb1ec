// The WebSocket at /api/realtime: says hello with a token, listens to channels, tells presence.
import type { FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Authenticate } from '../http/callers.ts'
import type { Logger } from '../log.ts'
import type { Hub, Listener } from './hub.ts'
import { ClientMessage } from '../../contract/live.ts'

export const REALTIME_PATH = '/api/realtime'
const HELLO_WITHIN_MS = 10_000
const ALIVE_EVERY_MS = 25_000
const GOODBYE_MS = 1_000
// A client that does not read is cut off rather than buffered for: it resumes from its last seq.
const MOST_BUFFERED = 4 * 1024 * 1024

export type SocketOptions = { hub: Hub; authenticate: Authenticate; origins: readonly string[]; log: Logger }

/** Serves WebSockets on the HTTP server; answers how to stop. */
export function serveSockets(app: FastifyInstance, { hub, authenticate, origins, log }: SocketOptions): () => void {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 })

  app.server.on('upgrade', (request, socket, head) => {
    const { origin, host } = request.headers
    const path = (request.url ?? '').split('?')[0]
    const sameOrigin = origin === undefined || URL.parse(origin)?.host === host || origins.includes(origin)
    if (path !== REALTIME_PATH || !sameOrigin)
      return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    server.handleUpgrade(request, socket, head, (ws) => serve(ws))
  })

  function serve(ws: WebSocket): void {
    let listener: Listener | null = null
    let alive = true
    // Messages of one client are handled one after another, so that hello is over before subscribe.
    let queue: Promise<void> = Promise.resolve()
    const tooLate = setTimeout(() => ws.close(4408, 'no hello'), HELLO_WITHIN_MS)
    const pinger = setInterval(() => {
      if (!alive) return ws.terminate()
      alive = false
      ws.ping()
    }, ALIVE_EVERY_MS)
    ws.on('pong', () => void (alive = true))
    ws.on('error', (error) => log.debug({ error: error.message }, 'socket'))
    ws.on('close', () => {
      clearTimeout(tooLate)
      clearInterval(pinger)
      if (listener) hub.leave(listener)
    })
    ws.on('message', (text: Buffer) => {
      alive = true
      const message = messageIn(text)
      if (!message) return ws.close(4400, 'not understood')
      queue = queue
        .then(() => handle(message))
        .catch((error: unknown) => {
          log.error({ error: error instanceof Error ? error.stack : String(error) }, 'socket message')
          ws.close(1011, 'failed')
        })
    })

    const send = (text: string) => {
      if (ws.bufferedAmount > MOST_BUFFERED) return ws.terminate()
      if (ws.readyState === ws.OPEN) ws.send(text)
    }

    async function handle(message: ClientMessage): Promise<void> {
      if (message.type === 'hello' || message.type === 'token') {
        const actor = await authenticate(message.token).catch(() => null)
        if (!actor) return ws.close(4401, 'sign in')
        clearTimeout(tooLate)
        if (listener) return void (listener.actor = actor)
        if (message.type === 'token') return
        listener = {
          id: randomUUID(),
          actor,
          channels: new Set(),
          place: 0,
          // Live events wait until it is known what was missed.
          waiting: [],
          send,
          close: (code, reason) => ws.close(code, reason),
        }
        hub.enter(listener)
        const verdict = await hub.subscribe(listener, message.channels)
        const resumed = await hub.join(listener, message.since)
        if (ws.readyState !== ws.OPEN) return hub.leave(listener)
        return hub.say(listener, { type: 'welcome', seq: hub.seq(), resumed, ...verdict })
      }
      if (!listener) return ws.close(4401, 'hello first')
      if (message.type === 'subscribe')
        return hub.say(listener, { type: 'subscribed', ...(await hub.subscribe(listener, message.channels)) })
      if (message.type === 'unsubscribe')
        return message.channels.forEach((name) => {
          hub.attend(listener!, name, null)
          listener!.channels.delete(name)
        })
      if (message.type === 'presence') return hub.attend(listener, message.channel, message.state)
      return hub.say(listener, { type: 'pong', seq: hub.seq() })
    }
  }

  const stop = () => {
    hub.stop()
    server.close()
    // Who does not answer the goodbye is not waited for.
    setTimeout(() => server.clients.forEach((client) => client.terminate()), GOODBYE_MS).unref()
  }
  // The HTTP server ends when its last connection does, and a line is one that never ends by itself.
  app.addHook('preClose', async () => stop())
  return stop
}

function messageIn(text: Buffer): ClientMessage | null {
  try {
    return ClientMessage.safeParse(JSON.parse(text.toString())).data ?? null
  } catch {
    return null
  }
}
