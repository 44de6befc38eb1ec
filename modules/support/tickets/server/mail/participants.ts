// Whom a conversation by mail has beside its requester.
import { conflict, invalid, notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { Participant, Ticket, type tickets } from '../../contract.ts'
import { ticketRecipientsChanged } from '../../contract/composing/sending.ts'
import { participantFields, type ParticipantRow, type TicketContext } from '../tables.ts'
import { lineOf } from '../ticket-line.ts'
import { usableAddress } from './sender.ts'

type Person = { name: string; address: string }

/** One mail reaches a hundred people; the requester and some room are left out of this. */
const MOST = 80

export async function participants(
  context: TicketContext,
  { id }: { id: string },
): Promise<Out<typeof tickets.participants>> {
  await find(context, Ticket, id, 'tickets.read')
  const rows = await context.db
    .selectFrom('ticket_participants')
    .select([...participantFields, 'deleted_at'])
    .where('ticket', '=', id)
    .where((eb) => eb.or([eb('deleted_at', 'is', null), eb('named_again_at', 'is not', null)]))
    .orderBy('id')
    .execute()
  const plain = ({ deleted_at: _, ...row }: (typeof rows)[number]): ParticipantRow => row
  return {
    items: rows.filter(({ deleted_at }) => deleted_at === null).map(plain),
    named_again: rows.filter(({ deleted_at }) => deleted_at !== null).map(plain),
  }
}

/** Writes to somebody from now on; whoever was taken out is back then, because a person wants it. */
export async function addParticipant(
  context: TicketContext,
  { id, name, address: written }: Parsed<typeof tickets.addParticipant>,
): Promise<ParticipantRow> {
  const address = usableAddress(written)
  if (address === null) throw invalid([{ pointer: '/address', code: 'format.email' }])
  let row: ParticipantRow | undefined
  await changeBy(context, Ticket, id, 'tickets.update', async (ticket) => {
    const { db, emit } = context
    const there = await db
      .selectFrom('ticket_participants')
      .select(['id', 'address', 'deleted_at'])
      .where('ticket', '=', id)
      .execute()
    const known = there.find((one) => one.address === address)
    if (!known && there.filter(({ deleted_at }) => deleted_at === null).length >= MOST)
      throw conflict('participant.too_many', { most: MOST })
    row = known
      ? await db
          .updateTable('ticket_participants')
          .set({ deleted_at: null, named_again_at: null, ...(name === '' ? {} : { name }) })
          .where('id', '=', known.id)
          .returning(participantFields)
          .executeTakeFirstOrThrow()
      : await db
          .insertInto('ticket_participants')
          .values({ ticket: id, name, address, named_again_at: null })
          .returning(participantFields)
          .executeTakeFirstOrThrow()
    emit(ticketRecipientsChanged, { ticket: lineOf(ticket), name: row.name, address, what: 'added' as const })
    return {}
  })
  return row!
}

export async function removeParticipant(
  context: TicketContext,
  { id, participant }: Parsed<typeof tickets.removeParticipant>,
): Promise<null> {
  await changeBy(context, Ticket, id, 'tickets.update', async (ticket) => {
    const { db, emit, now } = context
    const gone = await db
      .updateTable('ticket_participants')
      .set((eb) => ({ deleted_at: eb.fn.coalesce('deleted_at', eb.val(now)), named_again_at: null }))
      .where('id', '=', participant)
      .where('ticket', '=', id)
      .where((eb) => eb.or([eb('deleted_at', 'is', null), eb('named_again_at', 'is not', null)]))
      .returning(['name', 'address'])
      .executeTakeFirst()
    if (!gone) throw notFound(Participant.name)
    emit(ticketRecipientsChanged, { ticket: lineOf(ticket), ...gone, what: 'removed' as const })
    return {}
  })
  return null
}

/**
 * Adds those whom a mail named; answers the addresses that could not be added. Whoever was taken out stays out: that the
 * mail names them again is written down, and a person decides.
 */
export async function addParticipants(
  context: TicketContext,
  ticket: string,
  requester: string,
  people: readonly Person[],
): Promise<string[]> {
  if (people.length === 0) return []
  const { db } = context
  const left: string[] = []
  const { count } = await db
    .selectFrom('ticket_participants')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('ticket', '=', ticket)
    .executeTakeFirstOrThrow()
  let room = MOST - Number(count)
  for (const { name, address: written } of people) {
    const address = usableAddress(written)
    if (address === requester) continue
    if (address === null || room <= 0) {
      left.push(written)
      continue
    }
    const added = await db
      .insertInto('ticket_participants')
      .values({ ticket, name, address, named_again_at: null })
      .onConflict((met) => met.columns(['tenant_id', 'ticket', 'address'] as never).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (added) room -= 1
    else await noteNamedAgain(context, ticket, address)
  }
  return left
}

const noteNamedAgain = ({ db, now }: TicketContext, ticket: string, address: string) =>
  db
    .updateTable('ticket_participants')
    .set({ named_again_at: now })
    .where('ticket', '=', ticket)
    .where('address', '=', address)
    .where('deleted_at', 'is not', null)
    .execute()
