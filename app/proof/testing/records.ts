// A fresh record of every entity, made as its tenant's people make it; where the API has no way, straight into its table.
import type { Action } from '#kernel/contract/index.ts'
import { fileStore } from '#modules/platform/files/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import type { TenantSlug, TestPlatform } from '#app/testing.ts'
import { exampleOf, unique } from './examples.ts'
import { exportRun, importRun } from './import-examples.ts'
import { letter, ownMailboxOf } from './letter-examples.ts'
import { ruleRun } from './rule-examples.ts'
import { submission } from './web-form-examples.ts'

type Maker = (desk: TestPlatform, tenant: TenantSlug) => Promise<string> | string
type Row = Record<string, unknown>

/** Puts a row straight into a table of a tenant. */
export async function insert(desk: TestPlatform, tenant: TenantSlug, table: string, row: Row): Promise<Row> {
  return desk.running.platform.database.tenant(desk.tenantId(tenant), 'write', (db) =>
    db.insertInto(table).values(row).returningAll().executeTakeFirstOrThrow(),
  ) as Promise<Row>
}

const file = (desk: TestPlatform, tenant: TenantSlug) =>
  desk.running.platform.within(desk.actor(tenant, 'admin'), {}, ({ call }) =>
    call(fileStore.store, { name: 'a.txt', bytes: Buffer.from('text') }),
  )

const reached = { state: 'kept', cause: null, code: null, status: null, message: null, at: null }
const recipient = { name: 'A', address: 'a@b.test', role: 'to', ...reached }

/** What a line and an entry of the history have in common. */
const told = async (desk: TestPlatform, tenant: TenantSlug) => ({
  recipient: desk.id(tenant, 'admin'),
  kind: 'message',
  about: 'ticket',
  record: await recordOf(desk, tenant, 'ticket'),
  title: 'x',
  body: 'x',
  link: '/tickets',
})

