import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { selfSigned } from '#kernel/server/testing/self-signed.ts'
import { listenForMail } from './smtp-in.ts'
import type { SmtpEnvelope, SmtpListenerOptions } from './smtp-in.ts'

type Kept = { raw: Buffer; envelope: SmtpEnvelope<string> }

/** A listener that knows `support@acme.test` and keeps what comes. */
async function desk(t: TestContext, changes: Partial<SmtpListenerOptions<string>> = {}) {
  const kept: Kept[] = []
  const failures: unknown[] = []
  const listener = await listenForMail<string>({
    host: '127.0.0.1',
    port: 0,
    name: 'mail.acme.test',
    accepts: async (address) => (/^(support|пётр)(\+.*)?@(acme\.test|\[127\.0\.0\.1\])$/.test(address) ? 'acme' : null),
    store: async (raw, envelope) => {
      kept.push({ raw: await buffer(raw), envelope })
    },
    failed: (error) => failures.push(error),
    closeMs: 2_000,
    ...changes,
  })
  t.after(() => listener.close())
  const client = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true, logger: false })
  const mail = { from: 'anna@x.test', to: 'support@acme.test', subject: 'Lift', text: 'It stands still' }
  return { listener, kept, failures, client, mail, talk: () => talk(listener.port) }
}

/** A rude client: sends lines, reads replies. */
async function talk(port: number) {
  const socket = net.connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  let heard = ''
  socket.on('data', (text: string) => {
    heard += text
  })
  const until = async (pattern: RegExp): Promise<string> => {
    const begun = Date.now()
    while (!pattern.test(heard)) {
      if (Date.now() - begun > 5_000) throw new Error(`${pattern} did not come: ${heard}`)
      await pause(5)
    }
    const all = heard
    heard = ''
    return all
  }
  await until(/^220 .*\r\n/)
  const say = async (line: string, pattern: RegExp = /^\d{3} .*\r\n/m) => {
    socket.write(`${line}\r\n`)
    return until(pattern)
  }
  const begin = async (from = 'anna@x.test', to = 'support@acme.test') => {
    await say('EHLO x.test', /^250 .*\r\n/m)
    await say(`MAIL FROM:<${from}>`, /^250/)
    await say(`RCPT TO:<${to}>`, /^250/)
    await say('DATA', /^354/)
  }
  return { socket, say, until, begin, closed: () => once(socket, 'close') }
}

const rejection = async (work: Promise<unknown>): Promise<{ responseCode?: number; response?: string }> => {
  const failed = await work.then(
    () => null,
    (error: Error & { responseCode?: number; response?: string }) => error,
  )
  assert.ok(failed, 'was accepted')
  return failed
}

test('a mail for us is stored whole, with its envelope, before the sender hears 250', async (t) => {
  const { client, kept, mail } = await desk(t)
  const sent = await client.sendMail({ ...mail, to: ['support@ACME.test', 'support+42@acme.test'], text: '.\n..\nИт' })
  assert.match(sent.response, /^250 /)
  assert.equal(kept.length, 1)
  const [{ raw, envelope } = assert.fail()] = kept
  assert.match(raw.toString(), /Subject: Lift/)
  assert.deepEqual(envelope, {
    from: 'anna@x.test',
    recipients: [
      { address: 'support@acme.test', recipient: 'acme' },
      { address: 'support+42@acme.test', recipient: 'acme' },
    ],
    remote_address: '127.0.0.1',
    helo: envelope.helo,
    encrypted: false,
  })
})

test('unknown addresses are refused one by one with 550, and collectors of names are shown the door', async (t) => {
  const { client, kept, mail, talk } = await desk(t)
  const sent = await client.sendMail({ ...mail, to: ['support@acme.test', 'nobody@acme.test'] })
  assert.deepEqual(sent.rejected, ['nobody@acme.test'])
  assert.equal((await rejection(client.sendMail({ ...mail, to: 'x@else.test' }))).responseCode, 550)
  assert.equal(kept.length, 1)

  const { say, closed } = await talk()
  await say('EHLO x', /^250 .*\r\n/m)
  await say('MAIL FROM:<>')
  for (let count = 0; count < 20; count += 1) assert.match(await say(`RCPT TO:<n${count}@acme.test>`), /^550 /)
  const gone = closed()
  assert.match(await say('RCPT TO:<more@acme.test>'), /^421 /)
  await gone
})

