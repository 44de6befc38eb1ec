import { component } from '#kernel/contract/index.ts'
import { sql } from 'kysely'
import type { Row } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { PLATFORM_CHAIN } from '#kernel/server/audit/entry.ts'
import { type Verdict, verifyChain } from '#kernel/server/audit/verify.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { change, crudHandlers, find, findLocked } from '#kernel/server/crud.ts'
import { every } from '#kernel/server/jobs.ts'
import { implement, on, serverModule, tells } from '#kernel/server/module.ts'
import { addressBlocked } from '#modules/platform/guard/contract.ts'
import { User } from '#modules/platform/identity/contract.ts'
import {
  audit,
  AuditAlert,
  auditAlertChanged,
  auditAlertRaised,
  auditAlerts,
  type AuditEntry,
  platformAudit,
} from '../contract.ts'
import { alertNotice } from '../contract/notices.ts'
import { read, search } from './entries.ts'
import { csv, report } from './report.ts'
import { raise, watching } from './watch.ts'

const AT_ONCE = 20_000

const reading = implement(
  audit,
  { tables: [] },
  {
    list: search,
    async activity(context, { id, ...page }) {
      await find(context, User, id, 'audit.read')
      return search(context, { actor: id, ...page })
    },
    mine: async (context, page) => {
      const { items, next } = await search(context, { actor: context.actor.user_id, done: true, ...page })
      return { items: items.map(ownEntry), next }
    },
    get: (context, { id }) => read(context, id),
    async verify({ platform, actor }, { from }) {
      const verdict = await verifyChain(platform, actor.tenant_id, { from, most: AT_ONCE })
      if (!verdict.ok) await tellBroken(platform, actor.tenant_id, verdict)
      return verdict
    },
    reports: report,
    csv,
  },
)

const ofPlatform = implement(
  platformAudit,
  { tables: [] },
  {
    list: (context, asked) =>
      context.platform.database.tenant(PLATFORM_CHAIN, 'read', (db) => search({ ...context, db } as Context, asked)),
    verify: ({ platform }, { from }) => verifyChain(platform, PLATFORM_CHAIN, { from, most: AT_ONCE }),
  },
)

const ownEntry = ({ id, at, action, entity, about_id, outcome, code, channel, count, origin }: AuditEntry) => ({
  id,
  at,
  action,
  entity,
  about_id,
  outcome,
  code,
  channel,
  count,
  address: origin?.address ?? null,
  user_agent: origin?.user_agent ?? null,
})

const standard = crudHandlers(AuditAlert, 'audit')

const alerting = implement(
  auditAlerts,
  { tables: [AuditAlert] },
  {
    list: standard.list,
    get: (context, { id }) => find(context, AuditAlert, id, 'audit.read'),
    async acknowledge(context, { id }) {
      const before = await findLocked(context, AuditAlert, id, 'audit.acknowledge')
      if (!before.is_open) return before
      const seen = { is_open: false, acknowledged_by: context.actor.user_id, acknowledged_at: context.now }
      const alert = await change(context, AuditAlert, id, seen, 'audit.acknowledge')
      context.emit(auditAlertChanged, { alert })
      return alert
    },
  },
)

/** One open alert for a broken chain, however often it is found. */
async function tellBroken(platform: Platform, tenant: string, { broken }: Verdict): Promise<void> {
  platform.log.error({ tenant_id: tenant, ...broken }, 'the audit chain is broken')
  await platform.within(systemOf(tenant), { cause: 'audit verify' }, async (context) => {
    const open = await sql<Row<typeof AuditAlert>>`
      select id from audit_alerts where rule = 'chain_broken' and is_open and deleted_at is null limit 1`.execute(
      context.db,
    )
    if (open.rows.length > 0) return
    const none = { person: null, address: null, entry: broken!.id }
    await raise(context, { rule: 'chain_broken', severity: 'high', count: broken!.seq, ...none })
  })
}

/** Every night every chain is proven from its beginning. */
const nightly = every('17 2 * * *', 'audit-verify', async (platform) => {
  const heads = await platform.database.platform('read', (db) =>
    db.selectFrom('audit_heads').select('tenant_id').execute(),
  )
  for (const { tenant_id } of heads as { tenant_id: string }[]) {
    const verdict = await verifyChain(platform, tenant_id)
    if (!verdict.ok && tenant_id !== PLATFORM_CHAIN) await tellBroken(platform, tenant_id, verdict)
    else if (!verdict.ok) platform.log.error(verdict.broken, 'the platform’s own audit chain is broken')
  }
})

export default serverModule({
  name: 'platform/audit',
  component: component('audit', { pictures: ['audit'], version: '1.0.0', always: true }),
  actions: [...reading, ...ofPlatform, ...alerting],
  events: [auditAlertRaised, auditAlertChanged],
  tells: [
    tells(alertNotice, async (_context, { alert }) => [
      {
        to: { permission: alertNotice.can },
        values: { address: alert.address ?? '' },
        texts: { rule: `audit_alert.rule.${alert.rule}`, severity: `audit_alert.severity.${alert.severity}` },
        link: '/settings/audit',
      },
    ]),
  ],
  on: [
    on(addressBlocked, 'audit.address_blocked', (context, { address, accounts }) =>
      raise(context, {
        rule: 'address_blocked',
        severity: 'high',
        person: null,
        address,
        count: accounts,
        entry: null,
      }),
    ),
  ],
  jobs: [nightly],
  services: [watching],
})
