// A receiver of webhooks for tests: keeps what came, answers as told.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { headers: http.IncomingHttpHeaders; body: string; at: number }
export type Receiver = {
  url: string
  /** For OUTGOING_ALLOWLIST. */
  place: string
  received: Received[]
  /** How the next calls are answered; null = never. */
  answer: { status: number; headers?: Record<string, string>; body?: string } | null
  close(): Promise<void>
}

export async function receiver(port = 0): Promise<Receiver> {
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      made.received.push({ headers: request.headers, body: Buffer.concat(parts).toString(), at: Date.now() })
      if (made.answer) response.writeHead(made.answer.status, made.answer.headers).end(made.answer.body)
    })
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', () => done()))
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const made: Receiver = {
    url: `http://${place}/hook`,
    place,
    received: [],
    answer: { status: 200 },
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  return made
}
