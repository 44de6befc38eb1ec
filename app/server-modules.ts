// The modules of the server, in the order of their migrations.
import audit from '#modules/platform/audit/server/module.ts'
import bulk from '#modules/platform/bulk/server/module.ts'
import components from '#modules/platform/components/server/module.ts'
import fields from '#modules/platform/fields/server/module.ts'
import files from '#modules/platform/files/server/module.ts'
import guard from '#modules/platform/guard/server/module.ts'
import identity from '#modules/platform/identity/server/module.ts'
import imports from '#modules/platform/imports/server/module.ts'
import jobs from '#modules/platform/jobs/server/module.ts'
import mail from '#modules/platform/mail/server/module.ts'
import notifications from '#modules/platform/notifications/server/module.ts'
import rules from '#modules/platform/rules/server/module.ts'
import search from '#modules/platform/search/server/module.ts'
import tasks from '#modules/platform/tasks/server/module.ts'
import system from '#modules/platform/system/server/module.ts'
import tenants from '#modules/platform/tenants/server/module.ts'
import timeline from '#modules/platform/timeline/server/module.ts'
import views from '#modules/platform/views/server/module.ts'
import webhooks from '#modules/platform/webhooks/server/module.ts'
import categories from '#modules/support/categories/server/module.ts'
import erpModules from '#modules/support/erp-modules/server/module.ts'
import clients from '#modules/sales/clients/server/module.ts'
import macros from '#modules/support/macros/server/module.ts'
import deals from '#modules/sales/deals/server/module.ts'
import correspondence from '#modules/sales/correspondence/server/module.ts'
import webForms from '#modules/sales/web-forms/server/module.ts'
import tickets from '#modules/support/tickets/server/module.ts'

export const serverModules = [
  system,
  tenants,
  components,
  identity,
  audit,
  guard,
  files,
  fields,
  jobs,
  mail,
  notifications,
  webhooks,
  views,
  bulk,
  imports,
  timeline,
  tasks,
  rules,
  categories,
  erpModules,
  tickets,
  clients,
  macros,
  deals,
  correspondence,
  webForms,
  search,
]
