// One's own notifications: listing, reading, taking away.
import type { ListInput } from '#kernel/contract/index.ts'
import { SIGNED_IN } from '#kernel/contract/index.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import {
  Notification,
  notificationChanged,
  notificationRemoved,
  notifications,
  notificationsRead,
} from '../../contract.ts'
import { type NoticeContext, type NotificationRow, type PlainTables, tables } from '../tables.ts'
import { send } from './send.ts'

export default implement(
  notifications,
  { tables, extra: {} as PlainTables },
  {
    list: ({ db, actor }: NoticeContext, input: ListInput<NotificationRow>) =>
      list(db, actor, Notification, input, {
        permission: SIGNED_IN,
        // Written out, so that the index of what is unread can be used.
        filters: {
          unread: (values) => (values.some((value) => String(value) === 'true') ? sql`unread` : sql`not unread`),
        },
      }),
    get: (context, { id }) => find(context, Notification, id, SIGNED_IN),
    unread,

    async update(context: NoticeContext, { id, unread: wanted }): Promise<NotificationRow> {
      const { before, after } = await changeBy(context, Notification, id, SIGNED_IN, (row) =>
        row.unread === wanted ? {} : { unread: wanted, read_at: wanted ? null : context.now },
      )
      if (before.unread !== after.unread) context.emit(notificationChanged, { notification: after })
      return after
    },

    async remove(context: NoticeContext, { id }) {
      const { before } = await changeBy(
        context,
        Notification,
        id,
        SIGNED_IN,
        () => ({ deleted_at: context.now, unread: false }) as Partial<NotificationRow>,
      )
      context.emit(notificationRemoved, { notification: before })
      return null
    },

    async read(context: NoticeContext, { record }) {
      const { db, actor, now, emit } = context
      let lines = db
        .updateTable('notifications')
        .set({ unread: false, read_at: now })
        .where('recipient', '=', actor.user_id)
        .where(sql<boolean>`unread`)
        .where('deleted_at', 'is', null)
      if (record) lines = lines.where('topic', '=', record)
      const { numUpdatedRows } = await lines.executeTakeFirst()
      if (numUpdatedRows > 0n) emit(notificationsRead, { recipient: actor.user_id, record: record ?? null })
      return unread(context)
    },

    send,
    create: send,
  },
)

/** How many lines somebody has not read. */
export async function unread({ db, actor }: NoticeContext): Promise<{ unread: number }> {
  const { rows } = await sql<{ unread: number }>`
    select count(*) as unread from notifications
    where recipient = ${actor.user_id} and unread and deleted_at is null`.execute(db)
  return { unread: rows[0]!.unread }
}
