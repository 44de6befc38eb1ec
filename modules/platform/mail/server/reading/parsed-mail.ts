/** One mailbox of a header. `address` is lower-case in its domain only; `name` may be empty. */
export type MailAddress = { name: string; address: string }

/** One part that is not the text of the mail. `content` is decoded. */
export type MailAttachment = {
  file_name: string | null
  type: string
  size: number
  content: Uint8Array<ArrayBuffer>
  /** Content-ID without angle brackets: `cid:` links in the html point here. */
  content_id: string | null
  /** Shown inside the text (a picture of the html) rather than listed beside it. */
  inline: boolean
}

export type MailHeader = { name: string; value: string }

/**
 * A mail as plain data. Everything is bounded by `LIMITS` and free of NUL and lone surrogates,
 * so that it can be stored as it is; what had to be left out is named in `truncated`.
 */
export type ParsedMail = {
  /** With angle brackets, as in the header; null when missing or malformed. */
  message_id: string | null
  in_reply_to: string[]
  /** Oldest first, as in the header. */
  references: string[]
  from: MailAddress | null
  sender: MailAddress | null
  reply_to: MailAddress[]
  to: MailAddress[]
  cc: MailAddress[]
  subject: string
  /** ISO instant; null when missing or nonsense. */
  date: string | null
  text: string | null
  html: string | null
  attachments: MailAttachment[]
  /** Names in lower case, values unfolded, in the order of the mail. */
  headers: MailHeader[]
  truncated: Truncation[]
}

export type Truncation = 'recipients' | 'references' | 'headers' | 'text' | 'html' | 'links' | 'attachments'

/** Lengths count UTF-16 units, except attachments (pieces). */
export const LIMITS = {
  recipients: 100,
  references: 100,
  headers: 200,
  header_length: 8_192,
  subject: 1_000,
  name: 200,
  address: 320,
  message_id: 998,
  file_name: 255,
  text: 1_000_000,
  html: 2_000_000,
  links: 5_000,
  attachments: 200,
} as const

/** Values of one header, in order; `name` in lower case. */
export function headerValues(mail: Pick<ParsedMail, 'headers'>, name: string): string[] {
  return mail.headers.filter((header) => header.name === name).map((header) => header.value)
}
