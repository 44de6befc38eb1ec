// Addresses that do not exist any more: remembered, so that no machine writes there and people are told.
import type { Out } from '#kernel/contract/index.ts'
import { implement } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { goneAddresses } from '../../contract.ts'
import { tables, type ContentTables, type MailContext } from '../tables.ts'

type Refusal = { permanent: boolean; status: string | null }

/** The server says for good that there is no such mailbox (RFC 3463, X.1.x and X.2.1). A full one is not gone. */
export const isGone = ({ permanent, status }: Refusal): boolean =>
  permanent && /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/.test(status ?? '')

export async function markGone(
  { db, now }: MailContext,
  { address: written, status, said }: { address: string; status: string | null; said: string | null },
): Promise<void> {
  const row = { address: written.toLowerCase(), since: now, status, said: said?.slice(0, 500) ?? null }
  await db
    .insertInto('undeliverable_addresses')
    .values(row)
    .onConflict((met) => met.columns(['tenant_id', 'address']).doUpdateSet({ status: row.status, said: row.said }))
    .execute()
}

/** Whoever writes can be written to. */
export async function areThereAgain({ db }: MailContext, addresses: readonly string[]): Promise<void> {
  if (addresses.length === 0) return
  const written = addresses.map((address) => address.toLowerCase())
  await sql`delete from undeliverable_addresses where address = any(${written})`.execute(db)
}

export default implement(
  goneAddresses,
  { tables, extra: {} as ContentTables },
  {
    async get({ db }: MailContext, { address }): Promise<Out<typeof goneAddresses.get>> {
      const found = await db
        .selectFrom('undeliverable_addresses')
        .select(['address', 'since', 'status', 'said'])
        .where('address', '=', address.toLowerCase())
        .executeTakeFirst()
      return { gone: found ?? null }
    },
    async clear(context: MailContext, { address }): Promise<null> {
      await areThereAgain(context, [address])
      return null
    },
  },
)
