// From an address to its tenant and back.
import type { Context, Platform } from '#kernel/server/context.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { sql } from 'kysely'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { addressFields, type AddressRow, type MailContext } from '../tables.ts'
import { ownDomains } from './own-domains.ts'

/** To whom a mail goes that is addressed to one of our addresses. */
export type Recipient = { tenant_id: string; address: string }

/** The part of the address of a tenant that has chosen none. */
const DEFAULT_LOCAL = 'support'

/** Who takes in the mail of an address (`+tags` are the sender's affair); null when nobody does. */
export async function recipientOf(platform: Platform, written: string): Promise<Recipient | null> {
  const address = plainAddress(written)
  const found = await platform.database.platform('read', async (db) => {
    const rows = (await db
      .selectFrom('mail_addresses as a')
      .innerJoin('tenants as t', 't.id', 'a.tenant_id')
      .select(['a.tenant_id', 'a.is_active', 'a.deleted_at', 't.is_active as open', 't.deleted_at as gone'])
      .where('a.address', '=', address)
      .execute()) as {
      tenant_id: string
      is_active: boolean
      deleted_at: string | null
      open: boolean
      gone: unknown
    }[]
    const active = rows.find((row) => row.is_active && row.deleted_at === null && row.open && row.gone === null)
    if (active || rows.length > 0) return active ?? null
    return tenantWithout(db, address, platform.config.mailDomain)
  })
  if (!found) return null
  if ('slug' in found) await platform.within(systemOf(found.tenant_id), {}, defaultAddress)
  return { tenant_id: found.tenant_id, address }
}

/** A tenant without a domain has its first address below the installation's, once somebody asks for it. */
async function tenantWithout(db: Context['db'], address: string, mailDomain: string) {
  const slug = address.slice(`${DEFAULT_LOCAL}@`.length, -`.${mailDomain}`.length)
  if (address !== `${DEFAULT_LOCAL}@${slug}.${mailDomain}`) return null
  const row = await db
    .selectFrom('tenants')
    .select(['id as tenant_id', 'slug'])
    .where('slug', '=', slug)
    .where('is_active', '=', true)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return (row as { tenant_id: string; slug: string } | undefined) ?? null
}

/** The address that a tenant's mail leaves under: the first active one for its purpose, or of all; made when there never was any. */
export async function defaultAddress(
  context: MailContext,
  purpose: AddressRow['purpose'] = 'support',
): Promise<AddressRow | null> {
  const { db, call, platform } = context
  const rows = await db
    .selectFrom('mail_addresses')
    .select([...addressFields, 'deleted_at'])
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const there = rows.filter((row) => row.is_active && row.deleted_at === null)
  const active = there.find((row) => row.purpose === purpose) ?? there[0]
  if (active || rows.length > 0) return active ?? null
  const [domain] = ownDomains(await call(tenants.current, {}), platform.config.mailDomain)
  const made = await db
    .insertInto('mail_addresses')
    .values({
      address: `${DEFAULT_LOCAL}@${domain}`,
      purpose: 'support',
      sender_name: null,
      topic: null,
      team: null,
      category: null,
      is_active: true,
    })
    .onConflict((met) => met.doNothing())
    .returning(addressFields)
    .executeTakeFirst()
  return made ?? null
}

/** Lower case, without the tag that people add to tell their mails apart. */
export function plainAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at).split('+')[0]}@${address.slice(at + 1)}`.toLowerCase()
}

/** All addresses of a tenant that ever were, in lower case: mail from them is the tenant's own. */
export async function ownAddresses({ db }: MailContext): Promise<Set<string>> {
  const rows = await db
    .selectFrom('mail_addresses')
    .select('address')
    .unionAll(db.selectFrom('mailboxes').select('address'))
    .execute()
  return new Set(rows.map(({ address }) => address))
}

export type Queue = Pick<AddressRow, 'purpose' | 'topic' | 'team' | 'category'>

const UNKNOWN_QUEUE: Queue = { purpose: 'support', topic: null, team: null, category: null }

/** What the mails of some addresses are for and about and who answers them, where the address or mailbox says so. */
export async function queuesOf(
  { db }: MailContext,
  recipients: readonly string[],
): Promise<(address: string) => Queue> {
  const addresses = [...new Set(recipients.map(plainAddress))]
  const { rows } = await sql<Queue & { address: string }>`
    select address, purpose, topic, team, category from mailboxes where address = any(${addresses}) and deleted_at is null
    union all
    select address, purpose, topic, team, category from mail_addresses where address = any(${addresses}) and deleted_at is null`.execute(
    db,
  )
  // The last one counts: an address of ours goes before a mailbox.
  const found = new Map(rows.map(({ address, ...queue }) => [address, queue]))
  return (address) => found.get(plainAddress(address)) ?? UNKNOWN_QUEUE
}
