import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { scan } from './clamd.ts'
import { EICAR, freePort, noClamd, type Scanner, startClamd } from './testing/scanner.ts'

async function* pieces(...all: Uint8Array[]) {
  yield* all
}
const MEGABYTE = 1_048_576

describe('a real clamd', { skip: noClamd }, () => {
  let clamd: Scanner
  before(async () => void (clamd = await startClamd(await freePort())))
  after(() => clamd.stop())

  test('finds what it knows, in one piece and in many, and nothing else', async () => {
    assert.deepEqual(await scan(clamd, pieces(Buffer.from('an honest text'))), { state: 'clean' })
    assert.deepEqual(await scan(clamd, pieces(EICAR)), { state: 'infected', name: 'Test.Eicar.UNOFFICIAL' })
    const single = [...EICAR].map((byte) => Buffer.from([byte]))
    assert.deepEqual(await scan(clamd, pieces(...single)), { state: 'infected', name: 'Test.Eicar.UNOFFICIAL' })
    assert.deepEqual(await scan(clamd, pieces(...Array.from({ length: 10 }, () => Buffer.alloc(100_000)))), {
      state: 'clean',
    })
  })

  test('says of what is too large for it that it could not check it', async () => {
    const many = Array.from({ length: 40 }, () => Buffer.alloc(MEGABYTE / 4))
    assert.equal((await scan(clamd, pieces(...many))).state, 'failed')
  })

  test('answers many at the same time', async () => {
    const states = await Promise.all(
      Array.from(
        { length: 8 },
        async (_, index) => (await scan(clamd, pieces(index % 2 ? EICAR : Buffer.from('x')))).state,
      ),
    )
    assert.deepEqual(
      states,
      Array.from({ length: 8 }, (_, index) => (index % 2 ? 'infected' : 'clean')),
    )
  })
})

/** Something else that listens. */
async function stranger(behave: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    behave(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stop = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { host: '127.0.0.1', port, stop }
}

const strangers: [what: string, behave: (socket: Socket) => void, error: RegExp][] = [
  ['is silent', (socket) => void socket.resume(), /silent/],
  ['hangs up', (socket) => void socket.once('data', () => socket.end()), /hung up|ECONNRESET|EPIPE/],
  [
    'speaks HTTP',
    (socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    /clamd said/,
  ],
  ['never ends', (socket) => void socket.once('data', () => socket.write('x'.repeat(10_000))), /without an end/],
  [
    'says OK of something else',
    (socket) => void socket.once('data', () => socket.end('stream: OK, or not\0')),
    /clamd said/,
  ],
  [
    'fails',
    (socket) => void socket.once('data', () => socket.end("stream: Can't allocate memory ERROR\0")),
    /clamd said/,
  ],
]
for (const [what, behave, error] of strangers)
  test(`a scanner that ${what} has said nothing of the file`, async () => {
    const server = await stranger(behave)
    const asked = scan(server, pieces(Buffer.alloc(3 * MEGABYTE)), { silentMs: 200 })
    await assert.rejects(asked, error).finally(server.stop)
  })

test('a scanner that is not there cannot be asked', async () => {
  await assert.rejects(scan({ host: '127.0.0.1', port: await freePort() }, pieces(EICAR)), { code: 'ECONNREFUSED' })
})