const own: Record<string, Maker> = {
  /** A sealed entry without its links: it is read, not proven. */
  async audit_entry(desk, tenant) {
    const { id, position, at } = await insert(desk, tenant, 'audit_details', { facts: '{}', origin: '{}' })
    const who = { actor_kind: 'system', role: '', action: 'system', entity: '', outcome: 'done', code: '', channel: '' }
    const links = { touched: '', origin_mac: '', changes_mac: '', prev_hash: '', hash: '', request_id: '', count: 1 }
    await insert(desk, tenant, 'audit_entries', { id, position, at, seq: position, ...who, ...links })
    return id as string
  },
  audit_alert: async (desk, tenant) =>
    (await insert(desk, tenant, 'audit_alerts', { rule: 'probing', severity: 'low', count: 1 }))['id'] as string,
  /** The platform's own. */
  async address_block({ running }) {
    const row = { network: unique(), kind: 'block', cause: 'manual', reason: 'x' }
    const made = await running.platform.database.platform('write', (db) =>
      db.insertInto('address_blocks').values(row).returning('id').executeTakeFirstOrThrow(),
    )
    return made['id'] as string
  },
  async tenant(desk) {
    const { database } = desk.running.platform
    const row = { name: 'Another', slug: `slug-${unique()}`, config: JSON.stringify({ theme: {} }) }
    const made = await database.platform('write', (db) =>
      db.insertInto('tenants').values(row).returning('id').executeTakeFirstOrThrow(),
    )
    return made['id'] as string
  },
  file: async (desk, tenant) => (await file(desk, tenant)).id,
  async attachment(desk, tenant) {
    const { id } = await file(desk, tenant)
    const admin = desk.as(tenant, 'admin')
    const ticket = await admin(tickets.create, { title: 'With a file', attachments: [id] })
    return (await admin(tickets.attachments, { id: ticket.id })).items[0]!.id
  },
  async inbound_mail(desk, tenant) {
    const { id } = await insert(desk, tenant, 'inbound_mails', {
      recipient: `support@${tenant}.test`,
      envelope_from: 'a@b.test',
      from_name: 'A',
      from_address: 'a@b.test',
      subject: 'x',
      state: 'suspended',
      size: 3,
      attachment_count: 0,
      remote_address: '127.0.0.1',
    })
    const parsed = { to: [], cc: [], text: 'x', text_body: 'x', headers: [], attachments: [], from: null }
    await insert(desk, tenant, 'inbound_contents', { mail: id, raw: Buffer.from('x'), parsed: JSON.stringify(parsed) })
    return id as string
  },
  async notification(desk, tenant) {
    const shared = await told(desk, tenant)
    const row = await insert(desk, tenant, 'notifications', {
      ...shared,
      topic: shared.record,
      count: 1,
      unread: true,
      happened_at: new Date().toISOString(),
    })
    return row['id'] as string
  },
  async notice(desk, tenant) {
    const row = await insert(desk, tenant, 'notices', {
      ...(await told(desk, tenant)),
      cause: unique(),
      filling: JSON.stringify({}),
      in_app: 'shown',
      email: 'skipped',
      push: 'skipped',
    })
    return row['id'] as string
  },
  async webhook_delivery(desk, tenant) {
    const webhook = await recordOf(desk, tenant, 'webhook')
    const row = { webhook, event: 'ticket.created', message: unique(), state: 'failed', payload: '{}' }
    return (await insert(desk, tenant, 'webhook_deliveries', row))['id'] as string
  },
  async incoming_call(desk, tenant) {
    const hook = await recordOf(desk, tenant, 'incoming_hook')
    const row = { hook, message: unique(), state: 'failed', size: 2, body: '{}' }
    return (await insert(desk, tenant, 'incoming_calls', row))['id'] as string
  },
  async ticket_mark(desk, tenant) {
    const row = { ticket: await recordOf(desk, tenant, 'ticket'), reader: desk.id(tenant, 'agent'), seen: null }
    return (await insert(desk, tenant, 'ticket_marks', row))['id'] as string
  },
  async timeline_entry(desk, tenant) {
    const record = await recordOf(desk, tenant, 'client')
    const words = { kind: 'note', text: 'A', facts: '{}', edits: 0, author: desk.id(tenant, 'admin') }
    return (await insert(desk, tenant, 'timeline_entries', { entity: 'client', record, ...words }))['id'] as string
  },
  rule_run: async (desk, tenant) => ruleRun(desk, tenant),
  web_form_submission: submission,
  letter,
  own_mailbox: (desk, tenant) => ownMailboxOf(desk, tenant, 'agent'),
  import_run: async (desk, tenant) => importRun(desk, tenant),
  export_run: async (desk, tenant) => exportRun(desk, tenant),
  async bulk_run(desk, tenant) {
    const row = { entity: 'ticket', action: 'tickets.update', input: '{}', state: 'queued', total: 0 }
    return (await insert(desk, tenant, 'bulk_runs', { ...row, owner: desk.id(tenant, 'admin') }))['id'] as string
  },
  outbound_mail: async (desk, tenant) =>
    (
      await insert(desk, tenant, 'outbound_mails', {
        from_address: `support@${tenant}.test`,
        from_name: 'A',
        recipient: 'a@b.test',
        recipients: JSON.stringify([recipient]),
        subject: 'x',
        text: 'x',
        quoted: '',
        language: 'en',
        attachments: JSON.stringify([]),
        message_id: `<${unique()}@b.test>`,
        refers_to: JSON.stringify([]),
        automatic: false,
        confidential: false,
        state: 'kept',
        attempts: 0,
      })
    )['id'] as string,
}

/** The id of a new record of a tenant. */
export async function recordOf(desk: TestPlatform, tenant: TenantSlug, entity: string): Promise<string> {
  const maker = own[entity]
  if (maker) return maker(desk, tenant)
  const create = desk.running.actions.find(({ name, about }) => about?.name === entity && name.endsWith('.create'))
  if (!create) throw new Error(`say in app/proof/testing/records.ts how a ${entity} is made`)
  const input = await exampleOf(desk, tenant, create)
  return ((await desk.as(tenant, 'admin')(create as Action, input)) as { id: string }).id
}
