// Who writes: the person of a mail's address, made when nobody has it yet.
import type { Row } from '#kernel/contract/index.ts'
import { email as emailField, type Grants } from '#kernel/contract/index.ts'
import { type Actor, personOf } from '#kernel/server/access/actor.ts'
import { type User, users } from '#modules/platform/identity/contract.ts'
import { languageOf } from './language.ts'
import type { TicketContext } from '../tables.ts'

export type Sender = { user: Row<typeof User>; actor: Actor }

const address = emailField()

/** An address as we can write to it, in lower case; null when it is none. */
export const usableAddress = (written: string): string | null => address.safeParse(written.trim()).data ?? null

/**
 * The sender of a mail as an actor with the rights of their role, and a customer's account when the address is new.
 * A word says why there is none.
 */
export async function senderOf(
  { call, platform, actor }: TicketContext,
  from: { name: string; address: string },
  text: string,
): Promise<Sender | 'bad_sender' | 'sender_inactive'> {
  const email = usableAddress(from.address)
  if (email === null) return 'bad_sender'
  const known = await call(users.byEmail, { email })
  if (known && !known.is_active) return 'sender_inactive'
  const name = nameOf(from.name, email)
  const user = known ?? (await call(users.create, { name, email, role: 'client', language: languageOf(text) }))
  const self = personOf(platform.access.roles, actor.tenant_id, user)
  // Whoever may write a mail may send files with it.
  return { user, actor: granted(self, { 'files.upload': 'own', 'files.read': 'own' }) }
}

/** The same person with some rights more, for one mail. */
export const granted = (actor: Actor, more: Grants): Actor => ({ ...actor, grants: { ...actor.grants, ...more } })

function nameOf(written: string, email: string): string {
  const line = written.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return (line || email.slice(0, email.lastIndexOf('@'))).slice(0, 100).toWellFormed().trim()
}
