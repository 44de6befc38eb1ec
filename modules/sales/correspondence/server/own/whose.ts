// What is known of the mails of a person's mailbox: the conversations that they answer and the clients that they are from or to,
// as far as that person may see them.
import { email, type Parsed } from '#kernel/contract/index.ts'
import { type Actor, may, personOf } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { type personDesk, USE_OWN_MAILBOX } from '#modules/platform/mail/contract.ts'
import { Client, identity } from '#modules/sales/clients/contract.ts'
import { type Thread, threadsById } from '../arrival/threads.ts'
import { foundOrNull, subjectOfLetter } from '../subject.ts'
import type { LetterContext } from '../tables.ts'
import { type OwnCandidate, type OwnPlace, ownPlaceOf } from './own-place.ts'

export type Head = Parsed<typeof personDesk.wanted>['heads'][number]
export type Owner = { actor: Actor; name: string }

const MOST_ADDRESSES = 100

/** Whose mailbox it is; null for somebody who has left, or may not connect one any more. */
export async function ownerOf({ call, platform, actor }: LetterContext, id: string): Promise<Owner | null> {
  const [person] = (await call(users.addressees, { ids: [id] })).items
  if (!person) return null
  const self = personOf(platform.access.roles, actor.tenant_id, person)
  return may(self, USE_OWN_MAILBOX) ? { actor: self, name: person.name } : null
}

/** Whom a mail is from, or to: those by whom it belongs somewhere. */
const others = ({ direction, from, to }: Head): string[] =>
  (direction === 'in' ? [from] : to).map((address) => address.trim().toLowerCase())

export type Whose = (head: Head, found?: { kind: string; forged: boolean }) => OwnPlace

/** Asks once about all of some mails; answers where each belongs. */
export async function whoseAre(context: LetterContext, owner: Owner, heads: readonly Head[]): Promise<Whose> {
  const addresses = [...new Set(heads.flatMap(others))].filter((one) => one !== '')
  const answered = await answeredBy(context, heads)
  const idsOf = ({ threads: { signed, named }, answers }: Head) => ({
    signed,
    named: [...named, ...answers.flatMap((id) => answered.get(id) ?? [])],
  })
  const ids = heads.map(idsOf).flatMap(({ signed, named }) => [...signed, ...named])
  const clients = await clientsOf(context, owner, addresses)
  const threads = await seenThreads(context, owner, ids)
  const matters = (head: Head) => {
    const { signed, named } = idsOf(head)
    return (
      head.direction === 'in' && (clients.has(others(head)[0]!) || [...signed, ...named].some((id) => threads.has(id)))
    )
  }
  const staff = await staffAmong(context, heads.filter(matters).flatMap(others))
  return (head, { kind, forged } = { kind: 'person', forged: false }) => {
    const people = others(head)
    const theirs = people.flatMap((address) => clients.get(address) ?? [])
    const candidate = (proof: OwnCandidate['proof']) => (id: string) => {
      const thread = threads.get(id)
      if (!thread) return []
      const tookPart = people.some((address) => thread.addresses.includes(address))
      return [{ thread: id, proof, isTheirs: tookPart || theirs.includes(thread.client) }]
    }
    const { signed, named } = idsOf(head)
    const candidates = [...signed.flatMap(candidate('signed')), ...named.flatMap(candidate('named'))]
    const isFromStaff = head.direction === 'in' && staff.has(people[0] ?? '')
    return ownPlaceOf(candidates, theirs, { direction: head.direction, kind, forged, isFromStaff })
  }
}

/** The conversations of letters by the Message-IDs that some mails answer. */
async function answeredBy({ db }: LetterContext, heads: readonly Head[]): Promise<Map<string, string>> {
  const names = [...new Set(heads.flatMap(({ answers }) => answers))]
  if (names.length === 0) return new Map()
  const rows = await db
    .selectFrom('letters')
    .select(['message_id', 'thread'])
    .where('message_id', 'in', names)
    .execute()
  return new Map(rows.map(({ message_id, thread }) => [message_id!, thread]))
}

/** The clients with these addresses that the owner may see. */
async function clientsOf(context: LetterContext, { actor }: Owner, addresses: readonly string[]) {
  const known = new Map<string, string[]>()
  const seen = new Map<string, boolean>()
  for (let at = 0; at < addresses.length; at += MOST_ADDRESSES) {
    const some = addresses.slice(at, at + MOST_ADDRESSES)
    const { items } = await context.call(identity.correspondents, { addresses: some })
    for (const { address, client, removed } of items) {
      if (removed) continue
      if (!seen.has(client)) seen.set(client, await maySee(context, actor, client))
      if (seen.get(client)) known.set(address, [...(known.get(address) ?? []), client])
    }
  }
  return known
}

async function maySee(context: LetterContext, actor: Actor, client: string): Promise<boolean> {
  if (!may(actor, 'clients.read')) return false
  const found = await context.as(actor, (own) => foundOrNull(() => find(own, Client, client, 'clients.read')))
  return found !== null
}

async function seenThreads(context: LetterContext, { actor }: Owner, ids: readonly string[]) {
  const threads = await threadsById(context, ids)
  const seen = new Map<string, Thread>()
  for (const [id, thread] of threads) {
    const record = await context.as(actor, (own) => foundOrNull(() => subjectOfLetter(own, thread)))
    if (record) seen.set(id, thread)
  }
  return seen
}

/** Colleagues among the senders who matter: whose mail would otherwise be of a record. */
async function staffAmong({ call }: LetterContext, senders: readonly string[]): Promise<ReadonlySet<string>> {
  const staff = new Set<string>()
  for (const address of new Set(senders)) {
    if (!ADDRESS.safeParse(address).success) continue
    const person = await call(users.byEmail, { email: address })
    if (person && person.role !== 'client') staff.add(address)
  }
  return staff
}
const ADDRESS = email()
