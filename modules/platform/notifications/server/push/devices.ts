// The browsers that asked to be told.
import { conflict, invalid } from '#kernel/contract/index.ts'
import { OutgoingRefusal } from '#kernel/server/outgoing/refusal.ts'
import { implement, on } from '#kernel/server/module.ts'
import { sessionEnded } from '#modules/platform/identity/contract.ts'
import { sql } from 'kysely'
import { pushDevices } from '../../contract.ts'
import { type NoticeContext, type PlainTables, tables } from '../tables.ts'

/** Browsers a person may have; the one unused for longest makes room. */
const MOST = 20

export default implement(
  pushDevices,
  { tables, extra: {} as PlainTables },
  {
    list: async ({ db, actor }: NoticeContext) => ({
      items: await db
        .selectFrom('push_subscriptions')
        .select(['id', 'device', 'created_at', 'used_at'])
        .where('user_id', '=', actor.user_id)
        .orderBy('created_at', 'desc')
        .execute(),
    }),

    async subscribe({ db, actor, meta, platform }: NoticeContext, { endpoint, keys }) {
      if (!platform.config.push.enabled) throw conflict('notification.push_off')
      try {
        platform.outgoing.check(endpoint)
      } catch (error) {
        if (error instanceof OutgoingRefusal) throw invalid([{ pointer: '/endpoint', code: 'push_endpoint' }])
        throw error
      }
      // The browser may have been another person's before.
      await db
        .deleteFrom('push_subscriptions')
        .where(sql<boolean>`md5(endpoint) = md5(${endpoint})`)
        .execute()
      await sql`delete from push_subscriptions where user_id = ${actor.user_id} and id in (
        select id from push_subscriptions where user_id = ${actor.user_id}
        order by coalesce(used_at, created_at) desc offset ${sql.lit(MOST - 1)})`.execute(db)
      const device = { user_id: actor.user_id, session_id: actor.session_id, ...keys, device: meta.user_agent }
      return (
        db
          .insertInto('push_subscriptions')
          .values({ endpoint, ...device, used_at: null })
          // The same browser asked twice at once: the later word holds.
          .onConflict((met) => met.expression(sql`tenant_id, md5(endpoint)`).doUpdateSet({ ...device, used_at: null }))
          .returning(['id', 'device', 'created_at', 'used_at'])
          .executeTakeFirstOrThrow()
      )
    },

    async forget({ db, actor }: NoticeContext, { endpoint }) {
      await db
        .deleteFrom('push_subscriptions')
        .where('user_id', '=', actor.user_id)
        .where('endpoint', '=', endpoint)
        .execute()
      return null
    },
  },
)

/** Who signs out is told no more in that browser. */
export const forgetWithSession = on(
  sessionEnded,
  'notifications.forget_devices',
  async ({ db }: NoticeContext, { session_id }) => {
    await db.deleteFrom('push_subscriptions').where('session_id', '=', session_id).execute()
  },
)
