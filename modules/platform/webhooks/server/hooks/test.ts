// The test button: one message, sent while the person waits, its cause of failure named.
import { find } from '#kernel/server/crud.ts'
import { TEST_EVENT, Webhook, MANAGE } from '../../contract.ts'
import { attempt } from '../delivery/attempt.ts'
import { bodyOf, messageOf } from '../delivery/record.ts'
import { secretsOf } from '../secrets.ts'
import { type DeliveryRow, deliveryFields, type HookContext, json } from '../tables.ts'

/** Sends once, also to a paused webhook, and keeps what came of it in the log; how the webhook fares stays as it is. */
export async function test({ platform, actor, meta }: HookContext, { id }: { id: string }): Promise<DeliveryRow> {
  const letter = await platform.within(actor, meta, async (context) => {
    const { url } = await find(context, Webhook, id, MANAGE)
    return { url, secrets: await secretsOf(context, id) }
  })
  const delivery = crypto.randomUUID()
  const message = messageOf(delivery)
  const payload = bodyOf(TEST_EVENT, new Date().toISOString(), { webhook: id })
  const { attempt: made, delivered } = await attempt(platform, { ...letter, message, payload })
  return platform.within(
    actor,
    meta,
    async ({ db }) =>
      (await db
        .insertInto('webhook_deliveries')
        .values({
          id: delivery,
          webhook: id,
          event: TEST_EVENT,
          message,
          payload,
          is_test: true,
          state: delivered ? 'sent' : 'failed',
          attempts: 1,
          sent_at: delivered ? made.at : null,
          last_status: made.status,
          last_refusal: made.refusal,
          last_ms: made.ms,
          tries: json([made]),
        })
        .returning(deliveryFields)
        .executeTakeFirstOrThrow()) as DeliveryRow,
  )
}
