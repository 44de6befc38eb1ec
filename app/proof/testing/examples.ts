// Believable inputs for every action, made from its schema, with a few words of one's own where a schema cannot know.
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { drafts } from '#modules/support/tickets/contract/composing/draft.ts'
import { sendings } from '#modules/support/tickets/contract/composing/sending.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { makeLink } from '#modules/platform/identity/server/links.ts'
import { type Action, bare, hintsOf } from '#kernel/contract/index.ts'
import { keyOf, storageOf } from '#modules/platform/files/server/storage/storage.ts'
import { unsubscribeUrl } from '#modules/platform/notifications/server/mail/unsubscribe.ts'
import { views } from '#modules/platform/views/contract.ts'
import { incomingHooks } from '#modules/platform/webhooks/contract.ts'
import { signed } from '#kernel/server/outgoing/signature.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { PASSWORD, type TenantSlug, type TestPlatform } from '#app/testing.ts'
import { fieldExamples } from './field-examples.ts'
import { insert, recordOf } from './records.ts'
import { salesExamples } from './sales-examples.ts'

type Made = Record<string, unknown>
export type Maker = (desk: TestPlatform, tenant: TenantSlug) => Promise<Made> | Made

let count = 0
export const unique = () => `n${(count += 1)}`

/** Whose refresh token it is that the session actions use; a new session every time. */
async function freshToken(desk: TestPlatform, tenant: TenantSlug): Promise<Made> {
  const app = await desk.edge()
  const payload = { username: `agent@${tenant}.test`, password: PASSWORD }
  const answer = await app.inject({ method: 'POST', url: '/api/auth/login', payload })
  return { refresh_token: answer.json<{ refresh_token: string }>().refresh_token }
}

const template = () => ({ kind: 'message', channel: 'email', language: 'uz', title: '{{title}}', body: '{{body}}' })

/** Switched off, so that nobody looks for its server. */
const mailbox = () => ({
  address: `${unique()}@provider.test`,
  host: 'imap.invalid',
  port: 993,
  username: 'a',
  password: unique(),
  after_reading: 'seen',
  is_active: false,
})

/** The end of the address that stands in a mail. */
const unsubscribing = (desk: TestPlatform, tenant: TenantSlug) => {
  const meant = { tenant: desk.tenantId(tenant), user: desk.id(tenant, 'agent'), kinds: ['message'] }
  return { token: unsubscribeUrl(desk.running.platform, meant).split('/').at(-1)! }
}

async function freshSession(desk: TestPlatform, tenant: TenantSlug, person: 'agent' | 'admin'): Promise<string> {
  const { id } = await insert(desk, tenant, 'sessions', {
    id: randomUUID(),
    user_id: desk.id(tenant, person),
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  })
  return id as string
}

async function invited(desk: TestPlatform, tenant: TenantSlug): Promise<string> {
  const people = [{ email: `${unique()}@${tenant}.test` }]
  const { items } = await desk.as(tenant, 'admin')(users.invite, { people })
  return items[0]!.user!.id
}

const within = <T>(desk: TestPlatform, tenant: TenantSlug, work: (context: Context) => Promise<T>) =>
  desk.running.platform.within(systemOf(desk.tenantId(tenant)), {}, work)

async function invitationToken(desk: TestPlatform, tenant: TenantSlug): Promise<string> {
  const user_id = await invited(desk, tenant)
  const link = { user_id, purpose: 'invitation', minutes: 5 } as const
  return (await within(desk, tenant, (context) => makeLink(context, link))).token
}

async function resetToken(desk: TestPlatform, tenant: TenantSlug): Promise<string> {
  const link = { user_id: desk.id(tenant, 'analyst'), purpose: 'reset', minutes: 5 } as const
  return (await within(desk, tenant, (context) => makeLink(context, link))).token
}

const period = () => ({ from: '2026-01-01T00:00:00Z', to: '2026-12-01T00:00:00Z' })
const entry: Maker = async (desk, tenant) => ({ id: await recordOf(desk, tenant, 'audit_entry') })

