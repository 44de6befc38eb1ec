// The ways people can be reached, what state each is in, and whether the organisation uses it.
import type { Out } from '#kernel/contract/index.ts'
import { implement } from '#kernel/server/module.ts'
import { noticeChannels } from '../../contract.ts'
import { type NoticeContext, type PlainTables, tables } from '../tables.ts'
import { EVERY_KIND } from '../telling/order.ts'
import { vapidOf } from '../push/vapid.ts'

type States = Out<typeof noticeChannels.list>

export default implement(
  noticeChannels,
  { tables, extra: {} as PlainTables },
  {
    list: statesOf,
    /** Mandatory kinds go out whatever is switched off here. */
    async update(context: NoticeContext, { channel, on }) {
      await context.db
        .insertInto('notification_choices')
        .values({ kind: EVERY_KIND, channel, user_id: null, is_on: on })
        .onConflict((met) => met.columns(['tenant_id', 'kind', 'channel', 'user_id']).doUpdateSet({ is_on: on }))
        .execute()
      return statesOf(context)
    },
  },
)

async function statesOf({ db, platform: { config } }: NoticeContext): Promise<States> {
  const rows = await db
    .selectFrom('notification_choices')
    .select(['channel', 'is_on'])
    .where('kind', '=', EVERY_KIND)
    .where('user_id', 'is', null)
    .execute()
  const on = (channel: string) => rows.find((row) => row.channel === channel)?.is_on ?? true
  const { smtp, from } = config.email
  const server: Record<string, string> = smtp ? { server: `${smtp.host}:${smtp.port}` } : {}
  const { publicKey, subject } = vapidOf(config)
  return {
    items: [
      { channel: 'in_app', state: 'ready', on: on('in_app'), detail: {} },
      { channel: 'email', state: smtp ? 'ready' : 'kept', on: on('email'), detail: { from: from.address, ...server } },
      {
        channel: 'push',
        state: config.push.enabled ? 'ready' : 'off',
        on: on('push'),
        detail: { contact: subject, key: publicKey },
      },
      { channel: 'telegram', state: 'not_configured', on: false, detail: {} },
    ],
  }
}
