import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import Fastify from 'fastify'
import WebSocket, { WebSocketServer } from 'ws'
import { openJobsPort } from './jobs-port.ts'

test('the second port begins at the jobs and is the same server otherwise', async (t) => {
  const app = Fastify()
  app.get('/jobs', async (request) => `page for ${request.headers.host}`)
  const lines = new WebSocketServer({ noServer: true })
  app.server.on('upgrade', (request, socket, head) =>
    lines.handleUpgrade(request, socket, head, (line) => line.send(`line ${request.url}`)),
  )
  await app.listen({ port: 0, host: '127.0.0.1' })
  const server = await openJobsPort(app, 0, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  t.after(async () => {
    server.closeAllConnections()
    server.close()
    await app.close()
  })
  const first = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' })
  assert.deepEqual([first.status, first.headers.get('location')], [302, '/jobs'])
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/jobs`)).text(), `page for 127.0.0.1:${port}`)
  assert.equal((await fetch(`http://127.0.0.1:${port}/nothing`)).status, 404)
  const line = new WebSocket(`ws://127.0.0.1:${port}/api/realtime`)
  assert.equal(
    await new Promise((resolve) => line.on('message', (text) => resolve(String(text)))),
    'line /api/realtime',
  )
  line.terminate()
})
