import type { FastifyInstance, FastifyReply } from 'fastify'
import { gauge, histogram, type Metric } from './metric.ts'

// The last bound under which a request is still good is one of the alerts' own.
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export type Requests = {
  metrics: readonly Metric[]
  /** Measures every request of a server, also those that no route or no handler is reached by. */
  watch(app: FastifyInstance): void
}

/** How long requests take, by method, route (its pattern, never the URL) and class of status. */
export function measureRequests(): Requests {
  const durations = histogram('workernet_http_request_duration_seconds', 'Time to answer a request.', SECONDS)
  const series = new Map<string, ReturnType<typeof durations.series>>()
  let open = 0

  function seriesOf(method: string, route: string, status: number) {
    const key = `${method} ${status} ${route}`
    const known = series.get(key)
    if (known) return known
    const one = durations.series({ method, route, status: `${status}xx` })
    series.set(key, one)
    return one
  }
  function observe(method: string, route: string | undefined, reply: FastifyReply): void {
    open--
    const status = Math.trunc(reply.statusCode / 100)
    seriesOf(route === undefined ? 'any' : method, route ?? 'none', status).observe(reply.elapsedTime / 1_000)
  }

  return {
    metrics: [
      durations,
      gauge('workernet_http_requests_in_flight', 'Requests being answered at this moment.', () => [{ value: open }]),
    ],
    watch(app) {
      // With a callback: an async hook would cost every request a promise.
      app.addHook('onRequest', (_request, _reply, done) => {
        open++
        done()
      })
      app.addHook('onResponse', (request, reply, done) => {
        observe(request.method, request.is404 ? undefined : request.routeOptions.url, reply)
        done()
      })
    },
  }
}
