// Those who send slowly on purpose hold a place that others need.
import type { FastifyInstance } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { Problem } from '../../../contract/index.ts'

/** How long the edge waits for whom; milliseconds. */
export type Patience = {
  /** For all headers of a request. */
  headers: number
  /** For a whole request: an upload over a slow line takes its time. */
  request: number
  /** For a line on which nothing moves, in either direction: neither sent nor read. */
  silence: number
  /** For a JSON body, and a second more for each `bytesPerSecond` of it. */
  body: number
  bytesPerSecond: number
  /** How often all this is looked at. */
  every: number
}

export const PATIENCE: Patience = {
  headers: 20_000,
  request: 600_000,
  silence: 60_000,
  body: 15_000,
  bytesPerSecond: 4_096,
  every: 2_000,
}

/** Cuts JSON bodies that come more slowly than `patience` has it: 408 `too_slow`, and the line is closed. */
export function cutSlowBodies(app: FastifyInstance, { body, bytesPerSecond, every }: Patience): void {
  const reading = new Map<IncomingMessage, number>()
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const size = Number(request.headers['content-length'] ?? request.routeOptions.bodyLimit ?? 0)
      reading.set(request.raw, performance.now() + body + (size / bytesPerSecond) * 1_000)
    }
    done(null, payload)
  })
  app.addHook('preValidation', (request, _reply, done) => {
    reading.delete(request.raw)
    done()
  })
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [request, deadline] of reading) {
      if (!request.destroyed && now < deadline) continue
      reading.delete(request)
      // The parser answers an error of its stream; a destroyed one would take the answer's line with it. Nobody listens
      // any more where the body was refused for something else.
      if (!request.destroyed && !request.complete && request.listenerCount('error') > 0)
        request.emit('error', new Problem('too_slow', 408))
    }
  }, every).unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
