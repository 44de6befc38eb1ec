// Whom and what a client may name: records of this tenant that are there, and an owner among its staff.
import { invalid } from '#kernel/contract/index.ts'
import { refuseUnknown as refuseUnknownRecords } from '#kernel/server/access/references.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { Client, type ClientRow } from '../contract.ts'
import type { ClientContext } from './tables.ts'

/** Throws 422 naming every reference that leads nowhere, and an owner who is a customer or has left. */
export async function refuseUnknown(context: ClientContext, values: Partial<ClientRow>): Promise<void> {
  await refuseUnknownRecords(context, Client, values)
  const { owner } = values
  if (!owner || owner === context.actor.user_id) return
  const { items } = await context.as({ ...context.actor, kind: 'system' }, ({ call }) =>
    call(users.cards, { ids: [owner] }),
  )
  const [person] = items
  if (!person || person.role === 'client') throw invalid([{ pointer: '/owner', code: 'not_staff' }])
  if (!person.is_active) throw invalid([{ pointer: '/owner', code: 'not_active' }])
}
