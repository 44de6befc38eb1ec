import assert from 'node:assert/strict'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { selfSigned } from '../testing/self-signed.ts'
import { openOutgoing, type OutgoingOptions } from './client.ts'
import { OutgoingRefusal } from './refusal.ts'

const servers: net.Server[] = []
after(() => {
  for (const server of servers) {
    if ('closeAllConnections' in server) (server as http.Server).closeAllConnections()
    server.close()
  }
})

async function listen<S extends net.Server>(server: S): Promise<number> {
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  return (server.address() as AddressInfo).port
}
const serve = (answer: http.RequestListener) => listen(http.createServer(answer))
const rejectsWith = (code: string) => (error: OutgoingRefusal) => {
  assert.equal(error.code, code, String(error.stack))
  return true
}
/** Calls with one port of this machine listed, and names that mean what the test says. */
const opened = (port: number, more: Partial<OutgoingOptions> = {}) =>
  openOutgoing({ allowlist: [`hooks.test:${port}`], resolve: async () => ['127.0.0.1'], timeoutMs: 1_000, ...more })

test('an answer is data: status, headers, body; the name stays in Host and what is sent arrives', async () => {
  const seen: Record<string, unknown> = {}
  const port = await serve((request, response) => {
    Object.assign(seen, { host: request.headers.host, agent: request.headers['user-agent'], url: request.url })
    request.on(
      'data',
      (part: Buffer) => void (seen['body'] = `${(seen['body'] as string | undefined) ?? ''}${part.toString()}`),
    )
    request.on('end', () => response.writeHead(201, { 'x-one': '1' }).end('стало'))
  })
  const answer = await opened(port).call({
    method: 'POST',
    url: `http://hooks.test:${port}/in?a=1#part`,
    body: 'привет',
  })
  assert.deepEqual(
    [answer.status, answer.headers['x-one'], answer.body.toString(), answer.cut],
    [201, '1', 'стало', false],
  )
  assert.deepEqual(seen, { host: `hooks.test:${port}`, agent: 'WorkerNet (+outgoing)', url: '/in?a=1', body: 'привет' })
})

test('a name that means a private address is refused, also when it means a public one beside it', async () => {
  for (const addresses of [
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['::ffff:192.168.0.1'],
    ['93.184.215.14', '127.0.0.1'],
    ['fd00::1'],
  ]) {
    const client = openOutgoing({ allowlist: [], resolve: async () => addresses })
    await assert.rejects(client.call({ url: 'http://public.test:8080/' }), rejectsWith('outgoing.address_refused'))
  }
  const client = openOutgoing({ allowlist: [] })
  for (const url of ['http://localhost:8080/', 'http://localhost.:8080/', 'http://a.localhost:8080/'])
    await assert.rejects(client.call({ url }), rejectsWith('outgoing.address_refused'))
})

test('a listed address may be called by any name that means it', async () => {
  const port = await serve((_request, response) => response.end('in'))
  const client = openOutgoing({ allowlist: [`127.0.0.1:${port}`] })
  assert.equal((await client.call({ url: `http://localhost:${port}/` })).body.toString(), 'in')
})

test('the name is asked once: what it means a moment later is not believed', async () => {
  const port = await serve((_request, response) => response.end('first'))
  let asked = 0
  const client = opened(port, { resolve: async () => [asked++ === 0 ? '127.0.0.1' : '127.0.0.9'] })
  assert.equal((await client.call({ url: `http://hooks.test:${port}/` })).body.toString(), 'first')
  assert.equal(asked, 1)
})

test('a redirect is an answer and is not followed', async () => {
  let calls = 0
  const port = await serve((_request, response) => {
    calls++
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  })
  const answer = await opened(port).call({ url: `http://hooks.test:${port}/` })
  assert.deepEqual([answer.status, calls], [302, 1])
})

test('an endless answer is cut, a packed one stays packed', async () => {
  const endless = await serve((_request, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(16_384, 97)));
      response.once('drain', more)
    }
    more()
  })
  const long = await opened(endless).call({ url: `http://hooks.test:${endless}/` })
  assert.deepEqual([long.body.length, long.cut], [65_536, true])
  const short = await opened(endless).call({ url: `http://hooks.test:${endless}/`, mostBytes: 10 })
  assert.deepEqual([short.body.toString(), short.cut], ['aaaaaaaaaa', true])

  const bomb = gzipSync(Buffer.alloc(20_000_000))
  const packed = await serve((request, response) => {
    assert.equal(request.headers['accept-encoding'], 'identity')
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  })
  const answer = await opened(packed).call({ url: `http://hooks.test:${packed}/` })
  assert.equal(answer.body.length, Math.min(bomb.length, 65_536))
})