const ofTicket = async (desk: TestPlatform, tenant: TenantSlug) => ({ id: await recordOf(desk, tenant, 'ticket') })
const hence = () => new Date(Date.now() + 3_600_000).toISOString()
const sending = async (desk: TestPlatform, tenant: TenantSlug) => {
  const ticket = await ofTicket(desk, tenant)
  const reply = { ...ticket, text: 'Soon', seen: null, send_at: hence() }
  return { ...ticket, sending: (await desk.as(tenant, 'agent')(sendings.send, reply)).id }
}

/** A picture of the administrator's that was checked and drawn. */
async function drawn(desk: TestPlatform, tenant: TenantSlug): Promise<string> {
  const id = await recordOf(desk, tenant, 'file')
  const changes = { type: 'image/png', purpose: 'avatar', preview: 'ready' }
  await desk.running.platform.database.tenant(desk.tenantId(tenant), 'write', async (db) => {
    await db.updateTable('files').set(changes).where('id', '=', id).execute()
    await db
      .insertInto('file_keeping')
      .values({ file: id, previews: JSON.stringify({ 320: 9 }) })
      .execute()
  })
  const { config } = desk.running.platform
  await storageOf(config).write(`${keyOf(desk.tenantId(tenant), id)}.320.webp`, bytes())
  return id
}

async function dressed(desk: TestPlatform, tenant: TenantSlug, person: string): Promise<void> {
  const avatar = await drawn(desk, tenant)
  await desk.running.platform.database.tenant(desk.tenantId(tenant), 'write', (db) =>
    db.updateTable('users').set({ avatar }).where('id', '=', person).execute(),
  )
}

