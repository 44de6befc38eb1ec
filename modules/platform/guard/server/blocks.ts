// Blocks as the platform's administrators keep them, and as addresses bring them upon themselves.
import { sql } from 'kysely'
import { invalid, notFound, type Row } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { PLATFORM_CHAIN } from '#kernel/server/audit/entry.ts'
import type { Blocked } from '#kernel/server/blocks/blocks.ts'
import { isTooWide, liesIn, readNetwork } from '#kernel/server/blocks/network.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { find } from '#kernel/server/crud.ts'
import { every } from '#kernel/server/jobs.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { isAddress } from '#kernel/server/outgoing/addresses.ts'
import { AddressBlock, addressBlockChanged, addressBlocked, blocks } from '../contract.ts'

type Block = Row<typeof AddressBlock>
// As it stands in the index: with parameters it would not be found.
const ACTIVE = sql<boolean>`is_active and deleted_at is null`
const columns = Object.keys(AddressBlock.fields)
/** Blocks belong to the platform, as its audit chain does: in its name they are written, audited and told of. */
const platformItself = systemOf(PLATFORM_CHAIN)

export const actions = implement(
  blocks,
  { tables: [AddressBlock] },
  {
    list: (context, input) =>
      list(context.db, context.actor, AddressBlock, input, {
        permission: blocks.list.can,
        search: (q) =>
          isAddress(q.trim())
            ? sql<boolean>`network::inet >>= ${q.trim()}::inet`
            : sql<boolean>`(position(lower(${q}) in lower(network)) > 0 or position(lower(${q}) in lower(coalesce(reason, ''))) > 0)`,
      }),
    get: (context, { id }) => find(context, AddressBlock, id, blocks.get.can),

    async create(context, { network: written, kind, reason, until }) {
      const network = networkIn(written)
      if (until !== null && Date.parse(until) <= Date.parse(context.now))
        throw invalid([{ pointer: '/until', code: 'not_in_future' }])
      // An own address in a block would end this very session.
      if (kind === 'block' && context.meta.address && liesIn(context.meta.address, network))
        throw invalid([{ pointer: '/network', code: 'own_address' }])
      return context.platform.within(platformItself, {}, async (inside) => {
        await endExpired(inside)
        const block = (await inside.db
          .insertInto('address_blocks')
          .values({ network, kind, reason, until, cause: 'manual', made_by: context.actor.user_id })
          .onConflict((met) =>
            met
              .columns(['tenant_id', 'network'])
              .where(ACTIVE)
              .doUpdateSet({ kind, reason, until, cause: 'manual', made_by: context.actor.user_id }),
          )
          .returning(columns)
          .executeTakeFirstOrThrow()) as Block
        inside.audit({ facts: { entity: AddressBlock.name, about_id: block.id } })
        inside.emit(addressBlockChanged, { block })
        return block
      })
    },

    end: (context, { id }) =>
      context.platform.within(platformItself, {}, async (inside) => {
        const block = (await inside.db
          .updateTable('address_blocks')
          .set({ is_active: false, ended_by: context.actor.user_id, ended_at: inside.now })
          .where('id', '=', id)
          .where('is_active', '=', true)
          .where('deleted_at', 'is', null)
          .returning(columns)
          .executeTakeFirst()) as Block | undefined
        const already = block ?? (await find(inside, AddressBlock, id, blocks.get.can).catch(() => null))
        if (!already) throw notFound(AddressBlock.name)
        if (block) inside.emit(addressBlockChanged, { block })
        return already
      }),
  },
)

/** The network in the one way of writing; throws 422. */
function networkIn(written: string): string {
  const network = readNetwork(written)
  if (network === null) throw invalid([{ pointer: '/network', code: 'network' }])
  if (isTooWide(network)) throw invalid([{ pointer: '/network', code: 'network_too_wide' }])
  return network
}

const endExpired = async ({ db, now }: Context): Promise<void> =>
  void (await db
    .updateTable('address_blocks')
    .set({ is_active: false, ended_at: sql`until` })
    .where('is_active', '=', true)
    .where('until', '<=', now)
    .execute())

/** A block that an address brought upon itself. What a person said of that address stays as it is. */
export async function keepBlocked(platform: Platform, { network, address, cause, until, accounts }: Blocked) {
  const meta = { cause: 'address block', address }
  const block = await platform.within(platformItself, meta, async (context) => {
    await endExpired(context)
    const made = (await context.db
      .insertInto('address_blocks')
      .values({ network, kind: 'block', cause, until })
      .onConflict((met) =>
        met
          .columns(['tenant_id', 'network'])
          .where(ACTIVE)
          .doUpdateSet({ until, cause })
          .where('address_blocks.cause', '<>', 'manual'),
      )
      .returning(columns)
      .executeTakeFirst()) as Block | undefined
    if (made) context.emit(addressBlockChanged, { block: made })
    return made
  })
  if (!block) return
  for (const tenant of await concerned(platform, accounts))
    await platform.within(systemOf(tenant), meta, async ({ emit }) =>
      emit(addressBlocked, { id: block.id, address, accounts: accounts.length }),
    )
}

/** The organisations at whose accounts somebody guessed, by what stands behind the @. */
async function concerned({ database }: Platform, accounts: readonly string[]): Promise<string[]> {
  const domains = [...new Set(accounts.flatMap((account) => /@([^@]+)$/.exec(account)?.[1] ?? []))]
  if (domains.length === 0) return []
  const found = await database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('domain', 'in', domains).where('deleted_at', 'is', null).execute(),
  )
  return found.map(({ id }) => id as string)
}

/** What ended by itself is shown as ended. */
export const endingBlocks = every('*/10 * * * *', 'blocks.end', (platform) =>
  platform.within(platformItself, { cause: 'blocks.end' }, endExpired),
)