test('the deadline holds for silence, for drops of an answer, for headers without end and for a slow lookup', async () => {
  const silent = await serve(() => undefined)
  const dripping = await serve((_request, response) => {
    const drops = setInterval(() => response.write('.'), 50)
    response.on('close', () => clearInterval(drops))
  })
  const hints = await listen(
    net.createServer((socket) => {
      const drops = setInterval(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 50)
      socket.on('error', () => undefined).on('close', () => clearInterval(drops))
    }),
  )
  for (const port of [silent, dripping, hints]) {
    const call = opened(port, { timeoutMs: 300 }).call({ url: `http://hooks.test:${port}/` })
    await assert.rejects(call, rejectsWith('outgoing.timeout'))
  }
  const lookup = opened(1, { timeoutMs: 300, resolve: () => new Promise(() => undefined) })
  await assert.rejects(lookup.call({ url: 'http://hooks.test/' }), rejectsWith('outgoing.timeout'))
})

test('TLS is verified: an unknown authority, another name, no TLS at all', async () => {
  const { key, cert } = selfSigned()
  const port = await listen(https.createServer({ key, cert }, (_request, response) => response.end('safe')))
  const call = (host: string, more: Partial<OutgoingOptions>) =>
    openOutgoing({ allowlist: [`${host}:${port}`], resolve: async () => ['127.0.0.1'], ...more }).call({
      url: `https://${host}:${port}/`,
    })
  await assert.rejects(call('localhost', {}), rejectsWith('outgoing.tls'))
  await assert.rejects(call('hooks.test', { ca: [cert] }), rejectsWith('outgoing.tls'))
  assert.equal((await call('localhost', { ca: [cert] })).body.toString(), 'safe')
  const plain = await serve((_request, response) => response.end('plain'))
  await assert.rejects(opened(plain).call({ url: `https://hooks.test:${plain}/` }), rejectsWith('outgoing.tls'))
})

test('what fails has a name: nobody listens, hung up, not HTTP, no such name', async () => {
  const closed = await listen(net.createServer())
  await new Promise((done) => servers.pop()!.close(done))
  await assert.rejects(
    opened(closed).call({ url: `http://hooks.test:${closed}/` }),
    rejectsWith('outgoing.connection_refused'),
  )
  const rude = await listen(net.createServer((socket) => socket.destroy()))
  await assert.rejects(
    opened(rude).call({ url: `http://hooks.test:${rude}/` }),
    rejectsWith('outgoing.connection_lost'),
  )
  const other = await listen(
    net.createServer((socket) => void socket.on('error', () => undefined).end('220 mail.test ESMTP\r\n')),
  )
  await assert.rejects(opened(other).call({ url: `http://hooks.test:${other}/` }), rejectsWith('outgoing.not_http'))
  const half = await listen(
    net.createServer(
      (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')),
    ),
  )
  await assert.rejects(
    opened(half).call({ url: `http://hooks.test:${half}/` }),
    rejectsWith('outgoing.connection_lost'),
  )
  const nameless = openOutgoing({ allowlist: ['nothing.invalid:80'] })
  await assert.rejects(nameless.call({ url: 'http://nothing.invalid/' }), (error: OutgoingRefusal) =>
    ['outgoing.name_not_found', 'outgoing.name_lookup_failed'].includes(error.code),
  )
})

test('one host gets eight calls at a time; who waits longer than the deadline is told so, other hosts wait for nobody', async () => {
  let open = 0
  let most = 0
  const slow = await serve((_request, response) => {
    most = Math.max(most, ++open)
    setTimeout(() => {
      open--
      response.end()
    }, 100)
  })
  const client = openOutgoing({ allowlist: [`127.0.0.1:${slow}`], timeoutMs: 2_000 })
  await Promise.all(Array.from({ length: 20 }, () => client.call({ url: `http://127.0.0.1:${slow}/` })))
  assert.equal(most, 8)

  const dead = await serve(() => undefined)
  const quick = await serve((_request, response) => response.end())
  const both = openOutgoing({ allowlist: [`127.0.0.1:${dead}`, `127.0.0.1:${quick}`], timeoutMs: 400 })
  const calls = Array.from({ length: 12 }, () => both.call({ url: `http://127.0.0.1:${dead}/` }))
  const ends = Promise.allSettled(calls)
  assert.equal((await both.call({ url: `http://127.0.0.1:${quick}/` })).status, 200)
  const codes = (await ends).map((end) =>
    end.status === 'rejected' ? (end.reason as OutgoingRefusal).code : 'answered',
  )
  assert.ok(codes.includes('outgoing.busy') && codes.includes('outgoing.timeout'), codes.join())
})
