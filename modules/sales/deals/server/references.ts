// Whom and what a deal may name: a client that the actor sees, one of its people, an owner among the staff.
import { invalid, type Refusal } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { refuseUnknown as refuseUnknownRecords } from '#kernel/server/access/references.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { clients, contacts } from '#modules/sales/clients/contract.ts'
import { Deal, type DealRow } from '../contract.ts'
import type { DealContext } from './tables.ts'

/** Throws 422 naming every reference that leads nowhere or where the actor may not look; `deal` is what it is going to be. */
export async function refuseUnknown(
  context: DealContext,
  values: Partial<DealRow>,
  deal: Pick<DealRow, 'client' | 'contact'>,
): Promise<void> {
  await refuseUnknownRecords(context, Deal, values)
  const refusals = await Promise.all([
    values.client ? refuseClient(context, values.client) : null,
    deal.contact && ('contact' in values || 'client' in values) ? refuseContact(context, deal) : null,
    values.owner && values.owner !== context.actor.user_id ? refuseOwner(context, values.owner) : null,
  ])
  const found = refusals.filter((one) => one !== null)
  if (found.length > 0) throw invalid(found)
}

async function refuseClient(context: DealContext, client: string): Promise<Refusal | null> {
  if (!may(context.actor, clients.cards.can)) return { pointer: '/client', code: 'unknown_reference' }
  const { items } = await context.call(clients.cards, { ids: [client] })
  return items.length > 0 ? null : { pointer: '/client', code: 'unknown_reference' }
}

/** The deal's own client may be out of the actor's sight: whose people they are is asked by the platform. */
async function refuseContact(
  context: DealContext,
  { client, contact }: Pick<DealRow, 'client' | 'contact'>,
): Promise<Refusal | null> {
  const { items } = await context.as({ ...context.actor, kind: 'system' }, ({ call }) =>
    call(contacts.list, { id: client }),
  )
  return items.some(({ id }) => id === contact) ? null : { pointer: '/contact', code: 'not_of_client' }
}

async function refuseOwner(context: DealContext, owner: string): Promise<Refusal | null> {
  const { items } = await context.as({ ...context.actor, kind: 'system' }, ({ call }) =>
    call(users.cards, { ids: [owner] }),
  )
  const [person] = items
  if (!person || person.role === 'client') return { pointer: '/owner', code: 'not_staff' }
  return person.is_active ? null : { pointer: '/owner', code: 'not_active' }
}
