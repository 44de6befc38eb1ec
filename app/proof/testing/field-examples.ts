// What the actions about custom fields accept.
import { fields } from '#modules/platform/fields/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import type { TenantSlug, TestPlatform } from '#app/testing.ts'
import { unique } from './examples.ts'
import { recordOf } from './records.ts'

const draft = () => ({ entity: 'ticket', key: unique(), type: 'text' as const, labels: { en: 'A field' } })

export const fieldExamples = {
  'components.create': () => ({ component: 'macros', is_on: true }),
  'components.update': () => ({ component: 'macros', is_on: true }),
  'components.get': () => ({ component: 'macros' }),
  'components.remove': () => ({ component: 'macros' }),
  'components.settings': () => ({ component: 'tickets' }),
  'components.history': () => ({ component: 'tickets' }),
  'components.goBack': () => ({ component: 'tickets', to: 0 }),
  'components.configure': () => ({ component: 'tickets', close_after_days: 7 }),
  'fields.list': () => ({ entity: 'ticket' }),
  'fields.askable': () => ({ entity: 'ticket' }),
  'fields.create': draft,
  'fields.arrange': async (desk: TestPlatform, tenant: TenantSlug) => ({
    entity: 'ticket',
    ids: [await recordOf(desk, tenant, 'custom_field')],
  }),
  async 'fields.file'(desk: TestPlatform, tenant: TenantSlug) {
    const admin = desk.as(tenant, 'admin')
    const { key } = await admin(fields.create, { ...draft(), type: 'file' })
    const custom = { [key]: await recordOf(desk, tenant, 'file') }
    const { id: record } = await admin(tickets.create, { title: 'With a field', custom })
    return { entity: 'ticket', record, key }
  },
}
