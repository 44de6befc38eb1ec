import { createServer, type Server } from 'node:http'
import type { FastifyInstance } from 'fastify'

/**
 * Serves `app`, which listens already, on a second port whose start page is that of background jobs: the same pages, the same
 * sign-in, the same API and live lines. Answers the server; rejects when the port cannot be had.
 */
export async function openJobsPort(app: FastifyInstance, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/') {
      response.writeHead(302, { location: '/jobs', 'cache-control': 'no-store' }).end()
      return
    }
    app.routing(request, response)
  })
  const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = app.server
  Object.assign(server, { headersTimeout, requestTimeout, timeout, keepAliveTimeout })
  server.on('upgrade', (...upgrade) => app.server.emit('upgrade', ...upgrade))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, resolve)
  })
  return server
}
