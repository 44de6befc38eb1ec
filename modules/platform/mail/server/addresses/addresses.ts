// The addresses of a tenant, as its administrator keeps them.
import { conflict, invalid, type Draft } from '#kernel/contract/index.ts'
import { refuseUnknown } from '#kernel/server/access/references.ts'
import { change, crudHandlers } from '#kernel/server/crud.ts'
import { implement } from '#kernel/server/module.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { sql } from 'kysely'
import { MailAddress, mailAddresses } from '../../contract.ts'
import { addressFields, type AddressRow, type MailContext, tables } from '../tables.ts'
import { ownDomains } from './own-domains.ts'

const standard = crudHandlers(MailAddress, 'mail_addresses', {
  search: (q) => sql<boolean>`position(lower(${q}) in address) > 0`,
})

export default implement(
  mailAddresses,
  { tables },
  {
    ...standard,
    async create(context: MailContext, draft: Draft<typeof MailAddress>): Promise<AddressRow> {
      await refuseForeign(context, draft.address)
      await refuseUnknown(context, MailAddress, draft)
      // Another tenant's row cannot be seen, only met.
      const row = await context.db
        .insertInto('mail_addresses')
        .values(draft)
        .onConflict((met) => met.doNothing())
        .returning(addressFields)
        .executeTakeFirst()
      if (!row) throw conflict('mail_address.taken', { address: draft.address })
      return row
    },
    replace: save,
    update: save,
  },
)

async function save(context: MailContext, { id, ...changes }: { id: string } & Partial<AddressRow>) {
  if (changes.address !== undefined) await refuseForeign(context, changes.address)
  await refuseUnknown(context, MailAddress, changes)
  try {
    return await change(context, MailAddress, id, changes, 'mail_addresses.update')
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'mail_addresses_address') throw error
    throw conflict('mail_address.taken', { address: changes.address ?? '' })
  }
}

/** Mail to a domain must not be caught by whoever writes its address down first. */
async function refuseForeign({ call, platform }: MailContext, address: string): Promise<void> {
  const domains = ownDomains(await call(tenants.current, {}), platform.config.mailDomain)
  if (domains.includes(address.slice(address.lastIndexOf('@') + 1))) return
  throw invalid([{ pointer: '/address', code: 'foreign_domain', params: { domains: domains.join(', ') } }])
}
