// The modules of the organisation's ERP system that tickets are about: a dictionary per tenant.
import * as z from 'zod'
import { actions, crud, entity, line, yesNo } from '#kernel/contract/index.ts'

export const ErpModule = entity('erp_module', {
  table: 'erp_modules',
  written: {
    /** As the ERP system calls it; unique. */
    code: line(40, { searched: 'A', sortable: true }),
    name: line(100, { searched: 'A', sortable: true }),
    /** Where the module stands, with {number} for the ticket's number; http(s) only. */
    link_template: line(500).nullable().default(null),
    is_active: yesNo({ filterable: true }).default(true),
  },
})

export const erpModules = actions('erp_modules', '/erp-modules', crud(ErpModule, 'erp_modules'))

const Web = z.url({ protocol: /^https?$/ })
/** The address a template leads to for a ticket; null for one that is no web address. */
export function linkOf(template: string | null, number: number): string | null {
  const filled = template?.replaceAll('{number}', String(number))
  return filled !== undefined && Web.safeParse(filled).success ? filled : null
}
