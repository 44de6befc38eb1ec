// A connection to the IMAP server of an outside provider: guarded, bounded in time, its failures in words.
import { ImapFlow } from 'imapflow'
import type { Outgoing } from '#kernel/server/outgoing/client.ts'
import { connectionRefusal, OutgoingRefusal } from '#kernel/server/outgoing/refusal.ts'

/** Why a mailbox cannot be read: `code` is a key of the catalogues, `said` what the server told. */
export type Trouble = { code: string; params: Record<string, string | number>; said: string | null }

export type Account = {
  host: string
  port: number
  security: 'tls' | 'starttls' | 'none'
  username: string
  password: string
}

const USUAL_PORTS = [143, 993]
const CONNECT_MS = 10_000
const SILENCE_MS = 60_000
const MOST_BYTES = 30 * 1024 * 1024

/** Signs in. Throws what `troubleOf` understands. */
export async function connect(outgoing: Outgoing, account: Account): Promise<ImapFlow> {
  const { host, port, security, username, password } = account
  const [address] = await outgoing.reach(host, port, USUAL_PORTS)
  const client = new ImapFlow({
    // The address that was checked; the certificate is still that of the name.
    host: address!,
    port,
    servername: host,
    secure: security === 'tls',
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', servername: host },
    auth: { user: username, pass: password },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS * 5,
    maxIdleTime: SILENCE_MS * 4,
    maxLiteralSize: MOST_BYTES,
  })
  // What fails is thrown by the command that was running; an idle connection ends with 'close'.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    client.close()
    throw error
  }
  return client
}

export class FolderMissing extends Error {
  readonly folder: string
  constructor(folder: string) {
    super(`no folder ${folder}`)
    this.folder = folder
  }
}

type Fault = Error & {
  code?: string
  authenticationFailed?: boolean
  tlsFailed?: boolean
  responseText?: string
  response?: string
  serverResponseCode?: string
}

const TIMEOUTS = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEOUT', 'LockTimeout'])

/** What went wrong, in words that say what to mend. Never throws: an unknown fault is told as it is. */
export function troubleOf(
  error: unknown,
  { host, port, folder }: { host: string; port: number; folder: string },
): Trouble {
  const fault = (error instanceof Error ? error : new Error(String(error))) as Fault
  const said =
    (fault.responseText ?? (fault.authenticationFailed ? fault.response : undefined) ?? '').slice(0, 500) || null
  const trouble = (code: string, params: Trouble['params'] = { host, port }): Trouble => ({ code, params, said })
  if (fault instanceof FolderMissing) return trouble('mailbox_trouble.folder', { folder: fault.folder || folder })
  if (fault instanceof OutgoingRefusal) {
    if (fault.code === 'outgoing.port_refused') return trouble('mailbox_trouble.port')
    if (fault.code === 'outgoing.url_refused') return trouble('mailbox_trouble.host')
    return trouble(fault.code, fault.params)
  }
  if (fault.authenticationFailed) return trouble('mailbox_trouble.password')
  if (TIMEOUTS.has(fault.code ?? '')) return trouble('outgoing.timeout', { host, seconds: CONNECT_MS / 1_000 })
  // A server that speaks without TLS where TLS is expected answers what is no TLS at all.
  if (fault.code === 'ERR_SSL_WRONG_VERSION_NUMBER' || fault.code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return trouble('mailbox_trouble.no_tls')
  if (
    /starttls/i.test(fault.message) ||
    (fault.tlsFailed && !/CERT|ISSUER|SIGNED|VERIFY|ALTNAME/.test(fault.code ?? ''))
  )
    return trouble('mailbox_trouble.no_starttls')
  if (
    fault.code?.startsWith('ClosedAfterConnect') ||
    fault.code === 'NoConnection' ||
    fault.code === 'EConnectionClosed'
  )
    return trouble('outgoing.connection_lost')
  try {
    const { code, params } = connectionRefusal(fault, { host, port })
    return trouble(code, params)
  } catch {
    return { code: 'mailbox_trouble.unknown', params: { host, port }, said: said ?? fault.message.slice(0, 500) }
  }
}