test('a failing store or directory answers 451, and the error is heard by us only', async (t) => {
  let broken = true
  const { client, failures, mail } = await desk(t, {
    store: async (raw) => {
      await buffer(raw)
      if (broken) throw new Error('disk full: /secret/path')
    },
    accepts: async (address) => {
      if (address.startsWith('broken')) throw new Error('database gone')
      return 'acme'
    },
  })
  const stored = await rejection(client.sendMail(mail))
  assert.equal(stored.responseCode, 451)
  assert.doesNotMatch(stored.response ?? '', /secret/)
  assert.equal((await rejection(client.sendMail({ ...mail, to: 'broken@acme.test' }))).responseCode, 451)
  assert.deepEqual(
    failures.map((error) => error instanceof Error && error.message),
    ['disk full: /secret/path', 'database gone'],
  )
  broken = false
  assert.match((await client.sendMail(mail)).response, /^250 /)
})

test('a store that fails at once or forgets to read is never a stored mail', async (t) => {
  for (const store of [async () => Promise.reject(new Error('no')), async () => {}]) {
    const { client, failures, mail } = await desk(t, { store })
    assert.equal((await rejection(client.sendMail({ ...mail, text: 'x'.repeat(2_000_000) }))).responseCode, 451)
    assert.equal(failures.length, 1)
  }
})

test('too large: refused by its announcement, and by its bytes when it lies, and the connection goes on', async (t) => {
  const { client, kept, failures, mail, talk } = await desk(t, { sizeLimit: 100_000 })
  assert.equal((await rejection(client.sendMail({ ...mail, text: 'x'.repeat(200_000) }))).responseCode, 552)

  const { say, begin, socket, until } = await talk()
  assert.match(await say('EHLO x', /^250 .*\r\n/m), /SIZE 100000/)
  await begin()
  for (let count = 0; count < 15; count += 1) socket.write(`${'x'.repeat(9_998)}\r\n`)
  assert.match(await say('.'), /^552 /)
  await begin()
  assert.match(await say('Subject: small\r\n\r\nhi\r\n.'), /^250 /)
  assert.deepEqual([kept.length, failures.length], [1, 0])
  socket.end()
  await until(/^/)
})

test('a mail without end is cut off', async (t) => {
  const { talk } = await desk(t, { sizeLimit: 100_000 })
  const { begin, socket, closed } = await talk()
  await begin()
  const gone = closed()
  const flood = setInterval(() => socket.write('x'.repeat(60_000)), 1)
  t.after(() => clearInterval(flood))
  await gone
})

test('too many recipients are told 452', async (t) => {
  const { talk } = await desk(t, { recipientLimit: 3 })
  const { say, socket } = await talk()
  await say('EHLO x', /^250 .*\r\n/m)
  await say('MAIL FROM:<a@x.test>')
  for (let count = 0; count < 3; count += 1) assert.match(await say(`RCPT TO:<support+${count}@acme.test>`), /^250/)
  assert.match(await say('RCPT TO:<support+9@acme.test>'), /^452/)
  socket.destroy()
})

test('a sender who leaves in the middle leaves nothing stored', async (t) => {
  let outcome = 'none'
  const { talk, failures } = await desk(t, {
    store: async (raw) => {
      await buffer(raw).then(
        () => (outcome = 'stored'),
        () => (outcome = 'dropped'),
      )
      if (outcome === 'dropped') throw new Error('incomplete')
    },
  })
  const { begin, socket } = await talk()
  await begin()
  socket.write('Subject: half\r\n\r\nhal')
  await pause(50)
  socket.destroy()
  for (let tries = 0; outcome === 'none' && tries < 200; tries += 1) await pause(10)
  assert.equal(outcome, 'dropped')
  assert.deepEqual(failures, [])
})

test('silent and endless connections are ended', async (t) => {
  const silent = await desk(t, { idleMs: 150 })
  const quiet = await silent.talk()
  await quiet.until(/^421 .*Timeout/)

  const short = await desk(t, { connectionMs: 400 })
  const dripping = await short.talk()
  await dripping.begin()
  const drip = setInterval(() => dripping.socket.write('x\r\n'), 20)
  t.after(() => clearInterval(drip))
  await dripping.until(/^421 /m)
  dripping.socket.destroy()
})

