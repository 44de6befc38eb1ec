// Inputs of sales that a schema cannot know.
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients, contacts, merging } from '#modules/sales/clients/contract.ts'
import type { TenantSlug, TestPlatform } from '#app/testing.ts'
import type { Maker } from './examples.ts'
import { recordOf } from './records.ts'

const contact: Maker = async (desk, tenant) => {
  const id = await recordOf(desk, tenant, 'client')
  return { id, contact: (await desk.as(tenant, 'admin')(contacts.create, { id, name: 'A' })).id }
}

const other = (desk: TestPlatform, tenant: TenantSlug) => recordOf(desk, tenant, 'client')
const noted: Maker = async (desk, tenant) => ({ entity: 'client', record: await other(desk, tenant) })
const entry: Maker = async (desk, tenant) => {
  const { record } = await noted(desk, tenant)
  const note = { entity: 'client', record: record as string, kind: 'note', text: 'A' } as const
  return { id: (await desk.as(tenant, 'admin')(timeline.write, note)).id }
}

export const salesExamples: Record<string, Maker> = {
  'clients.cards': async (desk, tenant) => ({ ids: [await recordOf(desk, tenant, 'client')] }),
  'clients.history': async (desk, tenant) => ({ client_id: await recordOf(desk, tenant, 'client') }),
  'clients.restore': async (desk, tenant) => {
    const id = await recordOf(desk, tenant, 'client')
    await desk.as(tenant, 'admin')(clients.remove, { id })
    return { id }
  },
  'client_merges.preview': async (desk, tenant) => ({ other: await other(desk, tenant) }),
  'client_merges.merge': async (desk, tenant) => ({ other: await other(desk, tenant) }),
  'client_merges.setDifferent': async (desk, tenant) => ({
    one: await other(desk, tenant),
    other: await other(desk, tenant),
  }),
  'client_merges.undo': async (desk, tenant) => {
    const id = await other(desk, tenant)
    const admin = desk.as(tenant, 'admin')
    await admin(merging.merge, { id, other: await other(desk, tenant) })
    return { merge: (await admin(merging.merges, { id })).items[0]!.id }
  },
  'timeline.list': noted,
  'timeline.write': noted,
  'timeline.add': noted,
  'timeline.join': noted,
  'timeline.change': entry,
  'timeline.remove': entry,
  'client_contacts.update': contact,
  'client_contacts.remove': contact,
}
