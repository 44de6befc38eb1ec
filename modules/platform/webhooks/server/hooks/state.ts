// How a webhook fares: who changes its state, and who is told.
import { type PAUSE_REASONS, webhookChanged, webhookPaused } from '../../contract.ts'
import { type HookContext, webhookFields, type WebhookRow } from '../tables.ts'

type Change = Partial<Pick<WebhookRow, 'state' | 'is_active' | 'paused_because' | 'failing_since'>>

/** Changes what the platform knows of a webhook and tells the pages. */
export async function note(context: HookContext, id: string, change: Change): Promise<WebhookRow> {
  const webhook = (await context.db
    .updateTable('webhooks')
    .set(change)
    .where('id', '=', id)
    .returning(webhookFields)
    .executeTakeFirstOrThrow()) as WebhookRow
  context.emit(webhookChanged, { webhook })
  return webhook
}

/** Sends nothing more until somebody resumes it; what happens meanwhile waits. */
export async function pause(
  context: HookContext,
  { id }: Pick<WebhookRow, 'id'>,
  because: (typeof PAUSE_REASONS)[number],
): Promise<WebhookRow> {
  const webhook = await note(context, id, { is_active: false, state: 'paused', paused_because: because })
  await context.db.updateTable('webhook_queue').set({ due_at: null }).where('webhook', '=', id).execute()
  if (because !== 'person') context.emit(webhookPaused, { webhook })
  return webhook
}