/** What a schema cannot know: added to, and where need be instead of, what is made from it. */
const own: Record<string, Maker> = {
  'audit.activity': (desk, tenant) => ({ id: desk.id(tenant, 'agent') }),
  'audit.get': entry,
  'audit.reports': period,
  'audit.csv': period,
  'auth.login': (_desk, tenant) => ({ username: `agent@${tenant}.test`, password: PASSWORD }),
  'auth.refresh': freshToken,
  'auth.logout': freshToken,
  'auth.updateMe': () => ({ phone: '+998 71 200 00 00' }),
  'tenants.manifest': (desk, tenant) => ({ id: desk.tenantId(tenant) }),
  'tenants.icon': (desk, tenant) => ({ id: desk.tenantId(tenant), size: '192' }),
  'organisations.cards': async (desk, tenant) => ({ ids: [await recordOf(desk, tenant, 'organisation')] }),
  'users.picture': async (desk, tenant) => {
    const id = desk.id(tenant, 'agent')
    await dressed(desk, tenant, id)
    return { id }
  },
  'profile.setPicture': async (desk, tenant) => ({ file: await drawn(desk, tenant) }),
  'profile.setAvailability': () => ({ state: 'busy' }),
  ...salesExamples,
  'users.cards': (desk, tenant) => ({ ids: [desk.id(tenant, 'agent')] }),
  'users.create': (_desk, tenant) => ({ email: `${unique()}@${tenant}.test` }),
  'users.replace': (_desk, tenant) => ({ email: `${unique()}@${tenant}.test` }),
  'users.setPassword': () => ({ password: `violet harbour ${unique()}` }),
  'users.invite': (_desk, tenant) => ({ people: [{ email: `${unique()}@${tenant}.test` }] }),
  'users.sendInvitation': async (desk, tenant) => ({ id: await invited(desk, tenant) }),
  'users.withdrawInvitation': async (desk, tenant) => ({ id: await invited(desk, tenant) }),
  'users.endSession': async (desk, tenant) => ({
    id: desk.id(tenant, 'agent'),
    session: await freshSession(desk, tenant, 'agent'),
  }),
  'sessions.end': async (desk, tenant) => ({ id: await freshSession(desk, tenant, 'admin') }),
  'passwords.forgot': (_desk, tenant) => ({ email: `agent@${tenant}.test` }),
  'passwords.link': async (desk, tenant) => ({ token: await invitationToken(desk, tenant) }),
  'passwords.reset': async (desk, tenant) => ({
    token: await resetToken(desk, tenant),
    password: `violet harbour ${unique()}`,
  }),
  'passwords.accept': async (desk, tenant) => ({
    token: await invitationToken(desk, tenant),
    password: `violet harbour ${unique()}`,
    name: 'Somebody New',
  }),
  'security.set': () => ({ min_length: 12, kinds: 0, remembered: 5, max_age_days: null }),
  'mail_addresses.create': (_desk, tenant) => ({ address: `${unique()}@${tenant}.test` }),
  'mail_addresses.replace': (_desk, tenant) => ({ address: `${unique()}@${tenant}.test` }),
  'mailboxes.create': () => mailbox(),
  'mailboxes.replace': () => mailbox(),
  'mailboxes.update': () => mailbox(),
  'files.upload': () => ({ name: 'note.txt', body: bytes(), type: 'text/plain' }),
  'uploads.create': () => ({ name: 'a.txt', size: 9 }),
  'uploads.send': async (desk, tenant) => ({
    id: await recordOf(desk, tenant, 'file_upload'),
    offset: 0,
    body: bytes(),
  }),
  'file_rules.set': () => ({ purpose: 'report', types: ['pdf'], max_size: 1_000 }),
  'file_links.create': () => ({ path: '/api/files/x/content' }),
  'limits.set': () => ({ api_per_minute: null, api_burst: null, sign_in_attempts: 4, calls_per_minute: null }),
  'blocks.create': () => ({ network: `198.51.${(count += 1) % 250}.0/24` }),
  'tenants.create': () => ({ name: `Organisation ${unique()}`, slug: `slug-${unique()}` }),
  'tenants.replace': () => ({ name: `Organisation ${unique()}` }),
  'notifications.send': () => ({ to: { role: 'agent' }, title: 'Tea' }),
  'notifications.create': () => ({ to: { role: 'agent' }, title: 'Tea' }),
  'notification_preferences.mute': toldOf,
  'notification_preferences.unmute': async (desk, tenant) => {
    const { record } = await toldOf(desk, tenant)
    await insert(desk, tenant, 'notification_mutes', { user_id: desk.id(tenant, 'admin'), record })
    return { record }
  },
  'notification_defaults.update': () => ({ choices: [] }),
  'notification_templates.update': template,
  'notification_templates.reset': () => ({ kind: 'message', channel: 'email', language: 'uz' }),
  'notification_templates.preview': template,
  'notification_unsubscribe.ask': unsubscribing,
  'notification_unsubscribe.stop': (desk, tenant) => ({
    ...unsubscribing(desk, tenant),
    body: bytes(),
    type: 'application/x-www-form-urlencoded',
  }),
  'push_devices.subscribe': () => ({
    endpoint: `https://push.example.com/${unique()}`,
    keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
  }),
  ...Object.fromEntries(['create', 'replace', 'shelf'].map((key) => [`views.${key}`, () => ({ entity: 'ticket' })])),
  'views.arrange': () => ({
    entity: 'ticket',
    places: [{ key: 'mine', pinned: true, hidden: false, position: 0 }],
  }),
  'views.counts': () => ({ entity: 'ticket', sets: [{ key: 'mine', filters: { assignee: 'me' } }] }),
  'views.restore': async (desk, tenant) => {
    const id = await recordOf(desk, tenant, 'view')
    await desk.as(tenant, 'admin')(views.remove, { id })
    return { id }
  },
  ...fieldExamples,
  'bulk.start': () => ({
    entity: 'ticket',
    action: 'tickets.update',
    input: { priority: 'high' },
    selection: { filter: { status: 'waiting' } },
  }),
  'bulk.undo': async (desk, tenant) => {
    const run = { entity: 'ticket', action: 'tickets.update', input: '{}', owner: desk.id(tenant, 'admin') }
    const done = { state: 'done', total: 1, done: 1, changed: 1, undo_until: hence() }
    return { id: (await insert(desk, tenant, 'bulk_runs', { ...run, ...done }))['id'] }
  },
  'webhooks.create': webhook,
  'webhooks.replace': webhook,
  'webhooks.resend': () => ({ since: new Date().toISOString() }),
  // Nobody outside is called: an address of this machine is refused at once, and that is an answer, too.
  'webhooks.test': async (desk, tenant) => {
    const id = await recordOf(desk, tenant, 'webhook')
    await desk.running.platform.database.tenant(desk.tenantId(tenant), 'write', (db) =>
      db.updateTable('webhooks').set({ url: 'http://127.0.0.1:1024/' }).where('id', '=', id).execute(),
    )
    return { id }
  },
  'incoming_hooks.create': () => ({ action: 'tickets.create' }),
  'incoming_hooks.replace': () => ({ action: 'tickets.create' }),
  'hooks.receive': async (desk, tenant) => {
    const { token, secret } = await desk.as(tenant, 'admin')(incomingHooks.create, {
      name: 'Monitoring',
      action: 'tickets.create',
    })
    const headers = signed([secret], unique(), Date.now(), 'some text')
    return { token, body: bytes(), type: 'application/json', headers }
  },
  ...Object.fromEntries(
    ['jobs', 'platform_jobs'].flatMap((group) => [
      [`${group}.retry`, failedJob],
      [`${group}.discard`, failedJob],
      [`${group}.retryAll`, () => ({ queue: 'mail.read' })],
      [`${group}.retryEvent`, eventSetAside],
      [`${group}.discardEvent`, eventSetAside],
    ]),
  ),
  'tickets.move': () => ({ status: 'in_progress' }),
  'tickets.snooze': () => ({ until: null }),
  // To a team or to a department, not to both.
  'tickets.transfer': async (desk, tenant) => ({ team: await recordOf(desk, tenant, 'team'), department: undefined }),
  'tickets.assign': () => ({ assignee: 'me' }),
  ...Object.fromEntries(
    ['opening', 'mark', 'see', 'find'].map((name) => [
      `conversation.${name}`,
      async (desk: TestPlatform, tenant: TenantSlug) => ({
        id: await recordOf(desk, tenant, 'ticket'),
        ...(name === 'see' ? { seen: null } : {}),
      }),
    ]),
  ),
  'conversation.unread': async (desk, tenant) => ({ ids: [await recordOf(desk, tenant, 'ticket')] }),
  'conversation.letter': ticketByMail,
  'conversation.raw': ticketByMail,
  'inbound_mails.restoreMany': someMail,
  'inbound_mails.removeMany': someMail,
  'tickets.takeMail': async (desk, tenant) => ({ mail: await recordOf(desk, tenant, 'inbound_mail') }),
  'tickets.restore': async (desk, tenant) => {
    const id = await recordOf(desk, tenant, 'ticket')
    await desk.as(tenant, 'admin')(tickets.remove, { id })
    return { id }
  },
  'tickets.removeParticipant': async (desk, tenant) => {
    const ticket = await recordOf(desk, tenant, 'ticket')
    const row = { ticket, name: 'Colleague', address: `${unique()}@elsewhere.test` }
    return { id: ticket, participant: (await insert(desk, tenant, 'ticket_participants', row))['id'] }
  },
  'tickets.addParticipant': async (desk, tenant) => ({
    id: await recordOf(desk, tenant, 'ticket'),
    address: `${unique()}@elsewhere.test`,
  }),
  'preferences.choose': () => ({ key: 'tickets.undo_seconds', value: 15 }),
  'sendings.list': ofTicket,
  'sendings.send': async (desk, tenant) => ({ ...(await ofTicket(desk, tenant)), seen: null }),
  'sendings.cancel': sending,
  'sendings.reschedule': async (desk, tenant) => ({ ...(await sending(desk, tenant)), send_at: hence() }),
  'followers.list': ofTicket,
  'followers.follow': ofTicket,
  'followers.unfollow': async (desk, tenant) => ({ ...(await ofTicket(desk, tenant)), person: 'me' }),
  'drafts.list': ofTicket,
  'drafts.save': async (desk, tenant) => ({ ...(await ofTicket(desk, tenant)), based_on: null }),
  'drafts.discard': ofTicket,
  'drafts.take': async (desk, tenant) => {
    const ticket = await ofTicket(desk, tenant)
    const shared = { shared: true, text: 'Nearly done', mode: 'reply', based_on: null } as const
    return { ...ticket, draft: (await desk.as(tenant, 'agent')(drafts.save, { ...ticket, ...shared })).id }
  },
  'tickets.attachment': async (desk, tenant) => {
    const attachment = await recordOf(desk, tenant, 'attachment')
    const found = await desk.running.platform.database.tenant(desk.tenantId(tenant), 'read', (db) =>
      db.selectFrom('ticket_attachments').select('ticket').where('id', '=', attachment).executeTakeFirstOrThrow(),
    )
    return { id: found['ticket'], attachment }
  },
}

