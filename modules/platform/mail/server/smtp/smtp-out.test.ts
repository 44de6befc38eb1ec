import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerOptions } from 'smtp-server'
import { selfSigned } from '#kernel/server/testing/self-signed.ts'
import { smtpSender } from './smtp-out.ts'
import type { SmtpAccount } from './smtp-out.ts'

const raw = Buffer.from('From: support@acme.test\r\nTo: anna@x.test\r\nSubject: Lift\r\n\r\nIt moves\r\n')
const mail = { raw, envelope: { from: 'support@acme.test', to: ['anna@x.test'] } }

/** A real server whose answers the test decides. */
async function server(t: TestContext, options: SMTPServerOptions = {}) {
  const received: { raw: string; from: string; to: string[] }[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    logger: false,
    onData(stream, session, answer) {
      void buffer(stream).then((bytes) => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          raw: bytes.toString(),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((one) => one.address),
        })
        answer()
      })
    },
    ...options,
  })
  smtp.on('error', () => {})
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  t.after(() => {
    for (const connection of smtp.connections) connection.close()
    smtp.close()
  })
  const address = smtp.server.address()
  return { received, port: typeof address === 'object' && address ? address.port : 0 }
}

const sender = (port: number, changes: Partial<SmtpAccount> = {}) =>
  smtpSender({
    host: '127.0.0.1',
    port,
    security: 'none',
    user: null,
    password: null,
    ca: null,
    timeoutMs: 1_500,
    ...changes,
  })

const refuse = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

/** Cause, code and permanence of the only refusal. */
async function refusal(port: number, changes: Partial<SmtpAccount> = {}) {
  const { accepted, rejected } = await sender(port, changes).send(mail)
  assert.deepEqual([accepted, rejected.length], [[], 1])
  const [{ cause, code, permanent } = assert.fail()] = rejected
  return [cause, code, permanent]
}

test('a mail arrives byte by byte as it was composed', async (t) => {
  const { received, port } = await server(t)
  assert.deepEqual(await sender(port).send(mail), { accepted: ['anna@x.test'], rejected: [] })
  assert.deepEqual(received, [{ raw: raw.toString(), from: 'support@acme.test', to: ['anna@x.test'] }])
  assert.equal(await sender(port).probe(), null)
})

test('recipients are refused one by one, for good or for now', async (t) => {
  const { received, port } = await server(t, {
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('gone')) return done(refuse(550, 'No such user'))
      if (address.startsWith('full')) return done(refuse(452, 'Mailbox full'))
      done()
    },
  })
  const { accepted, rejected } = await sender(port).send({
    raw,
    envelope: { ...mail.envelope, to: ['anna@x.test', 'gone@x.test', 'full@x.test'] },
  })
  assert.deepEqual(accepted, ['anna@x.test'])
  assert.deepEqual(
    rejected.map(({ address, cause, code, status, permanent }) => [address, cause, code, status, permanent]),
    [
      ['gone@x.test', 'rejected', 550, '5.1.1', true],
      ['full@x.test', 'rejected', 452, '4.2.2', false],
    ],
  )
  assert.match(rejected[0]?.message ?? '', /No such user/)
  assert.deepEqual(received[0]?.to, ['anna@x.test'])

  const none = await sender(port).send({ raw, envelope: { ...mail.envelope, to: ['gone@x.test', 'full@x.test'] } })
  assert.deepEqual(none.accepted, [])
  assert.deepEqual(
    none.rejected.map((one) => [one.address, one.code, one.permanent]),
    [
      ['gone@x.test', 550, true],
      ['full@x.test', 452, false],
    ],
  )
})

test('refusals of the sender and of the mail', async (t) => {
  const later = await server(t, { onMailFrom: (_address, _session, done) => done(refuse(451, 'Greylisted')) })
  assert.deepEqual(await refusal(later.port), ['rejected', 451, false])
  const never = await server(t, {
    onData(stream, _session, done) {
      stream.resume().on('end', () => done(refuse(554, 'Spam')))
    },
  })
  assert.deepEqual(await refusal(never.port), ['rejected', 554, true])
  // Announced too small, and refused only after the mail.
  assert.deepEqual(await refusal((await server(t, { size: 10 })).port), ['rejected', null, true])
  assert.deepEqual(await refusal((await server(t, { size: 10, hideSize: true, rejectOversized: true })).port), [
    'rejected',
    552,
    true,
  ])
})

test('a wrong password, a demanded sign-in and a right one', async (t) => {
  const locked = await server(t, {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) =>
      password === 'right' ? done(null, { user: 'desk' }) : done(refuse(535, 'Wrong')),
  })
  assert.deepEqual(await refusal(locked.port, { user: 'desk', password: 'wrong' }), ['auth', 535, false])
  assert.equal((await sender(locked.port, { user: 'desk', password: 'wrong' }).probe())?.cause, 'auth')
  assert.deepEqual(await refusal(locked.port), ['auth', 530, false])
  assert.deepEqual((await sender(locked.port, { user: 'desk', password: 'right' }).send(mail)).rejected, [])
})

test('TLS: a certificate nobody vouches for is refused, a known one accepted, a missing STARTTLS refused', async (t) => {
  const certificate = selfSigned()
  const direct = await server(t, { ...certificate, secure: true })
  assert.deepEqual(await refusal(direct.port, { security: 'tls' }), ['tls', null, false])
  assert.deepEqual((await sender(direct.port, { security: 'tls', ca: certificate.cert }).send(mail)).accepted, [
    'anna@x.test',
  ])

  const upgraded = await server(t, { ...certificate, disabledCommands: [] })
  assert.deepEqual(await refusal(upgraded.port, { security: 'starttls' }), ['tls', null, false])
  assert.deepEqual((await sender(upgraded.port, { security: 'starttls', ca: certificate.cert }).send(mail)).accepted, [
    'anna@x.test',
  ])

  const plain = await server(t)
  assert.equal((await refusal(plain.port, { security: 'starttls' }))[0], 'tls')
  assert.deepEqual(plain.received, [])
})

test('nobody listens, no such host, silence, a hang-up, a server that never finishes', async (t) => {
  const closed = net.createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const address = closed.address()
  const port = typeof address === 'object' && address ? address.port : 0
  closed.close()
  assert.deepEqual(await refusal(port), ['refused', null, false])
  assert.deepEqual(await refusal(25, { host: 'no-such-host.invalid' }), ['dns', null, false])

  const odd = async (greet: (socket: net.Socket) => void) => {
    const sockets = new Set<net.Socket>()
    const listener = net.createServer((socket) => {
      sockets.add(socket.on('error', () => {}))
      greet(socket)
    })
    t.after(() => {
      for (const socket of sockets) socket.destroy()
      listener.close()
    })
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const bound = listener.address()
    return typeof bound === 'object' && bound ? bound.port : 0
  }
  assert.deepEqual(await refusal(await odd(() => {}), { timeoutMs: 200 }), ['timeout', null, false])
  assert.deepEqual(await refusal(await odd((socket) => socket.end())), ['disconnected', null, false])
  const drip = await odd((socket) => {
    socket.write('220 hello\r\n')
    const timer = setInterval(() => socket.write('250-x\r\n'), 50)
    socket.on('close', () => clearInterval(timer))
  })
  assert.deepEqual(await refusal(drip, { timeoutMs: 200 }), ['timeout', null, false])
})
