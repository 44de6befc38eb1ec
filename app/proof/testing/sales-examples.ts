// Inputs of sales that a schema cannot know.
import { clients, contacts } from '#modules/sales/clients/contract.ts'
import type { Maker } from './examples.ts'
import { recordOf } from './records.ts'

const contact: Maker = async (desk, tenant) => {
  const id = await recordOf(desk, tenant, 'client')
  return { id, contact: (await desk.as(tenant, 'admin')(contacts.create, { id, name: 'A' })).id }
}

export const salesExamples: Record<string, Maker> = {
  'clients.cards': async (desk, tenant) => ({ ids: [await recordOf(desk, tenant, 'client')] }),
  'clients.history': async (desk, tenant) => ({ client_id: await recordOf(desk, tenant, 'client') }),
  'clients.restore': async (desk, tenant) => {
    const id = await recordOf(desk, tenant, 'client')
    await desk.as(tenant, 'admin')(clients.remove, { id })
    return { id }
  },
  'client_contacts.update': contact,
  'client_contacts.remove': contact,
}
