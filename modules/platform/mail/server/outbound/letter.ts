// A row of the outbox as the letter that it is.
import { buffer } from 'node:stream/consumers'
import { Problem } from '#kernel/contract/index.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { files } from '#modules/platform/files/contract.ts'
import { mailKeys } from '../keys.ts'
import { REPLY_MARKERS } from '../replies/marker.ts'
import type { Letter, OutgoingAttachment } from '../smtp/compose.ts'
import type { MailContext, OutboundRow } from '../tables.ts'

/** Most servers refuse mails of more than 25 MB; a file grows by a third on its way. */
const MOST_BYTES = 16 * 1024 * 1024

/** The refusal of a file that a scanner or its pictures are still about. */
export const FILE_CHECKING = 'file.checking'
const WAITS_MS = 3_600_000

/** Every time the same one, with the same Message-ID. */
export async function letterOf(context: MailContext, row: OutboundRow): Promise<Letter> {
  const person = ({ name, address }: { name: string; address: string }) => ({ name, address })
  const of = (role: 'to' | 'cc') => row.recipients.filter((one) => one.role === role).map(person)
  const { sent, left } = await attachmentsOf(context, row)
  const hint =
    left.length > 0
      ? `\n\n${context.platform.texts.t(row.language, 'mail_text.left_out', { files: left.join(', ') })}`
      : ''
  return {
    from: { name: row.from_name, address: row.from_address },
    desk: row.desk,
    to: of('to'),
    cc: of('cc'),
    subject: row.subject,
    reference: row.reference,
    text: row.text + hint,
    quoted: row.quoted,
    html: row.html,
    unsubscribe: row.unsubscribe,
    marker: REPLY_MARKERS[row.language],
    message_id: row.message_id,
    in_reply_to: row.in_reply_to,
    references: row.refers_to,
    attachments: sent,
    date: new Date(row.created_at),
    automatic: row.automatic,
    loop_token: mailKeys(context.platform).loopToken(context.actor.tenant_id),
    list_id: null,
  }
}

/** The bytes of the files, and the names of those that do not fit or are not there any more. */
async function attachmentsOf({ call, log, now }: MailContext, row: OutboundRow) {
  const sent: OutgoingAttachment[] = []
  const left: string[] = []
  let bytes = 0
  for (const { file, name, type, size } of row.attachments) {
    bytes += size
    if (bytes > MOST_BYTES) {
      left.push(name)
      bytes -= size
      continue
    }
    try {
      const { open } = (await call(files.content, { id: file })) as RawAnswer
      sent.push({ file_name: name, type, content: await buffer(await open()) })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // Still being checked: the mail waits for it, but not forever.
      if (error.code === FILE_CHECKING && Date.parse(now) - Date.parse(row.created_at) < WAITS_MS) throw error
      log.warn({ mail: row.id, file, code: error.code }, 'a file of a mail cannot be read')
      left.push(name)
    }
  }
  return { sent, left }
}