test('there is no AUTH and, without a certificate, no STARTTLS; over-long commands end the connection', async (t) => {
  const { talk } = await desk(t)
  const { say, socket } = await talk()
  assert.doesNotMatch(await say('EHLO x', /^250 .*\r\n/m), /AUTH|STARTTLS/)
  assert.match(await say('AUTH PLAIN AGEAYg=='), /^5\d\d /)
  assert.match(await say('STARTTLS'), /^5\d\d /)
  assert.match(await say('MAIL FROM:<a\u0000@x.test>'), /^5\d\d /)
  assert.match(await say(`MAIL FROM:<${'a'.repeat(10_000)}@x.test>`), /^421 /)
  socket.destroy()
})

test('STARTTLS with a certificate, and the envelope knows of it', async (t) => {
  const certificate = selfSigned()
  const { listener, kept, mail } = await desk(t, { tls: certificate })
  const client = createTransport({
    host: '127.0.0.1',
    port: listener.port,
    requireTLS: true,
    tls: { ca: certificate.cert },
  })
  await client.sendMail(mail)
  assert.equal(kept[0]?.envelope.encrypted, true)
})

test('UTF-8 addresses, address literals, the null sender and addresses of careless programs', async (t) => {
  const { client, kept, mail, talk } = await desk(t)
  await client.sendMail({ ...mail, from: 'анна@почта.рф', to: 'пётр@acme.test' })
  const { begin, say, socket } = await talk()
  for (const [from, to] of [
    ['', 'support@[127.0.0.1]'],
    ['a..b.@docomo.test', 'support@acme.test'],
  ] as const) {
    await begin(from, to)
    assert.match(await say('Subject: x\r\n\r\nhi\r\n.'), /^250 /)
  }
  socket.destroy()
  assert.deepEqual(
    kept.map(({ envelope }) => [envelope.from, envelope.recipients[0]?.address]),
    [
      ['анна@почта.рф', 'пётр@acme.test'],
      ['', 'support@[127.0.0.1]'],
      ['a..b.@docomo.test', 'support@acme.test'],
    ],
  )
})

test('recipients of an earlier mail on the same connection do not leak into the next', async (t) => {
  const { talk, kept } = await desk(t)
  const { begin, say, socket } = await talk()
  await begin('a@x.test', 'support+1@acme.test')
  await say('Subject: 1\r\n\r\nhi\r\n.', /^250/)
  await begin('b@x.test', 'support+2@acme.test')
  await say('Subject: 2\r\n\r\nhi\r\n.', /^250/)
  socket.destroy()
  assert.deepEqual(
    kept.map(({ envelope }) => envelope.recipients.map((one) => one.address)),
    [['support+1@acme.test'], ['support+2@acme.test']],
  )
})

test('closing finishes the delivery in progress, ends idle connections and frees the port', async (t) => {
  let release = () => {}
  const stored = new Promise<void>((resolve) => {
    release = resolve
  })
  const { listener, client, mail, talk } = await desk(t, {
    store: async (raw) => {
      await buffer(raw)
      await stored
    },
  })
  const idle = await talk()
  const sending = client.sendMail(mail)
  await pause(400)
  const closing = listener.close()
  await idle.until(/^421 /)
  release()
  assert.match((await sending).response, /^250 /)
  await closing
  const again = await desk(t, { port: listener.port })
  assert.equal(again.listener.port, listener.port)
})

test('a port in use is one clear sentence', async (t) => {
  const { listener } = await desk(t)
  await assert.rejects(desk(t, { port: listener.port }), {
    message: `Cannot listen for mail on 127.0.0.1:${listener.port}: another program uses this port; choose another one`,
  })
})

test('twenty megabytes arrive at the pace of the store', async (t) => {
  let most = 0
  const { client, mail } = await desk(t, {
    store: async (raw) => {
      for await (const chunk of raw) {
        most = Math.max(most, raw.readableLength + chunk.length)
        if (Math.random() < 0.02) await pause(1)
      }
    },
  })
  await client.sendMail({ ...mail, attachments: [{ filename: 'a', content: Buffer.alloc(14 * 1024 * 1024, 1) }] })
  assert.ok(most > 0 && most < 1024 * 1024, String(most))
})
