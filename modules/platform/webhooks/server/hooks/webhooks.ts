// Webhooks as administrators keep them.
import { conflict, type Draft, invalid, type Refusal } from '#kernel/contract/index.ts'
import { changeBy, find, findLocked } from '#kernel/server/crud.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { OutgoingRefusal } from '#kernel/server/outgoing/refusal.ts'
import { sql } from 'kysely'
import { MANAGE, Webhook, webhookChanged, webhookRemoved, webhooks } from '../../contract.ts'
import { wake } from '../delivery/record.ts'
import { makeSecret, rotateSecret } from '../secrets.ts'
import { type HookContext, json, tables, webhookFields, type WebhookRow } from '../tables.ts'
import { standing } from './standing.ts'
import { catalogue } from './catalogue.ts'
import { test } from './test.ts'

type Written = Draft<typeof Webhook>

export default implement(
  webhooks,
  { tables },
  {
    events: async ({ platform, actor }) => ({
      items: catalogue(platform.publicEvents.filter((event) => platform.components.offers(actor.tenant_id, event))),
    }),
    standing,
    list: ({ db, actor }, input) =>
      list(db, actor, Webhook, input, {
        permission: MANAGE,
        search: (q) => sql<boolean>`position(lower(${q}) in lower(url || ' ' || description)) > 0`,
      }),
    get: (context, { id }) => find(context, Webhook, id, MANAGE),

    async create(context, draft) {
      checkWritten(context, draft)
      const state = draft.is_active ? 'new' : 'paused'
      const webhook = (await context.db
        .insertInto('webhooks')
        .values({
          ...draft,
          events: json(draft.events),
          owner: context.actor.user_id,
          state,
          paused_because: draft.is_active ? null : 'person',
        })
        .returning(webhookFields)
        .executeTakeFirstOrThrow()) as WebhookRow
      const secret = await makeSecret(context, webhook.id)
      context.emit(webhookChanged, { webhook })
      return { ...webhook, secret }
    },
    replace: save,
    update: save,

    async remove(context, { id }) {
      const { after } = await changeBy(context, Webhook, id, MANAGE, () => ({ deleted_at: context.now }) as never)
      await rest(context, id)
      context.emit(webhookRemoved, { webhook: after })
      return null
    },
    async rotate(context, { id }) {
      await find(context, Webhook, id, MANAGE)
      return rotateSecret(context, id)
    },
    test,
    async resume(context, { id, waiting }) {
      await findLocked(context, Webhook, id, MANAGE)
      if (waiting === 'skip') await skipWaiting(context, id)
      return save(context, { id, is_active: true })
    },
    async resend(context, { id, since }) {
      const hook = await find(context, Webhook, id, MANAGE)
      if (!hook.is_active) throw conflict('webhook.paused')
      const again = await context.db
        .updateTable('webhook_deliveries')
        .set({ state: 'waiting', attempts: 0, next_attempt_at: context.now })
        .where('webhook', '=', id)
        .where('state', 'in', ['failed', 'skipped'])
        .where('created_at', '>=', since)
        .where('is_test', '=', false)
        .executeTakeFirst()
      await wake(context.db, id, true)
      return { count: Number(again.numUpdatedRows) }
    },
  },
)

/** Whoever writes a webhook answers for it from then on: it reads with that person's rights. */
async function save(context: HookContext, { id, ...changes }: { id: string } & Partial<Written>): Promise<WebhookRow> {
  checkWritten(context, changes)
  const { before, after } = await changeBy(context, Webhook, id, MANAGE, (old) => ({
    ...changes,
    ...(changes.events ? { events: json(changes.events) } : {}),
    owner: context.actor.user_id,
    ...(changes.is_active === undefined || changes.is_active === old.is_active ? {} : turned(changes.is_active)),
  }))
  if (after.is_active && !before.is_active) await wake(context.db, id, true)
  if (!after.is_active && before.is_active) await rest(context, id)
  context.emit(webhookChanged, { webhook: after })
  return after
}

const turned = (active: boolean) =>
  active
    ? ({ state: 'new', paused_because: null, failing_since: null } as const)
    : ({ state: 'paused', paused_because: 'person' } as const)

const rest = ({ db }: HookContext, id: string) =>
  db.updateTable('webhook_queue').set({ due_at: null }).where('webhook', '=', id).execute()

const skipWaiting = ({ db }: HookContext, id: string) =>
  db
    .updateTable('webhook_deliveries')
    .set({ state: 'skipped', next_attempt_at: null })
    .where('webhook', '=', id)
    .where('state', '=', 'waiting')
    .execute()

/** Throws 422 for a URL that is never called and for events that nobody tells of. */
function checkWritten({ platform }: HookContext, { url, events = [] }: Partial<Written>): void {
  const known = new Set(platform.publicEvents.map(({ name }) => name))
  const refusals: Refusal[] = events.flatMap((name, index) =>
    known.has(name) ? [] : [{ pointer: `/events/${index}`, code: 'unknown_event' }],
  )
  try {
    if (url !== undefined) platform.outgoing.check(url)
  } catch (error) {
    if (!(error instanceof OutgoingRefusal)) throw error
    refusals.push({ pointer: '/url', code: error.code, params: error.params })
  }
  if (refusals.length > 0) throw invalid(refusals)
}
