import type { ParsedMail } from '../reading/parsed-mail.ts'

/** What a delivery report says (RFC 3464). Reports about several addresses give one entry each. */
export type Bounce = {
  recipients: BouncedRecipient[]
  /** Message-ID of the mail that could not be delivered, when the report holds its headers. */
  original_message_id: string | null
}

export type BouncedRecipient = {
  address: string
  /** `5.1.1`; null when the report does not tell. */
  status: string | null
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown'
  /** True when trying again is useless: failed with a status of class 5. */
  permanent: boolean
  diagnostic: string | null
}

const MAX_PART = 64 * 1024
const MAX_RECIPIENTS = 100
const ACTIONS = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded'])

/** Reads the delivery report of a mail; null when it has none. */
export function readBounce(mail: Pick<ParsedMail, 'attachments'>): Bounce | null {
  const reports = mail.attachments.filter((part) => part.type === 'message/delivery-status')
  if (reports.length === 0) return null

  const groups = reports.flatMap((part) => fieldGroups(text(part.content)))
  const recipients = groups.flatMap((fields) => {
    const address = mailbox(fields.get('original-recipient')) ?? mailbox(fields.get('final-recipient'))
    return address ? [recipient(address, fields)] : []
  })
  const original = mail.attachments.find(
    (part) => part.type === 'message/rfc822' || part.type === 'text/rfc822-headers',
  )
  const headers = original ? fieldGroups(text(original.content))[0] : undefined
  return {
    recipients: recipients.slice(0, MAX_RECIPIENTS),
    original_message_id: /<[^<>\s]{1,996}>/.exec(headers?.get('message-id') ?? '')?.[0] ?? null,
  }
}

function recipient(address: string, fields: Map<string, string>): BouncedRecipient {
  const action = fields.get('action')?.trim().toLowerCase() ?? ''
  const status = /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null
  const known = ACTIONS.has(action) ? (action as BouncedRecipient['action']) : 'unknown'
  const diagnostic =
    fields
      .get('diagnostic-code')
      ?.replace(/^\s*smtp;\s*/i, '')
      .trim()
      .slice(0, 500) ?? null
  return {
    address,
    status,
    action: known,
    permanent: known === 'failed' && (status?.startsWith('5') ?? false),
    diagnostic,
  }
}

/** `rfc822; anna@x.test` → `anna@x.test`. */
function mailbox(value: string | undefined): string | null {
  return /(?:^|[;\s<])([^\s<>;@]{1,100}@[^\s<>;@]{1,255})/.exec(value?.slice(0, 600) ?? '')?.[1]?.toLowerCase() ?? null
}

/** Groups of `Name: value` fields set apart by empty lines; folded values are joined. */
function fieldGroups(source: string): Map<string, string>[] {
  const groups: Map<string, string>[] = []
  let current = new Map<string, string>()
  let last = ''
  for (const line of source.split(/\r?\n/)) {
    if (line.trim() === '') {
      if (current.size > 0) groups.push(current)
      current = new Map()
    } else if (/^[ \t]/.test(line)) {
      if (last && current.has(last)) current.set(last, `${current.get(last)} ${line.trim()}`)
    } else {
      const colon = line.indexOf(':')
      last = colon > 0 ? line.slice(0, colon).trim().toLowerCase() : ''
      if (last && !current.has(last)) current.set(last, line.slice(colon + 1).trim())
    }
  }
  return current.size > 0 ? [...groups, current] : groups
}

function text(content: Uint8Array): string {
  return Buffer.from(content.subarray(0, MAX_PART)).toString('utf8')
}
