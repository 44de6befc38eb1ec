// The other side of mail, for tests: people's mail programs and a server that takes what we send.
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createTransport, type SendMailOptions } from 'nodemailer'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerEnvelope } from 'smtp-server'

export type Arrived = { mail: Email; raw: Buffer; from: string; to: string[] }

/** An SMTP server that keeps what it is sent. `refuse` answers a recipient with an SMTP code; with an `account` it wants to be signed in to. */
export async function mailbox(
  refuse: (address: string) => number | null = () => null,
  account: { user: string; pass: string } | null = null,
) {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    authOptional: account === null,
    allowInsecureAuth: true,
    disabledCommands: account ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    onAuth({ username, password }, _session, done) {
      const isRight = username === account?.user && password === account?.pass
      done(isRight ? null : Object.assign(new Error('wrong'), { responseCode: 535 }), { user: username })
    },
    logger: false,
    onRcptTo({ address }, _session, done) {
      const code = refuse(address)
      done(code === null ? null : Object.assign(new Error('not now'), { responseCode: code }))
    },
    onData(stream, { envelope }, answer) {
      void keep(stream, envelope).then(answer)
    },
  })
  async function keep(stream: Readable, { mailFrom, rcptTo }: SMTPServerEnvelope): Promise<null> {
    const raw = await buffer(stream)
    const from = mailFrom ? mailFrom.address : ''
    arrived.push({ mail: await PostalMime.parse(raw), raw, from, to: rcptTo.map(({ address }) => address) })
    return null
  }
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    arrived,
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A mail program that delivers straight to a port. */
export function mailProgram(port: number) {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, disableFileAccess: true })
  return {
    send: (mail: SendMailOptions) => transport.sendMail(mail),
    /** What a mail program makes of «answer»: threading headers and the text above the quoted mail. */
    answer: ({ mail }: Arrived, from: string, text: string, more: SendMailOptions = {}) =>
      transport.sendMail({
        from,
        to: mail.from?.address ?? '',
        subject: `Re: ${mail.subject}`,
        inReplyTo: mail.messageId ?? '',
        references: `${mail.references ?? ''} ${mail.messageId}`.trim(),
        text: `${text}\n\nOn Mon, 4 May 2026 at 10:00, ${mail.from?.name} <${mail.from?.address}> wrote:\n${(mail.text ?? '').replace(/^/gm, '> ')}`,
        ...more,
      }),
  }
}
