// The mailboxes of a tenant, as its administrator keeps them.
import { conflict, type Draft, invalid, notFound, type Out } from '#kernel/contract/index.ts'
import { refuseUnknown } from '#kernel/server/access/references.ts'
import { changeBy, crudHandlers, find } from '#kernel/server/crud.ts'
import { implement } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { Mailbox, mailboxes } from '../../contract.ts'
import { type ContentTables, json, mailboxFields, type MailContext, tables } from '../tables.ts'
import { connect, troubleOf } from './connection.ts'
import { keepPassword, mailboxOf, type MailboxRow } from './record.ts'
import { openFolder } from './taking.ts'

const standard = crudHandlers(Mailbox, 'mailboxes', {
  search: (q) => sql<boolean>`position(lower(${q}) in address) > 0`,
})

/** Whatever of these changes, the mailbox is connected to anew. */
const CONNECTS = [
  'host',
  'port',
  'security',
  'username',
  'folder',
  'after_reading',
  'move_to',
  'address',
  'is_active',
] as const

export default implement(
  mailboxes,
  { tables, extra: {} as ContentTables },
  {
    ...standard,

    async create(context: MailContext, { password, ...draft }: Draft<typeof Mailbox>) {
      checkMove(draft)
      await refuseUnknown(context, Mailbox, draft)
      if (password === null || password === undefined) throw invalid([{ pointer: '/password', code: 'required' }])
      const row = await context.db
        .insertInto('mailboxes')
        .values({ ...(draft as Omit<MailboxRow, 'tenant_id'>), password: null, configured_at: context.now, ...UNTRIED })
        .onConflict((met) => met.doNothing())
        .returning(mailboxFields)
        .executeTakeFirst()
      if (!row) throw conflict('mailbox.taken', { address: draft.address })
      await keepPassword(context, row.id, password)
      return row
    },
    replace: (context: MailContext, input) => save(context, input),
    update: (context: MailContext, input) => save(context, input),

    async probe(context, { id }): Promise<Out<typeof mailboxes.probe>> {
      const { platform, actor } = context
      await platform.within(actor, context.meta, (within) => find(within, Mailbox, id, 'mailboxes.update'))
      const found = await mailboxOf(platform, actor.tenant_id, id)
      if (!found) throw notFound(Mailbox.name)
      const { box, password } = found
      try {
        const client = await connect(platform.outgoing, { ...box, password })
        try {
          const { mails } = await openFolder(client, box.folder)
          if (box.after_reading === 'move') await openFolder(client, box.move_to ?? '')
          return { ok: true, mails, trouble: null, params: {}, said: null }
        } finally {
          await client.logout().catch(() => client.close())
        }
      } catch (error) {
        const { code, params, said } = troubleOf(error, box)
        return { ok: false, mails: null, trouble: code, params, said }
      }
    },
  },
)

const UNTRIED = {
  state: 'new' as const,
  trouble: null,
  trouble_params: json({}),
  trouble_said: null,
  trouble_at: null,
  last_fetched_at: null,
  fetched: 0,
}

function checkMove({ after_reading, move_to }: Partial<MailboxRow>): void {
  if (after_reading === 'move' && !move_to) throw invalid([{ pointer: '/move_to', code: 'required' }])
}

async function save(context: MailContext, { id, password, ...changes }: { id: string } & Partial<MailboxRow>) {
  await refuseUnknown(context, Mailbox, changes)
  try {
    const { after } = await changeBy(context, Mailbox, id, 'mailboxes.update', (before) => {
      checkMove({ ...before, ...changes })
      const anew =
        password || CONNECTS.some((field) => changes[field] !== undefined && changes[field] !== before[field])
      // Whoever may not read the password must not send it to a server of their choice.
      const elsewhere = changes.host !== undefined && changes.host !== before.host
      if (elsewhere && !password) throw invalid([{ pointer: '/password', code: 'required' }])
      return {
        ...changes,
        ...(anew ? { configured_at: context.now, state: 'new', trouble: null, trouble_said: null } : {}),
      } as never
    })
    if (password) await keepPassword(context, id, password)
    return after
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'mailboxes_address') throw error
    throw conflict('mailbox.taken', { address: changes.address ?? '' })
  }
}
