import { once } from 'node:events'
import { Readable } from 'node:stream'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'

/** What the sending program said before the mail. `from` is '' for bounces. */
export type SmtpEnvelope<Recipient> = {
  from: string
  recipients: { address: string; recipient: Recipient }[]
  remote_address: string
  helo: string
  encrypted: boolean
}

export type SmtpListenerOptions<Recipient> = {
  host: string
  /** 0 takes any free port. */
  port: number
  /** The name we greet with, e.g. `mail.acme.test`. */
  name: string
  /** Who an address belongs to; null refuses it with 550. The domain comes in lower case. A rejection answers 451. */
  accepts(address: string): Promise<Recipient | null>
  /**
   * Keeps the raw mail; only when it resolves the sender hears 250, so it must have stored the mail for
   * good by then. `raw` must be read to its end; it fails when the sender leaves or sends too much, and
   * what was stored so far must then be dropped. A rejection answers 451 and the sender tries again.
   */
  store(raw: Readable, envelope: SmtpEnvelope<Recipient>): Promise<void>
  /** Hears unexpected errors of `accepts` and `store`, which the sender is told nothing about. */
  failed(error: unknown): void
  /** STARTTLS is offered when given (PEM). */
  tls?: { key: string; cert: string }
  /** Bytes of one mail, 25 MB. */
  sizeLimit?: number
  /** Recipients of one mail, 100; more are told 452 and sent again by the sender. */
  recipientLimit?: number
  /** Connections at once, 50. */
  connectionLimit?: number
  /** How long a connection may be silent, 60 s. */
  idleMs?: number
  /** How long a connection may last, 15 min, so that a trickle of bytes holds nothing for ever. */
  connectionMs?: number
  /** How long `close` waits for deliveries in progress, 30 s. */
  closeMs?: number
}

export type SmtpListener = { port: number; close(): Promise<void> }

const MAX_UNKNOWN = 20
const SIZE_LIMIT = 25 * 1024 * 1024

/**
 * Listens for mail (RFC 5321, SMTPUTF8, SIZE, optionally STARTTLS; no AUTH, no relaying). Resolves once
 * the port is open; rejects with a sentence that names the port when it cannot be.
 */
