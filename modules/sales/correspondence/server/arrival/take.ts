// Mails that may be of a record: an answer to a letter goes where that stands, mail to an address of sales to its sender's.
import { email, type Out, type Parsed } from '#kernel/contract/index.ts'
import type { recordDesk } from '#modules/platform/mail/contract.ts'
import { identity } from '#modules/sales/clients/contract.ts'
import { foundOrNull, subjectOf, subjectOfLetter, type Subject } from '../subject.ts'
import type { LetterContext } from '../tables.ts'
import { keep } from './keep.ts'
import { clientOf } from './lead.ts'
import { knownAs } from './known.ts'
import { type Candidate, placeOf } from './place.ts'
import { type Thread, threadsById } from './threads.ts'

export type Received = Parsed<typeof recordDesk.take>['mails'][number]
type Fate = Out<typeof recordDesk.take>['fates'][number]

const suspended = (reason: string): Fate => ({
  state: 'suspended',
  reason,
  detail: null,
  thread: null,
  answer: null,
})

export async function take(
  context: LetterContext,
  { mails }: Parsed<typeof recordDesk.take>,
): Promise<Out<typeof recordDesk.take>> {
  const threads = await threadsById(context, mails.flatMap(idsOf))
  const fates: Fate[] = []
  // One after the other: a record's lock and the files of its letters are its own affair.
  for (const one of mails) fates.push(await takeOne(context, one, threads))
  return { fates }
}

async function takeOne(
  context: LetterContext,
  received: Received,
  threads: ReadonlyMap<string, Thread>,
): Promise<Fate> {
  const candidates = await candidatesOf(context, received, threads)
  const place = placeOf(candidates, received)
  if (place.kind === 'desk') return null
  if (place.kind === 'aside') return suspended(place.reason)
  if (!ADDRESS.safeParse(received.from.address.trim()).success) return suspended('bad_sender')
  if (place.kind === 'thread') {
    const subject = await foundOrNull(() => subjectOfLetter(context, threads.get(place.thread)!))
    return subject ? handled(context, received, subject, place.thread) : suspended('record_gone')
  }
  const client = await clientOf(context, received)
  if ('reason' in client) return suspended(client.reason)
  return handled(context, received, await subjectOf(context, 'client', client.id), context.id())
}
const ADDRESS = email()

async function handled(context: LetterContext, received: Received, subject: Subject, thread: string): Promise<Fate> {
  // It may have come to a person's own mailbox as well, and be a letter already.
  const known = await knownAs(context, { message_id: received.message_id, from: received.from.address })
  if (known === null) await keep(context, received, subject, thread)
  return { state: 'handled', reason: null, detail: null, thread: known ?? thread, answer: null, confidential: true }
}

const idsOf = ({ threads: { signed, named }, into }: Received): string[] => [
  ...signed,
  ...named,
  ...(into === null || into === 'new' ? [] : [into]),
]

/** Best first. Theirs is a conversation in which the sender took part, or one with the client they belong to. */
async function candidatesOf(
  { call }: LetterContext,
  { threads: { signed, named }, into, from }: Received,
  threads: ReadonlyMap<string, Thread>,
): Promise<Candidate[]> {
  const found = (proof: Candidate['proof'], ids: readonly string[]) =>
    ids.flatMap((id) => (threads.has(id) ? [{ proof, thread: threads.get(id)! }] : []))
  const all = [...found('chosen', into === null ? [] : [into]), ...found('signed', signed), ...found('named', named)]
  if (all.length === 0) return []
  const address = from.address.trim().toLowerCase()
  const { items } = await call(identity.correspondents, { addresses: [address.slice(0, 320)] })
  const clients = new Set(items.map(({ client }) => client))
  return all.map(({ proof, thread }) => ({
    proof,
    thread: thread.thread,
    isTheirs: thread.addresses.includes(address) || clients.has(thread.client),
  }))
}
