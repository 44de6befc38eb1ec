// Inputs of sales that a schema cannot know.
import { tasks } from '#modules/platform/tasks/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients, contacts, merging, segments } from '#modules/sales/clients/contract.ts'
import { deals, lossReasons, pipelines, pipelineStages } from '#modules/sales/deals/contract.ts'
import type { TenantSlug, TestPlatform } from '#app/testing.ts'
import type { Maker } from './examples.ts'
import { importExamples } from './import-examples.ts'
import { letterExamples } from './letter-examples.ts'
import { insert, recordOf } from './records.ts'
import { ruleExamples } from './rule-examples.ts'

const contact: Maker = async (desk, tenant) => {
  const id = await recordOf(desk, tenant, 'client')
  return { id, contact: (await desk.as(tenant, 'admin')(contacts.create, { id, name: 'A' })).id }
}

/** Numbers of quotes made beside the action go down, the action's own go up. */
let nextQuote = 1_000_000_000

const segment = () => ({ name: 'A', conditions: { field: 'kind', test: 'is', values: ['person'] } })

const other = (desk: TestPlatform, tenant: TenantSlug) => recordOf(desk, tenant, 'client')
const noted: Maker = async (desk, tenant) => ({ entity: 'client', record: await other(desk, tenant) })
const entry: Maker = async (desk, tenant) => {
  const { record } = await noted(desk, tenant)
  const note = { entity: 'client', record: record as string, kind: 'note', text: 'A' } as const
  return { id: (await desk.as(tenant, 'admin')(timeline.write, note)).id }
}

/** A stage of a kind in the tenant's default pipeline. */
async function stageOf(desk: TestPlatform, tenant: TenantSlug, kind: 'open' | 'won' | 'lost'): Promise<string> {
  const admin = desk.as(tenant, 'admin')
  const [first] = (await admin(pipelines.list, { sort: '-created_at' })).items.filter((one) => one.is_default)
  const { items } = await admin(pipelineStages.list, { pipeline: first!.id })
  return items.find((stage) => stage.kind === kind)!.id
}

const deal: Maker = async (desk, tenant) => ({ id: await recordOf(desk, tenant, 'deal') })
const reason = async (desk: TestPlatform, tenant: TenantSlug) =>
  (await desk.as(tenant, 'admin')(lossReasons.list, {})).items[0]!.id

export const salesExamples: Record<string, Maker> = {
  ...ruleExamples,
  ...importExamples,
  ...letterExamples,
  'clients.cards': async (desk, tenant) => ({ ids: [await recordOf(desk, tenant, 'client')] }),
  'contact_cards.cards': async (desk, tenant) => ({ ids: [(await contact(desk, tenant))['contact'] as string] }),
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
  'timeline.joined': async (desk, tenant) => ({ record: await other(desk, tenant) }),
  'client_segments.create': () => segment(),
  'client_segments.replace': () => segment(),
  'client_segments.update': () => segment(),
  'client_segments.preview': () => ({ conditions: segment().conditions }),
  'client_segments.counts': async (desk, tenant) => ({ ids: [await recordOf(desk, tenant, 'client_segment')] }),
  'client_segments.ofClient': async (desk, tenant) => ({ client: await other(desk, tenant) }),
  'client_segments.restore': async (desk, tenant) => {
    const id = await recordOf(desk, tenant, 'client_segment')
    await desk.as(tenant, 'admin')(segments.remove, { id })
    return { id }
  },
  'timeline.list': noted,
  'timeline.write': noted,
  'timeline.add': noted,
  'timeline.join': noted,
  'timeline.change': entry,
  'tasks.about': noted,
  'tasks.next': async (desk, tenant) => ({ entity: 'client', ids: [await recordOf(desk, tenant, 'client')] }),
  'tasks.create': noted,
  'tasks.restore': async (desk, tenant) => {
    const admin = desk.as(tenant, 'admin')
    const { id } = await admin(tasks.create, { title: 'A' })
    await admin(tasks.remove, { id })
    return { id }
  },
  'timeline.remove': entry,
  'deals.cards': async (desk, tenant) => ({ ids: [await recordOf(desk, tenant, 'deal')] }),
  'deals.history': deal,
  'deals.create': async (desk, tenant) => ({
    title: 'A',
    client: await recordOf(desk, tenant, 'client'),
    stage: await stageOf(desk, tenant, 'open'),
  }),
  'deals.move': async (desk, tenant) => ({
    ...(await deal(desk, tenant)),
    stage: await stageOf(desk, tenant, 'lost'),
    loss_reason: await reason(desk, tenant),
  }),
  'deals.win': deal,
  'deals.lose': async (desk, tenant) => ({ ...(await deal(desk, tenant)), loss_reason: await reason(desk, tenant) }),
  'deals.reopen': async (desk, tenant) => {
    const made = await deal(desk, tenant)
    await desk.as(tenant, 'admin')(deals.win, { id: made['id'] as string })
    return made
  },
  'deals.restore': async (desk, tenant) => {
    const made = await deal(desk, tenant)
    await desk.as(tenant, 'admin')(deals.remove, { id: made['id'] as string })
    return made
  },
  'deals.board': async (desk, tenant) => ({ id: await recordOf(desk, tenant, 'pipeline') }),
  'deals.forecast': () => ({ from: '2026-11' }),
  'pipeline_stages.arrange': async (desk, tenant) => {
    const pipeline = await recordOf(desk, tenant, 'pipeline')
    const { items } = await desk.as(tenant, 'admin')(pipelineStages.list, { pipeline })
    return { pipeline, ids: items.map(({ id }) => id) }
  },
  'quotes.list': deal,
  'quotes.create': async (desk, tenant) => ({ ...(await deal(desk, tenant)), language: 'ar', issued_on: '2026-11-21' }),
  'quotes.content': async (desk, tenant) => {
    const { id } = (await deal(desk, tenant)) as { id: string }
    // To draw one takes a second, and `quotes.create` does.
    const file = await recordOf(desk, tenant, 'file')
    const number = (nextQuote -= 1)
    const day = '2026-11-21'
    const row = { deal: id, number, language: 'en', issued_on: day, valid_until: day, amount: 0, currency: 'USD' }
    return { id, quote: (await insert(desk, tenant, 'quotes', { ...row, name: 'a.pdf', file }))['id'] }
  },
  'client_contacts.update': contact,
  'client_contacts.remove': contact,
}
