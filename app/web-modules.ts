// The modules whose pages this product shows, in the order of their menu entries and slots.
import type { WebModule } from '#kernel/web/index.tsx'
import audit from '#modules/platform/audit/web/module.tsx'
import components from '#modules/platform/components/web/module.tsx'
import fields from '#modules/platform/fields/web/module.tsx'
import files from '#modules/platform/files/web/module.tsx'
import bulk from '#modules/platform/bulk/web/module.tsx'
import guard from '#modules/platform/guard/web/module.tsx'
import identity from '#modules/platform/identity/web/module.tsx'
import imports from '#modules/platform/imports/web/module.tsx'
import jobs from '#modules/platform/jobs/web/module.tsx'
import mail from '#modules/platform/mail/web/module.tsx'
import notifications from '#modules/platform/notifications/web/module.tsx'
import rules from '#modules/platform/rules/web/module.tsx'
import search from '#modules/platform/search/web/module.tsx'
import tasks from '#modules/platform/tasks/web/module.tsx'
import timeline from '#modules/platform/timeline/web/module.tsx'
import views from '#modules/platform/views/web/module.tsx'
import system from '#modules/platform/system/web/module.tsx'
import webhooks from '#modules/platform/webhooks/web/module.tsx'
import categories from '#modules/support/categories/web/module.tsx'
import departments from '#modules/platform/identity/web/teams/module.tsx'
import ticketKeeping from '#modules/support/tickets/web/keeping.tsx'
import erpModules from '#modules/support/erp-modules/web/module.tsx'
import macros from '#modules/support/macros/web/module.tsx'
import clients from '#modules/sales/clients/web/module.tsx'
import deals from '#modules/sales/deals/web/module.tsx'
import correspondence from '#modules/sales/correspondence/web/module.tsx'
import webForms from '#modules/sales/web-forms/web/module.tsx'
import tickets from '#modules/support/tickets/web/module.tsx'

export const webModules: readonly WebModule[] = [
  tickets,
  macros,
  ticketKeeping,
  clients,
  deals,
  correspondence,
  webForms,
  tasks,
  timeline,
  departments,
  identity,
  mail,
  webhooks,
  notifications,
  categories,
  erpModules,
  views,
  rules,
  bulk,
  imports,
  search,
  files,
  fields,
  components,
  audit,
  guard,
  jobs,
  system,
]
