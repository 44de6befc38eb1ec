import { component, invalid } from '#kernel/contract/index.ts'
import { crudHandlers } from '#kernel/server/crud.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { ErpModule, erpModules, linkOf } from '../contract.ts'

const standard = crudHandlers(ErpModule, 'erp_modules', {
  search: (q) => sql<boolean>`position(lower(${q}) in lower(name || ' ' || code)) > 0`,
})

/** A template becomes a link on the page: it must lead to the web and nowhere else. */
function refuseLink(template: string | null | undefined): void {
  if (template && linkOf(template, 1) === null)
    throw invalid([{ pointer: '/link_template', code: 'not_a_web_address' }])
}

const own = implement(
  erpModules,
  { tables: [ErpModule] },
  {
    ...standard,
    async create(context, draft) {
      refuseLink(draft.link_template)
      return standard.create(context, draft)
    },
    async replace(context, input) {
      refuseLink(input.link_template)
      return standard.replace(context, input)
    },
    async update(context, input) {
      refuseLink(input.link_template)
      return standard.update(context, input)
    },
  },
)

const read = { 'erp_modules.read': 'all' } as const

export default serverModule({
  name: 'support/erp-modules',
  component: component('erp-modules', { version: '1.0.0' }),
  actions: own,
  grants: {
    manager: { ...read, 'erp_modules.create': 'all', 'erp_modules.update': 'all', 'erp_modules.delete': 'all' },
    agent: read,
    analyst: read,
    // Whoever opens a ticket may say which module it is about.
    client: read,
  },
})