export async function listenForMail<Recipient>(options: SmtpListenerOptions<Recipient>): Promise<SmtpListener> {
  const { host, port, failed, sizeLimit = SIZE_LIMIT, closeMs = 30_000, connectionMs = 15 * 60_000 } = options
  const sessions = new WeakMap<
    SMTPServerSession,
    { known: Map<string, Recipient>; unknown: number; timer: NodeJS.Timeout }
  >()
  const deliveries = new Map<string, Promise<void>>()

  const server = new SMTPServer({
    name: options.name,
    size: sizeLimit,
    maxRecipients: options.recipientLimit ?? 100,
    maxClients: options.connectionLimit ?? 50,
    socketTimeout: options.idleMs ?? 60_000,
    closeTimeout: closeMs,
    maxCommandLength: 4096,
    hideENHANCEDSTATUSCODES: false,
    disableReverseLookup: true,
    // Real senders exist whose addresses break the letter of the RFC; whom they write to is still checked.
    lenientAddressParsing: true,
    authOptional: true,
    disabledCommands: options.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    logger: false,
    ...options.tls,

    onConnect(session, done) {
      const timer = setTimeout(() => hangUp(session.id), connectionMs)
      sessions.set(session, { known: new Map(), unknown: 0, timer })
      done()
    },
    onClose(session) {
      clearTimeout(sessions.get(session)?.timer)
    },
    onMailFrom(_address, session, done) {
      sessions.get(session)?.known.clear()
      done()
    },
    onRcptTo({ address }, session, answer) {
      void refusal(address, session).then(answer)
    },
    onData(stream, session, answer) {
      const delivery = deliver(stream, session).then(answer)
      deliveries.set(session.id, delivery)
      void delivery.finally(() => deliveries.delete(session.id))
    },
  })
  // Torn connections are the other side's affair; without a listener they would end the process.
  server.on('error', () => {})

  /** Why an address is not taken; null when it is. */
  async function refusal(address: string, session: SMTPServerSession): Promise<Error | null> {
    const state = sessions.get(session)
    if (!state) return reply(451, 'Try again later')
    try {
      const recipient = await options.accepts(lowerDomain(address))
      if (recipient !== null) {
        state.known.set(address.toLowerCase(), recipient)
        return null
      }
    } catch (error) {
      failed(error)
      return reply(451, 'Try again later')
    }
    state.unknown += 1
    // Whoever asks for many names is collecting them.
    return state.unknown > MAX_UNKNOWN ? reply(421, 'Too many unknown recipients') : reply(550, 'No such mailbox here')
  }

  /** Stores one mail; null when it is stored, else what the sender hears. */
  async function deliver(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const state = { oversized: false, complete: false, gone: false }
    stream.on('error', () => {
      state.gone = true
    })
    const raw = Readable.from(bounded(stream, sizeLimit, state), { objectMode: false })
    raw.on('error', () => {})
    try {
      await options.store(raw, envelope(session))
      if (!state.complete) throw new Error('store resolved before it had read the mail to its end')
      return null
    } catch (error) {
      await drained(stream, sizeLimit, () => hangUp(session.id))
      if (state.oversized) return reply(552, 'The mail is too large')
      if (!state.gone) failed(error)
      return reply(451, 'The mail could not be stored, try again later')
    }
  }

  function envelope(session: SMTPServerSession): SmtpEnvelope<Recipient> {
    const known = sessions.get(session)?.known ?? new Map<string, Recipient>()
    const { mailFrom, rcptTo } = session.envelope
    return {
      from: mailFrom ? mailFrom.address : '',
      recipients: rcptTo.flatMap(({ address }) => {
        const recipient = known.get(address.toLowerCase())
        return recipient === undefined ? [] : [{ address: lowerDomain(address), recipient }]
      }),
      remote_address: session.remoteAddress,
      helo: session.hostNameAppearsAs || '',
      encrypted: session.secure,
    }
  }

  function hangUp(id: string): void {
    for (const connection of server.connections)
      if (connection.id === id) connection.send(421, 'Closing the connection')
  }

  await open(server, host, port)
  const bound = server.server.address()

  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const { id } of server.connections) {
        const delivery = deliveries.get(id)
        // The answer to a finished delivery is written first, the good-bye after it.
        if (delivery) void delivery.finally(() => setImmediate(hangUp, id))
        else hangUp(id)
      }
      await closed
    },
  }
}

/** The bytes of the mail, at the pace of the reader; fails past the limit. Leaves the stream open, which carries later commands. */
async function* bounded(
  stream: SMTPServerDataStream,
  limit: number,
  state: { oversized: boolean; complete: boolean },
): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new Error('SMTP data is bytes')
    size += chunk.length
    if (size > limit) {
      state.oversized = true
      throw new Error(`the mail is larger than ${limit} bytes`)
    }
    yield chunk
  }
  state.complete = true
}

/** Reads and forgets the rest of a refused mail, because SMTP has no way to interrupt; a sender without an end is cut off. */
async function drained(stream: SMTPServerDataStream, limit: number, hangUp: () => void): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > 2 * limit) hangUp()
  })
  stream.resume()
  await Promise.race([once(stream, 'end'), once(stream, 'close')]).catch(() => {})
}

async function open(server: SMTPServer, host: string, port: number): Promise<void> {
  server.listen(port, host)
  try {
    await once(server.server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new Error(`Cannot listen for mail on ${host}:${port}: ${REASONS[code] ?? code}`, { cause: error })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses this port; choose another one',
  EACCES: 'this port needs administrator rights; choose one above 1023',
  EADDRNOTAVAIL: 'this machine has no such address',
}

function reply(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code })
}

function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase()
}