async function ticketByMail(desk: TestPlatform, tenant: TenantSlug): Promise<Made> {
  const [id, mail] = [await recordOf(desk, tenant, 'ticket'), await recordOf(desk, tenant, 'inbound_mail')]
  await insert(desk, tenant, 'ticket_openings', { ticket: id, mail })
  return { id }
}

async function someMail(desk: TestPlatform, tenant: TenantSlug): Promise<Made> {
  return { ids: [await recordOf(desk, tenant, 'inbound_mail')] }
}

async function failedJob(desk: TestPlatform, tenant: TenantSlug): Promise<Made> {
  const { rows } = await desk.running.platform.database.pool.query<{ id: string }>(
    `insert into jobs.job (name, state, data, output) values ('mail.read', 'failed', $1, '{"message":"no"}') returning id`,
    [{ tenant_id: desk.tenantId(tenant), job: { mail: randomUUID() } }],
  )
  return { id: rows[0]!.id, queue: 'mail.read' }
}

async function eventSetAside(desk: TestPlatform, tenant: TenantSlug): Promise<Made> {
  const ticket = randomUUID()
  const payload = JSON.stringify({ ticket: { id: ticket, category: null } })
  const { position } = await insert(desk, tenant, 'event_log', { name: 'ticket.created', about_id: ticket, payload })
  await insert(desk, tenant, 'event_failures', { consumer: 'tickets.categorise', position, error: 'Error: no' })
  return { tenant_id: desk.tenantId(tenant), consumer: 'tickets.categorise', position }
}

