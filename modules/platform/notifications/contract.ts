// What people are told of, how they want to be told, and what became of it.
import * as z from 'zod'
import {
  actions,
  ANYONE,
  type Action,
  choice,
  command,
  entity,
  event,
  id,
  instant,
  line,
  listInput,
  type ListInput,
  NOTICE_CHANNELS,
  type Page,
  pageOf,
  prose,
  query,
  reference,
  rowOf,
  type Row,
  SIGNED_IN,
  structure,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'
import { Choice, LANGUAGES, Preferences, Settings, TemplateDraft, TemplateRead } from './contract/shapes.ts'

export { Choice, DIGESTS, LANGUAGES, Preferences, TEMPLATE_PARTS, TemplateRead } from './contract/shapes.ts'
export type { TemplatePart } from './contract/shapes.ts'

/** Belongs to one person alone, whatever else somebody may see. */
const mine = { recipient: 'me' } as const

/** A line of somebody's notifications: everything new about one record, newest first to be told. */
export const Notification = entity('notification', {
  table: 'notifications',
  audited: false,
  written: {},
  kept: {
    recipient: reference('user', { filterable: false }),
    kind: line(60),
    /** What it is about: the entity's name and the record's id. */
    about: line(60).nullable(),
    record: id().nullable(),
    /** One line for each topic: the record, or the cause of what is about no record. */
    topic: line(100),
    title: prose(300),
    body: prose(1_000),
    /** The path of the page where the matter stands. */
    link: prose(500),
    actor: reference('user', { filterable: false }).nullable(),
    /** How many notices it stands for since it was last read. */
    count: whole(),
    unread: yesNo({ filterable: true }),
    happened_at: instant({ sortable: true }),
    read_at: instant().nullable(),
  },
  access: { own: mine, team: mine, all: mine },
})

export const IN_APP_STATES = ['shown', 'skipped'] as const
export const DELIVERY_STATES = ['queued', 'sent', 'failed', 'skipped'] as const

/** One person told of one thing once, with its fate in every channel. A reason is a word: `notice_reason.<word>`. */
export const Notice = entity('notice', {
  table: 'notices',
  audited: false,
  written: {},
  kept: {
    /** The event or the message that it came from. */
    cause: line(100),
    recipient: reference('user'),
    kind: line(60, { filterable: true }),
    about: line(60).nullable(),
    record: id().nullable(),
    title: prose(300),
    body: prose(1_000),
    link: prose(500),
    actor: reference('user', { filterable: false }).nullable(),
    /** The values that the texts of mail and push are filled with. */
    filling: structure(z.record(z.string(), z.union([z.string(), z.number()]))),
    in_app: choice(IN_APP_STATES, { filterable: false }),
    in_app_reason: line(60).nullable(),
    email: choice(DELIVERY_STATES),
    email_reason: line(200).nullable(),
    /** Not to be sent before; null when it is not to be sent. */
    email_due: instant().nullable(),
    /** The mail it left in. */
    mail: id().nullable(),
    push: choice(DELIVERY_STATES),
    push_reason: line(200).nullable(),
  },
  access: { own: mine, team: mine },
})

const byId = z.strictObject({ id: id() })
const Left = z.object({ unread: z.int() })

const Message = z.strictObject({
  /** One of: some people, everybody in a role, everybody in a team. */
  to: z.union([
    z.strictObject({ users: z.array(id()).min(1).max(200) }),
    z.strictObject({ role: line(40) }),
    z.strictObject({ team: id() }),
  ]),
  title: line(200),
  body: prose(1_000).default(''),
  /** A path of this product, such as `/tickets`. */
  link: z
    .string()
    .max(500)
    // Browsers take a backslash for a slash: //host and /\host are other sites.
    .regex(/^\/(?![/\\])/)
    .default('/notifications'),
})
const Sent = z.object({ id: id(), recipients: z.int() })
const sending = { in: Message, out: Sent, can: 'notifications.send', status: 201 }

const sorts = ['happened_at', '-happened_at', 'created_at', '-created_at', 'updated_at', '-updated_at'] as const
const ownLines = (listInput(Notification) as z.ZodObject).extend({ sort: z.enum(sorts).default('-happened_at') })
type Lines = ListInput<Row<typeof Notification>>

export const notifications = actions('notifications', '/notifications', {
  list: query('GET /', { in: ownLines, out: pageOf(Notification), can: SIGNED_IN, about: Notification }) as Action<
    Lines,
    Lines & { sort: string; limit: number },
    Page<Row<typeof Notification>>
  >,
  get: query('GET /:id', { in: byId, out: Notification, can: SIGNED_IN }),
  unread: query('GET /unread', { out: Left, can: SIGNED_IN, about: Notification }),
  /** Marks a line as read or unread. */
  update: command('PATCH /:id', { in: byId.extend({ unread: z.boolean() }), out: Notification, can: SIGNED_IN }),
  /** Takes a line away. */
  remove: command('DELETE /:id', { in: byId, out: z.null(), can: SIGNED_IN, about: Notification, status: 204 }),
  /** Marks everything as read, or what is about one record. */
  read: command('POST /read', {
    in: z.strictObject({ record: id().optional() }),
    out: Left,
    can: SIGNED_IN,
  }),
  /** Tells people something. */
  send: command('POST /send', sending),
  create: command('POST /', sending),
})

export const noticePreferences = actions('notification_preferences', '/notifications/preferences', {
  get: query('GET /', { out: Preferences, can: SIGNED_IN }),
  update: command('PATCH /', {
    in: z.strictObject({ choices: z.array(Choice).max(200).default([]), ...Settings.partial().shape }),
    out: Preferences,
    can: SIGNED_IN,
  }),
  mutes: query('GET /mutes', {
    out: z.object({
      items: z.array(z.object({ record: id(), title: z.string().nullable(), link: z.string().nullable() })),
    }),
    can: SIGNED_IN,
  }),
  /** Tells no more about one record, except what is mandatory. */
  mute: command('POST /mutes', { in: z.strictObject({ record: id() }), out: z.null(), can: SIGNED_IN, status: 204 }),
  unmute: command('DELETE /mutes/:record', {
    in: z.strictObject({ record: id() }),
    out: z.null(),
    can: SIGNED_IN,
    status: 204,
  }),
})

export const noticeDefaults = actions('notification_defaults', '/notifications/defaults', {
  get: query('GET /', { out: z.object({ kinds: Preferences.shape.kinds }), can: 'notifications.manage' }),
  update: command('PATCH /', {
    in: z.strictObject({ choices: z.array(Choice).max(200) }),
    out: z.object({ kinds: Preferences.shape.kinds }),
    can: 'notifications.manage',
  }),
})

export const noticeHistory = actions('notification_history', '/notifications/history', {
  list: query('GET /', {
    in: listInput(Notice),
    out: pageOf(Notice),
    can: 'notifications.read_history',
    about: Notice,
  }) as Action<
    ListInput<Row<typeof Notice>>,
    ListInput<Row<typeof Notice>> & { sort: string; limit: number },
    Page<Row<typeof Notice>>
  >,
  get: query('GET /:id', { in: byId, out: Notice, can: 'notifications.read_history' }),
})

const ofTemplate = z.strictObject({
  kind: line(60),
  channel: z.enum(NOTICE_CHANNELS),
  language: z.enum(LANGUAGES),
})
export const noticeTemplates = actions('notification_templates', '/notifications/templates', {
  list: query('GET /', {
    in: z.strictObject({ kind: line(60).optional(), language: z.enum(LANGUAGES).optional() }),
    out: z.object({ items: z.array(TemplateRead) }),
    can: 'notifications.read_templates',
  }),
  update: command('PUT /:kind/:channel/:language', {
    in: ofTemplate.extend(TemplateDraft.shape),
    out: TemplateRead,
    can: 'notifications.manage',
  }),
  /** Goes back to the text that comes with the product. */
  reset: command('DELETE /:kind/:channel/:language', {
    in: ofTemplate,
    out: TemplateRead,
    can: 'notifications.manage',
  }),
  /** What it would look like, with sample values; a mail also as HTML. */
  preview: command('POST /preview', {
    in: ofTemplate.extend(TemplateDraft.shape),
    out: z.object({ subject: z.string(), title: z.string(), body: z.string(), html: z.string().nullable() }),
    can: 'notifications.manage',
  }),
})

const ChannelState = z.object({
  channel: z.string(),
  /** Used by the organisation. */
  on: z.boolean(),
  /** `ready`, `kept` (mail stays in the Outbox), `off` by configuration, or `not_configured`. */
  state: z.enum(['ready', 'kept', 'off', 'not_configured']),
  detail: z.record(z.string(), z.string()),
})
export const noticeChannels = actions('notification_channels', '/notifications/channels', {
  list: query('GET /', { out: z.object({ items: z.array(ChannelState) }), can: 'notifications.manage' }),
  /** Switches a channel off or on for everybody; what is mandatory is told all the same. */
  update: command('PATCH /:channel', {
    in: z.strictObject({ channel: z.enum(NOTICE_CHANNELS), on: z.boolean() }),
    out: z.object({ items: z.array(ChannelState) }),
    can: 'notifications.manage',
  }),
})

const Device = z.object({ id: id(), device: z.string(), created_at: instant(), used_at: instant().nullable() })
const keyBytes = (length: number) =>
  z
    .string()
    .max(200)
    .regex(new RegExp(`^[A-Za-z0-9_-]{${length}}={0,2}$`))
/** The browsers in which one is told by push. */
export const pushDevices = actions('push_devices', '/notifications/push', {
  list: query('GET /', { out: z.object({ items: z.array(Device) }), can: SIGNED_IN }),
  /** A subscription as the browser's PushManager gives it. */
  subscribe: command('POST /', {
    in: z.strictObject({
      endpoint: z.url().max(2_000),
      keys: z.strictObject({ p256dh: keyBytes(87), auth: keyBytes(22) }),
    }),
    out: Device,
    can: SIGNED_IN,
    status: 201,
  }),
  forget: command('POST /forget', {
    in: z.strictObject({ endpoint: z.string().max(2_000) }),
    out: z.null(),
    can: SIGNED_IN,
    status: 204,
  }),
})

const byToken = z.strictObject({ token: z.string().max(2_000) })
/** The address in List-Unsubscribe: who opens it is asked, a mail program's POST is enough (RFC 8058). */
export const noticeUnsubscribe = actions('notification_unsubscribe', '/notifications/unsubscribe', {
  ask: query('GET /:token', { in: byToken, out: z.any(), can: ANYONE, raw: 'answer', page: 'text/html', free: true }),
  stop: command('POST /:token', {
    in: byToken.extend({ body: z.any(), type: z.string().max(200) }),
    out: z.any(),
    can: ANYONE,
    raw: 'body',
    page: 'text/html',
    free: true,
    bodyLimit: 4 * 1024,
  }),
})

/** A line is new, changed or read. */
export const notificationChanged = event('notification.changed', {
  payload: z.object({ notification: rowOf(Notification) }),
  about: Notification,
  can: SIGNED_IN,
  record: ({ notification }) => notification,
})
export const notificationRemoved = event('notification.removed', {
  payload: z.object({ notification: rowOf(Notification) }),
  about: Notification,
  can: SIGNED_IN,
  record: ({ notification }) => notification,
})
/** Everything, or everything about one record, was read. */
export const notificationsRead = event('notifications.read', {
  payload: z.object({ recipient: id(), record: id().nullable() }),
  about: Notification,
  can: SIGNED_IN,
  record: ({ recipient }) => ({ id: recipient, recipient }),
})
