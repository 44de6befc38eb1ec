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

export const letterExamples: Record<string, Maker> = {
  'letters.about': of,
  'letters.addressees': of,
  'letters.place': async (desk, tenant) => ({ thread: (await made(desk, tenant)).thread }),
  'letters.send': async (desk, tenant) => ({ ...(await of(desk, tenant)), to: [{ address: 'a@b.test' }] }),
  'letters.file': async (desk, tenant) => {
    const { id, file } = await made(desk, tenant)
    return { id, file }
  },
}
