// Webhooks as the rest of the platform knows them: what tells other systems of events, and what they tell us.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  entity,
  event,
  id,
  instant,
  line,
  noticeKind,
  prose,
  query,
  reference,
  rowOf,
  structure,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'

export const MANAGE = 'webhooks.manage'
/** new: nothing sent yet. failing: the last attempt failed, more follow. paused: nothing is sent, what happens waits. */
export const HOOK_STATES = ['new', 'healthy', 'failing', 'paused'] as const
/** person: somebody paused it. gone: the receiver said 410. failing: it failed for too long. owner: its owner may not. */
export const PAUSE_REASONS = ['person', 'gone', 'failing', 'owner'] as const
export const DELIVERY_STATES = ['waiting', 'sent', 'failed', 'skipped'] as const

export const Webhook = entity('webhook', {
  table: 'webhooks',
  written: {
    url: line(2_000, { searched: 'A', sortable: true }),
    description: prose(200).default(''),
    /** Names of public events. */
    events: structure(z.array(z.string().max(100)).min(1).max(50)),
    /** Also what only staff may read of the chosen events: internal notes. */
    include_internal: yesNo({ filterable: false }).default(false),
    is_active: yesNo({ filterable: false }).default(true),
  },
  kept: {
    state: choice(HOOK_STATES, { filterable: false }),
    paused_because: choice(PAUSE_REASONS, { filterable: false }).nullable(),
    /** With whose rights it reads: who wrote it last. */
    owner: reference('user', { filterable: false }),
    failing_since: instant().nullable(),
  },
})

/** One try to deliver: an answer with a status, or the refusal that came instead of one. */
export const Attempt = z.object({
  at: instant(),
  status: z.int().nullable(),
  /** A key of the catalogues that says what went wrong; null when it went well. */
  refusal: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  ms: z.int(),
  /** The beginning of the answer. */
  answer: z.string(),
})

export const WebhookDelivery = entity('webhook_delivery', {
  table: 'webhook_deliveries',
  audited: false,
  written: {},
  kept: {
    webhook: reference('webhook'),
    /** Of the event in the log; null for tests. */
    position: whole().nullable(),
    event: line(100),
    /** The id in the header `webhook-id`, the same in every attempt. */
    message: line(50),
    state: choice(DELIVERY_STATES),
    is_test: yesNo({ filterable: false }),
    /** Since the last time somebody sent it by hand. */
    attempts: whole(),
    next_attempt_at: instant().nullable(),
    sent_at: instant().nullable(),
    last_status: whole().nullable(),
    last_refusal: line(100).nullable(),
    last_ms: whole().nullable(),
    /** What is sent, byte for byte. */
    payload: prose(1_000_000),
    tries: structure(z.array(Attempt)),
  },
})

const byId = z.strictObject({ id: id() })
const Secret = z.object({ secret: z.string(), previous_until: instant().nullable() })

const { create, remove, ...rest } = crud(Webhook, 'webhooks')
const managed = <V extends Record<string, { can: string }>>(verbs: V): V =>
  Object.fromEntries(Object.entries(verbs).map(([key, verb]) => [key, { ...verb, can: MANAGE }])) as V

export const webhooks = actions('webhooks', '/integrations/webhooks', {
  /** What a webhook may be told of: each event's schema and which of its fields name a living person. */
  events: query('GET /events', {
    out: z.object({
      items: z.array(
        z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()), personal: z.array(z.string()) }),
      ),
    }),
    can: MANAGE,
  }),
  /** How they fare: what waits, and what came of the last attempt. */
  standing: query('GET /standing', {
    out: z.object({
      items: z.array(
        z.object({
          id: id(),
          waiting: z.int(),
          last_attempt_at: instant().nullable(),
          last_status: z.int().nullable(),
          last_refusal: z.string().nullable(),
          /** What the text of the refusal names. */
          last_params: Attempt.shape.params,
        }),
      ),
    }),
    can: MANAGE,
  }),
  ...managed(rest),
  remove: { ...remove, can: MANAGE },
  /** The answer holds the secret; it is never told again. */
  create: command('POST /', {
    in: create.in as z.ZodType<
      NonNullable<(typeof create)['types']>['parsed'],
      NonNullable<(typeof create)['types']>['in']
    >,
    out: z.intersection(rowOf(Webhook), z.object({ secret: z.string() })),
    can: MANAGE,
    status: 201,
    about: Webhook,
    secret: true,
  }),
  /** A new secret. For a day both sign, so that the receiver can change over. */
  rotate: command('POST /:id/secret', { in: byId, out: Secret, can: MANAGE, secret: true }),
  /** Sends a test event at once and says what came of it. */
  test: command('POST /:id/test', { in: byId, out: WebhookDelivery, can: MANAGE, free: true }),
  /** Makes a paused one active again; what waited is sent, or skipped. */
  resume: command('POST /:id/resume', {
    in: byId.extend({ waiting: z.enum(['send', 'skip']).default('send') }),
    out: Webhook,
    can: MANAGE,
  }),
  /** Sends again whatever failed or was skipped since an instant. */
  resend: command('POST /:id/resend', {
    in: byId.extend({ since: instant() }),
    out: z.object({ count: z.int() }),
    can: MANAGE,
  }),
})

export const deliveries = actions('webhook_deliveries', '/integrations/webhook-deliveries', {
  list: { ...crud(WebhookDelivery, 'webhooks').list, can: MANAGE },
  get: query('GET /:id', { in: byId, out: WebhookDelivery, can: MANAGE }),
  /** Sends one again, with the same id and content. */
  resend: command('POST /:id/resend', { in: byId, out: WebhookDelivery, can: MANAGE }),
})

const aboutWebhook = { about: Webhook, can: MANAGE, payload: z.object({ webhook: rowOf(Webhook) }) }
export const webhookChanged = event('webhook.changed', { ...aboutWebhook, record: ({ webhook }) => webhook })
export const webhookRemoved = event('webhook.removed', { ...aboutWebhook, record: ({ webhook }) => webhook })
/** The platform paused it: administrators should know. */
export const webhookPaused = event('webhook.paused', { ...aboutWebhook, record: ({ webhook }) => webhook })

/** Administrators are told of a webhook that the platform paused. */
export const pausedNotice = noticeKind('webhook_paused', {
  events: [webhookPaused],
  group: 'integrations',
  channels: { in_app: true, email: true },
  variables: ['url'],
})

/** The event of a test; nobody can ask to be told of it. */
export const TEST_EVENT = 'webhook.test'
export {
  hooks,
  IncomingCall,
  incomingCalls,
  IncomingHook,
  incomingHooks,
  INCOMING_SCHEMES,
} from './contract/incoming.ts'
