// One's own mailbox, as its person keeps it, and what administrators see of it.
import { type Draft, invalid, notFound, type Out, stale } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { changeBy } from '#kernel/server/crud.ts'
import { implement } from '#kernel/server/module.ts'
import { mail, OwnMailbox, ownMailboxes, USE_OWN_MAILBOX } from '../../contract.ts'
import { connect, troubleOf } from '../mailboxes/connection.ts'
import { openFolder } from '../mailboxes/taking.ts'
import { type ContentTables, json, type MailContext, ownMailboxFields, tables } from '../tables.ts'
import { probeOutgoing } from './outgoing.ts'
import { forget, keepOwnPassword, ownMailboxOf, type OwnMailboxRow } from './record.ts'
import { sentFolderOf } from './source.ts'

type Wanted = Draft<typeof OwnMailbox>

const UNTRIED = { state: 'new' as const, trouble: null, trouble_params: json({}), trouble_said: null, trouble_at: null }

export default implement(
  ownMailboxes,
  { tables, extra: {} as ContentTables },
  {
    mine: async (context: MailContext) => ({ mailbox: await mineOf(context) }),

    async save(context: MailContext, { password, ...draft }: Wanted): Promise<OwnMailboxRow> {
      const before = await mineOf(context)
      // Whoever has come upon a session must not send the password to a server of their choice.
      const elsewhere = before && (before.host !== draft.host || before.smtp_host !== draft.smtp_host)
      if (!password && (!before || elsewhere)) throw invalid([{ pointer: '/password', code: 'required' }])
      const fresh = { ...draft, ...UNTRIED, configured_at: context.now }
      const row = before
        ? (await changeBy(context, OwnMailbox, before.id, USE_OWN_MAILBOX, () => fresh as Partial<OwnMailboxRow>)).after
        : await context.db
            .insertInto('own_mailboxes')
            .values({ ...fresh, password: null, owner: context.actor.user_id, last_fetched_at: null, taken: 0 })
            .onConflict((met) => met.doNothing())
            .returning(ownMailboxFields)
            .executeTakeFirst()
      // Connected in another window at the same moment.
      if (!row) throw stale()
      if (password) await keepOwnPassword(context, row.id, password)
      return row
    },

    async probe({ platform, actor, meta }): Promise<Out<typeof ownMailboxes.probe>> {
      const account = await platform.within(systemOf(actor.tenant_id), meta, (context) =>
        ownMailboxOf(context, { owner: actor.user_id }, true),
      )
      if (!account) throw notFound(OwnMailbox.name)
      const { box, password } = account
      const [incoming, outgoing] = await Promise.all([
        probeIncoming({ ...box, password }, platform.outgoing),
        probeOutgoing(platform.outgoing, account),
      ])
      return { ...incoming, outgoing }
    },

    async remove(context: MailContext): Promise<null> {
      const before = await mineOf(context)
      if (!before) throw notFound(OwnMailbox.name)
      await forget(context, before.id)
      return null
    },

    async people({ db }: MailContext): Promise<Out<typeof ownMailboxes.people>> {
      const items = await db
        .selectFrom('own_mailboxes')
        .select(['id', 'owner', 'address', 'is_active', 'state', 'trouble', 'trouble_params', 'last_fetched_at'])
        .where('deleted_at', 'is', null)
        .orderBy('address')
        .orderBy('id')
        .execute()
      return { items }
    },

    async disconnect(context: MailContext, { id }): Promise<null> {
      const found = await context.db
        .selectFrom('own_mailboxes')
        .select('id')
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      if (!found) throw notFound(OwnMailbox.name)
      await forget(context, id)
      return null
    },
  },
)

/** Through which mailbox a person's mails leave, for other modules. */
export async function ownMailbox(context: MailContext, by: { owner: string }): Promise<Out<typeof mail.ownMailbox>> {
  const found = await ownMailboxOf(context, by)
  return found && { id: found.box.id, address: found.box.address, display_name: found.box.display_name }
}

/** Switched off, so that nothing is read or sent any more; on again only by the person, should they come back. */
export async function stopOwnMailbox({ db }: MailContext, { owner }: { owner: string }): Promise<null> {
  await db
    .updateTable('own_mailboxes')
    .set({ is_active: false })
    .where('owner', '=', owner)
    .where('is_active', '=', true)
    .execute()
  return null
}

async function mineOf({ db, actor }: MailContext): Promise<OwnMailboxRow | null> {
  const row = await db
    .selectFrom('own_mailboxes')
    .select(ownMailboxFields)
    .where('owner', '=', actor.user_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

type Account = OwnMailboxRow & { password: string }

async function probeIncoming(
  account: Account,
  outgoing: Parameters<typeof connect>[0],
): Promise<Omit<Out<typeof ownMailboxes.probe>, 'outgoing'>> {
  try {
    const client = await connect(outgoing, account)
    try {
      const { mails } = await openFolder(client, account.folder)
      const sent = await sentFolderOf(client, account)
      return { incoming: { ok: true, mails, trouble: null, params: {}, said: null }, sent }
    } finally {
      await client.logout().catch(() => client.close())
    }
  } catch (error) {
    const { code, params, said } = troubleOf(error, account)
    return { incoming: { ok: false, mails: null, trouble: code, params, said }, sent: null }
  }
}
