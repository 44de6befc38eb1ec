// Whom a conversation by mail has beside its requester.
import { notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { Participant, Ticket, type tickets } from '../../contract.ts'
import { participantFields, type TicketContext } from '../tables.ts'
import { usableAddress } from './sender.ts'

type Person = { name: string; address: string }

/** One mail reaches a hundred people; the requester and some room are left out of this. */
const MOST = 80

export async function participants(
  context: TicketContext,
  { id }: { id: string },
): Promise<Out<typeof tickets.participants>> {
  await find(context, Ticket, id, 'tickets.read')
  const items = await context.db
    .selectFrom('ticket_participants')
    .select(participantFields)
    .where('ticket', '=', id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  return { items }
}

export async function removeParticipant(
  context: TicketContext,
  { id, participant }: Parsed<typeof tickets.removeParticipant>,
): Promise<null> {
  await changeBy(context, Ticket, id, 'tickets.update', async () => {
    const { numUpdatedRows } = await context.db
      .updateTable('ticket_participants')
      .set({ deleted_at: context.now })
      .where('id', '=', participant)
      .where('ticket', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw notFound(Participant.name)
    return {}
  })
  return null
}

/** Adds those whom a mail named; answers the addresses that could not be added. */
export async function addParticipants(
  { db }: TicketContext,
  ticket: string,
  requester: string,
  people: readonly Person[],
): Promise<string[]> {
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
      .values({ ticket, name, address })
      .onConflict((met) => met.columns(['tenant_id', 'ticket', 'address'] as never).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (added) room -= 1
  }
  return left
}
