// The headers of mails in somebody's mailbox: all that is ever looked at of those that belong into no record.
import type { FetchMessageObject, ImapFlow, MessageAddressObject } from 'imapflow'
import type { Parsed } from '#kernel/contract/index.ts'
import type { personDesk } from '../../contract.ts'
import { namedThreads, namesIn } from '../intake/handing-over.ts'
import { mailKeys } from '../keys.ts'
import { threadCandidates } from '../routing/threading.ts'
import type { MailContext } from '../tables.ts'

export type Direction = 'in' | 'out'
export type Head = Parsed<typeof personDesk.wanted>['heads'][number]

const MOST_ADDRESSES = 100
const MESSAGE_ID = /<[^<>\s]{1,996}>/g

/** Of those that are still there, in the order of their numbers. */
export async function headsOf(
  client: ImapFlow,
  uids: readonly number[],
  direction: Direction,
): Promise<{ uid: number; direction: Direction; found: FetchMessageObject }[]> {
  const heads = await client.fetchAll(
    uids.join(','),
    { uid: true, envelope: true, headers: ['references'] },
    { uid: true },
  )
  return heads.map((found) => ({ uid: found.uid, direction, found })).toSorted((a, b) => a.uid - b.uid)
}

/** With the conversations that they answer. Mails of ours, which a provider put among those that were sent, are left out. */
export async function readHeads(
  context: MailContext,
  raw: Awaited<ReturnType<typeof headsOf>>,
): Promise<{ uid: number; head: Head }[]> {
  const { ids } = mailKeys(context.platform)
  const { tenant_id } = context.actor
  const read = raw.map(({ uid, direction, found }) => {
    const { envelope = {}, headers } = found
    const references = headers?.toString('latin1').match(MESSAGE_ID) ?? []
    const answered = { in_reply_to: idsIn(envelope.inReplyTo), references: [...references] }
    const [message_id = null] = idsIn(envelope.messageId)
    return {
      uid,
      direction,
      answered,
      message_id,
      from: addressesIn(envelope.from)[0] ?? '',
      to: [envelope.to, envelope.cc, envelope.bcc].flatMap(addressesIn).slice(0, MOST_ADDRESSES),
    }
  })
  const others = read.filter(({ message_id }) => message_id === null || ids.verify(message_id, tenant_id) === null)
  const known = await namedThreads(
    context,
    others.map(({ answered }) => answered),
  )
  return others.map(({ uid, answered, ...rest }) => ({
    uid,
    head: {
      ...rest,
      answers: namesIn(answered),
      threads: {
        signed: threadCandidates({ ...answered, subject: '' }, ids, tenant_id).signed.filter((one) => UUID.test(one)),
        named: [...new Set(namesIn(answered).flatMap((name) => known.get(name) ?? []))],
      },
    },
  }))
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const idsIn = (header: string | undefined): string[] => header?.match(MESSAGE_ID) ?? []

const addressesIn = (people: MessageAddressObject[] | undefined): string[] =>
  (people ?? []).flatMap(({ address }) => (address ? [address.trim().toLowerCase().slice(0, 320)] : []))
