// Letters, and inputs about them that a schema cannot know.
import { randomUUID } from 'node:crypto'
import { fileStore } from '#modules/platform/files/contract.ts'
import type { TenantSlug, TestPlatform } from '#app/testing.ts'
import type { Maker } from './examples.ts'
import { insert, recordOf } from './records.ts'

async function made(desk: TestPlatform, tenant: TenantSlug) {
  const { id: file } = await desk.running.platform.within(desk.actor(tenant, 'admin'), {}, ({ call }) =>
    call(fileStore.store, { name: 'a.txt', bytes: Buffer.from('text') }),
  )
  const row = await insert(desk, tenant, 'letters', {
    client: await recordOf(desk, tenant, 'client'),
    direction: 'in',
    from_name: 'A',
    from_address: 'a@b.test',
    people: JSON.stringify([{ name: '', address: `sales@${tenant}.test`, role: 'to' }]),
    subject: 'x',
    text: 'x',
    quoted: '',
    files: JSON.stringify([{ file, name: 'a.txt', type: 'text/plain', size: 4 }]),
    automatic: false,
    state: 'received',
    thread: randomUUID(),
  })
  return { id: row['id'] as string, thread: row['thread'] as string, file }
}

export const letter = async (desk: TestPlatform, tenant: TenantSlug): Promise<string> => (await made(desk, tenant)).id

const of: Maker = async (desk, tenant) => ({ entity: 'client', record: await recordOf(desk, tenant, 'client') })

/** Connected by somebody, if they had none before. */
export async function ownMailboxOf(desk: TestPlatform, tenant: TenantSlug, person: 'admin' | 'agent'): Promise<string> {
  const owner = desk.id(tenant, person)
  const found = await desk.running.platform.database.tenant(desk.tenantId(tenant), 'read', (db) =>
    db
      .selectFrom('own_mailboxes' as never)
      .select('id' as never)
      .where('owner' as never, '=', owner as never)
      .where('deleted_at' as never, 'is', null)
      .executeTakeFirst(),
  )
  if (found) return (found as { id: string }).id
  const account = { address: `${person}@home.test`, username: 'a', host: 'imap.invalid', smtp_host: 'smtp.invalid' }
  const ports = { port: 993, security: 'tls', smtp_port: 465, smtp_security: 'tls', folder: 'INBOX', is_active: false }
  return (await insert(desk, tenant, 'own_mailboxes', { owner, ...account, ...ports }))['id'] as string
}

const texts = () => ({ texts: { en: { subject: 'Hello {{client_name}}', text: 'Dear {{contact_name}}' } } })
const asAdmin: Maker = async (desk, tenant) => {
  await ownMailboxOf(desk, tenant, 'admin')
  return {}
}

export const letterExamples: Record<string, Maker> = {
  'own_mailboxes.save': () => ({
    address: 'admin@home.test',
    username: 'a',
    password: 'b',
    host: 'imap.invalid',
    smtp_host: 'smtp.invalid',
    is_active: false,
  }),
  'own_mailboxes.probe': asAdmin,
  'own_mailboxes.remove': asAdmin,
  'own_mailboxes.disconnect': async (desk, tenant) => ({ id: await ownMailboxOf(desk, tenant, 'agent') }),
  'letter_templates.create': texts,
  'letter_templates.replace': texts,
  'letter_templates.update': texts,
  'letter_templates.filled': of,
  'letters.about': of,
  'letters.addressees': of,
  'letters.place': async (desk, tenant) => ({ thread: (await made(desk, tenant)).thread }),
  'letters.send': async (desk, tenant) => ({ ...(await of(desk, tenant)), to: [{ address: 'a@b.test' }] }),
  'letters.file': async (desk, tenant) => {
    const { id, file } = await made(desk, tenant)
    return { id, file }
  },
}
