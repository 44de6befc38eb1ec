// The outgoing server of somebody's mailbox: guarded like everything that a person names, its failures in words.
import type { Out } from '#kernel/contract/index.ts'
import type { Outgoing } from '#kernel/server/outgoing/client.ts'
import { OutgoingRefusal } from '#kernel/server/outgoing/refusal.ts'
import type { ownMailboxes } from '../../contract.ts'
import type { ComposedMail } from '../smtp/compose.ts'
import type { SmtpFailure } from '../smtp/smtp-failure.ts'
import { type SendResult, smtpSender } from '../smtp/smtp-out.ts'
import type { OwnMailboxRow } from './record.ts'

const USUAL_PORTS = [25, 465, 587]
/** Seconds of silence; a third of the longest delivery. */
export const OWN_SMTP_SECONDS = 30

export type OwnAccount = { box: OwnMailboxRow; password: string }

async function senderOf(outgoing: Outgoing, { box, password }: OwnAccount, seconds: number) {
  const { smtp_host: host, smtp_port: port, smtp_security: security, username: user } = box
  const [address] = await outgoing.reach(host, port, USUAL_PORTS)
  return smtpSender({ host, address: address!, port, security, user, password, ca: null, timeoutMs: seconds * 1_000 })
}

/** Sends through it; `account` is null where it is not connected any more. */
export async function sendByOwn(
  outgoing: Outgoing,
  account: OwnAccount | null,
  mail: ComposedMail,
): Promise<SendResult> {
  const refused = (why: SmtpFailure): SendResult => ({
    accepted: [],
    rejected: mail.envelope.to.map((address) => ({ address, ...why })),
  })
  const nothing = { code: null, status: null, permanent: true }
  if (!account) return refused({ ...nothing, cause: 'no_mailbox', message: 'not connected' })
  try {
    return await (await senderOf(outgoing, account, OWN_SMTP_SECONDS)).send(mail)
  } catch (error) {
    if (!(error instanceof OutgoingRefusal)) throw error
    const cause = error.code.startsWith('outgoing.name')
      ? 'dns'
      : error.code === 'outgoing.timeout'
        ? 'timeout'
        : 'refused'
    return refused({ ...nothing, cause, message: error.code, permanent: false })
  }
}

type Probe = Out<typeof ownMailboxes.probe>['outgoing']
const PROBE_SECONDS = 10

export async function probeOutgoing(outgoing: Outgoing, account: OwnAccount): Promise<Probe> {
  const { smtp_host: host, smtp_port: port } = account.box
  try {
    const failure = await (await senderOf(outgoing, account, PROBE_SECONDS)).probe()
    if (!failure) return { ok: true, trouble: null, params: {}, said: null }
    const params = { host, port, seconds: PROBE_SECONDS, reason: failure.cause }
    return { ok: false, trouble: TROUBLES[failure.cause] ?? 'mailbox_trouble.unknown', params, said: failure.message }
  } catch (error) {
    if (!(error instanceof OutgoingRefusal)) throw error
    const trouble =
      error.code === 'outgoing.port_refused'
        ? 'mailbox_trouble.smtp_port'
        : error.code === 'outgoing.url_refused'
          ? 'mailbox_trouble.host'
          : error.code
    return { ok: false, trouble, params: error.params, said: null }
  }
}

const TROUBLES: Partial<Record<SmtpFailure['cause'], string>> = {
  dns: 'outgoing.name_not_found',
  refused: 'outgoing.connection_refused',
  unreachable: 'outgoing.unreachable',
  tls: 'mailbox_trouble.smtp_tls',
  auth: 'mailbox_trouble.password',
  timeout: 'outgoing.timeout',
  disconnected: 'outgoing.connection_lost',
}
