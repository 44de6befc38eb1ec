// Whose mail it is that came to an address of sales: a client's, or that of somebody new, who becomes a lead.
import { teams, users } from '#modules/platform/identity/contract.ts'
import { clients, identity } from '#modules/sales/clients/contract.ts'
import { foundOrNull } from '../subject.ts'
import type { LetterContext } from '../tables.ts'
import type { Received } from './take.ts'

const MOST_NAME = 200

/** The client, or a word for why a person has to decide. */
export async function clientOf(
  context: LetterContext,
  { from, team, restored }: Received,
): Promise<{ id: string } | { reason: string }> {
  const { call } = context
  const address = from.address.trim().toLowerCase()
  const { items } = await call(identity.correspondents, { addresses: [address] })
  const known = items.find(({ removed }) => !removed)
  if (known) return { id: known.client }
  if (items.length > 0) return { reason: 'client_removed' }
  // A colleague who forwards what came to them is no lead, unless somebody says so.
  const person = await call(users.byEmail, { email: address })
  if (person && person.role !== 'client' && !restored) return { reason: 'from_staff' }
  // A team that is gone by now holds up no mail.
  const queue = team && (await foundOrNull(() => call(teams.get, { id: team })))
  const name = nameOf(from.name, address)
  const lead = await call(clients.create, { name, email: address, ...(queue ? { team: queue.id } : {}) })
  return { id: lead.id }
}

function nameOf(written: string, address: string): string {
  const line = written.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return (line || address.slice(0, address.lastIndexOf('@'))).slice(0, MOST_NAME).toWellFormed().trim()
}
