// What became of every notice, and of the channels themselves.
import type { ListInput, Row } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { mail } from '#modules/platform/mail/contract.ts'
import { Notice, noticeHistory } from '../../contract.ts'
import { type NoticeContext, type NoticeRow, tables } from '../tables.ts'

const READ = 'notifications.read_history'

export default implement(
  noticeHistory,
  { tables },
  {
    async list(context: NoticeContext, input: ListInput<Row<typeof Notice>>) {
      const page = await list(context.db, context.actor, Notice, input, { permission: READ, omit: ['filling'] })
      return { ...page, items: await withMails(context, page.items) }
    },
    async get(context: NoticeContext, { id }) {
      const row = await find(context, Notice, id, READ)
      return (await withMails(context, [row]))[0] as NoticeRow
    },
  },
)

/** A mail that left us may still wait, or may have been refused: the outbox knows. */
async function withMails<R extends Partial<NoticeRow>>(context: NoticeContext, rows: readonly R[]): Promise<R[]> {
  const ids = rows.flatMap((row) => (row.mail ? [row.mail] : []))
  if (ids.length === 0) return [...rows]
  const states = await context.as(systemOf(context.actor.tenant_id), ({ call }) => call(mail.states, { ids }))
  return rows.map((row) => {
    const state = row.mail ? states[row.mail] : undefined
    if (state === 'failed') return { ...row, email: 'failed', email_reason: 'refused' }
    if (state === 'kept') return { ...row, email_reason: 'kept' }
    return state === 'queued' || state === 'sending' ? { ...row, email: 'queued', email_reason: null } : row
  })
}
