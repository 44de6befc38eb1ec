// The log of deliveries, and sending one of them again by hand.
import { conflict } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { deliveries, MANAGE, Webhook, WebhookDelivery } from '../../contract.ts'
import { deliveryFields, type DeliveryRow, type HookContext, tables } from '../tables.ts'
import { wake } from './record.ts'

export default implement(
  deliveries,
  { tables },
  {
    list: ({ db, actor }, input) =>
      list(db, actor, WebhookDelivery, input, { permission: MANAGE, omit: ['payload', 'tries'] }),
    get: (context, { id }) => find(context, WebhookDelivery, id, MANAGE),

    async resend(context: HookContext, { id }) {
      const { webhook } = await find(context, WebhookDelivery, id, MANAGE)
      const hook = await find(context, Webhook, webhook, MANAGE)
      if (!hook.is_active) throw conflict('webhook.paused')
      const row = (await context.db
        .updateTable('webhook_deliveries')
        .set({ state: 'waiting', attempts: 0, next_attempt_at: context.now })
        .where('id', '=', id)
        .returning(deliveryFields)
        .executeTakeFirstOrThrow()) as DeliveryRow
      await wake(context.db, webhook, true)
      return row
    },
  },
)
