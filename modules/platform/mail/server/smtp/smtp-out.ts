import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { ComposedMail } from './compose.ts'
import { smtpFailure } from './smtp-failure.ts'
import type { SmtpFailure } from './smtp-failure.ts'

export type SmtpAccount = {
  host: string
  /** Where to connect when the name was looked up before; the certificate is still that of the name. */
  address?: string
  port: number
  /** `tls` from the first byte (465), `starttls` demanded (587), `none` in the clear (a relay beside us). */
  security: 'tls' | 'starttls' | 'none'
  user: string | null
  password: string | null
  /** PEM of a private certificate authority; null trusts the usual ones. */
  ca: string | null
  /** Longest silence of the server, and a third of the longest whole delivery. */
  timeoutMs: number
}

export type RejectedRecipient = SmtpFailure & { address: string }

/** Every recipient is in exactly one list. */
export type SendResult = { accepted: string[]; rejected: RejectedRecipient[] }

export type SmtpSender = {
  /** Never rejects for what a server or network does; see `SmtpFailure` for what may be tried again. */
  send(mail: ComposedMail): Promise<SendResult>
  /** Connects and signs in without sending; null when all is well. */
  probe(): Promise<SmtpFailure | null>
}

/** Sends mail through one configured SMTP server, with a connection for each mail. */
export function smtpSender(account: SmtpAccount): SmtpSender {
  const { host, port, security, timeoutMs } = account
  const transport = createTransport({
    host: account.address ?? host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(account.user === null ? {} : { auth: { user: account.user, pass: account.password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    tls: {
      rejectUnauthorized: true,
      // An address has no name to be asked for.
      ...(isIP(host) ? {} : { servername: host }),
      ...(account.ca === null ? {} : { ca: account.ca }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  return {
    async send({ raw, envelope }) {
      try {
        const info = await transport.sendMail({
          raw,
          envelope: { ...envelope, size: raw.length },
          signal: AbortSignal.timeout(timeoutMs * 3),
        })
        const errors = new Map((info.rejectedErrors ?? []).map((error) => [error.recipient ?? '', error]))
        return {
          accepted: info.accepted,
          rejected: info.rejected.map((address) => ({ address, ...smtpFailure(errors.get(address)) })),
        }
      } catch (error) {
        return { accepted: [], rejected: rejectedAll(envelope.to, error) }
      }
    },
    async probe() {
      try {
        await within(transport.verify(), timeoutMs * 3)
        return null
      } catch (error) {
        return smtpFailure(error)
      }
    },
  }
}

/** Each recipient with its own refusal where the server gave one, else with what stopped the whole mail. */
function rejectedAll(addresses: string[], error: unknown): RejectedRecipient[] {
  const known =
    error instanceof Error && 'rejectedErrors' in error && Array.isArray(error.rejectedErrors)
      ? error.rejectedErrors
      : []
  const own = new Map(known.map((one: { recipient?: string }) => [one.recipient ?? '', one]))
  return addresses.map((address) => ({ address, ...smtpFailure(own.get(address) ?? error) }))
}

/** A server that answers a byte at a time is never silent and never done. */
async function within<Result>(work: Promise<Result>, limitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error(`not done within ${limitMs} ms`), { code: 'ETIMEDOUT' })),
      limitMs,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