/** A record that the administrator was told of. */
async function toldOf(desk: TestPlatform, tenant: TenantSlug): Promise<Made> {
  const id = await recordOf(desk, tenant, 'notification')
  const found = await desk.running.platform.database.tenant(desk.tenantId(tenant), 'read', (db) =>
    db.selectFrom('notifications').select('record').where('id', '=', id).executeTakeFirstOrThrow(),
  )
  return { record: found['record'] }
}

function webhook(): Made {
  return { url: `https://${unique()}.example.com/`, events: ['ticket.created'] }
}

async function* bytes() {
  yield Buffer.from('some text')
}

/** An input that the action of a tenant's administrator accepts; records it needs are made anew. */
export async function exampleOf(desk: TestPlatform, tenant: TenantSlug, action: Action): Promise<Made> {
  const given = (await own[action.name]?.(desk, tenant)) ?? {}
  const shape = (action.in as z.ZodObject).shape as Record<string, z.ZodType>
  const made: Made = {}
  for (const [name, schema] of Object.entries(shape)) {
    if (name in given || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) continue
    const about = name === 'id' ? subjectOf(desk.running.actions, action) : undefined
    made[name] = about
      ? await recordOf(desk, tenant, about)
      : await sample(desk, tenant, schema, `${action.name} ${name}`)
  }
  return { ...made, ...given }
}

/** The entity whose id stands in an action's path: the one that is read at the address up to there, else what it answers with. */
export function subjectOf(actions: readonly Action[], action: Action): string | undefined {
  const address = action.path.slice(0, action.path.indexOf('/:id') + '/:id'.length)
  const read = actions.find(({ kind, path, about }) => kind === 'query' && about && path === address)
  const group = action.name.split('.')[0]
  return (read ?? actions.find(({ name }) => name === `${group}.get`))?.about?.name ?? action.about?.name
}

/** A believable value for one place of an input. */
export async function sample(
  desk: TestPlatform,
  tenant: TenantSlug,
  schema: z.ZodType,
  place: string,
): Promise<unknown> {
  const inner = bare(schema)
  const { refers } = hintsOf(schema)
  if (refers) return recordOf(desk, tenant, refers)
  if (inner instanceof z.ZodEnum) return inner.options[0]
  if (inner instanceof z.ZodEmail) return `${unique()}@${tenant}.test`
  if (inner instanceof z.ZodString) return `A word ${unique()}`
  if (inner instanceof z.ZodNumber) return 1
  if (inner instanceof z.ZodBoolean) return true
  if (inner instanceof z.ZodPipe && inner.in instanceof z.ZodArray) return ['word']
  if (inner instanceof z.ZodArray) return []
  throw new Error(`say in app/proof/testing/examples.ts what to put into ${place} (${inner.constructor.name})`)
}
