/** Why a mail did not reach a recipient. */
export type SmtpFailure = {
  /**
   * `dns` no such host; `refused` nobody listens; `unreachable` no way there; `tls` no trusted encryption;
   * `auth` name or password refused or demanded; `timeout`; `disconnected` in the middle; `rejected` the
   * server said no to this recipient or mail; `no_mailbox` the mailbox it was to leave through is disconnected; `unknown` else.
   */
  cause:
    | 'no_mailbox'
    | 'dns'
    | 'refused'
    | 'unreachable'
    | 'tls'
    | 'auth'
    | 'timeout'
    | 'disconnected'
    | 'rejected'
    | 'unknown'
  /** The SMTP reply, e.g. 550; null when there was none. */
  code: number | null
  /** The enhanced status (RFC 3463), e.g. `5.1.1`; null when the server gave none. */
  status: string | null
  /** What the server or the system said, one line, for the administrator. */
  message: string
  /**
   * True when sending the same mail to this recipient again is useless. False for everything that
   * somebody can mend or that passes by itself: settings, network, 4xx.
   */
  permanent: boolean
}

/** Puts an error of the SMTP client into plain words for machines. */
export function smtpFailure(error: unknown): SmtpFailure {
  const facts = read(error)
  const cause = causeOf(facts)
  const { responseCode: code } = facts
  return {
    cause,
    code,
    status: /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(facts.response)?.[1] ?? null,
    message: (facts.response || facts.message)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 500),
    permanent: cause === 'rejected' && (code === null || (code >= 500 && !OVER_LATER.has(code))),
  }
}

/** 5xx replies about the moment or the connection rather than about the mail. */
const OVER_LATER = new Set([503, 521])

type Facts = { code: string; system: string; responseCode: number | null; response: string; message: string }

function read(error: unknown): Facts {
  const fields: Record<string, unknown> =
    error instanceof Error
      ? { ...Object.fromEntries(Object.entries(error)), message: error.message }
      : { message: String(error) }
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  return {
    code: text('code'),
    system: text('originalCode') || text('code'),
    responseCode: typeof fields['responseCode'] === 'number' ? fields['responseCode'] : null,
    response: text('response'),
    message: text('message'),
  }
}

function causeOf({ code, system, responseCode, message }: Facts): SmtpFailure['cause'] {
  if (code === 'EAUTH' || code === 'ENOAUTH' || responseCode === 530 || responseCode === 535) return 'auth'
  if (code === 'ETIMEDOUT' || system === 'ETIMEDOUT' || code === 'EABORT') return 'timeout'
  if (code === 'EDNS' || system === 'ENOTFOUND' || system === 'EAI_AGAIN') return 'dns'
  if (system === 'ECONNREFUSED') return 'refused'
  if (system === 'EHOSTUNREACH' || system === 'ENETUNREACH' || system === 'EADDRNOTAVAIL') return 'unreachable'
  if (
    code === 'ETLS' ||
    /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/.test(system) ||
    /certificate/i.test(message)
  )
    return 'tls'
  if (code === 'ECONNECTION' || system === 'ECONNRESET' || system === 'EPIPE') return 'disconnected'
  if (responseCode !== null || code === 'EENVELOPE' || code === 'EMESSAGE') return 'rejected'
  return 'unknown'
}
