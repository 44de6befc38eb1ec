// How webhooks fare, beside what people wrote: it changes with every delivery and is nobody's deed.
import type { Out } from '#kernel/contract/index.ts'
import { sql } from 'kysely'
import type { webhooks } from '../../contract.ts'
import type { HookContext } from '../tables.ts'

type Standing = Out<typeof webhooks.standing>

/** What waits, counted up to a thousand, and what came of the last attempt. */
export async function standing({ db }: HookContext): Promise<Standing> {
  const waiting = sql<number>`(select count(*) from (select from webhook_deliveries d
    where d.webhook = webhooks.id and d.state = 'waiting' limit 1000) counted)`
  const items = await db
    .selectFrom('webhooks')
    .leftJoin('webhook_queue as queue', 'queue.webhook', 'webhooks.id')
    .select(['webhooks.id', waiting.as('waiting'), 'last_attempt_at', 'last_status', 'last_refusal'])
    .select(sql<Standing['items'][number]['last_params']>`coalesce(last_params, '{}')`.as('last_params'))
    .where('webhooks.deleted_at', 'is', null)
    .limit(sql.lit(1_000))
    .execute()
  return { items: items as Standing['items'] }
}
