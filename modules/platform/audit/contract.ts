// The audit as people read it: entries, whether their chain is whole, reports, and alerts on what looks wrong.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  entity,
  event,
  id,
  instant,
  line,
  moment,
  MAX_LIMIT,
  query,
  reference,
  rowOf,
  SIGNED_IN,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'

export const OUTCOMES = ['done', 'refused', 'failed'] as const
export const ACTOR_KINDS = ['person', 'system', 'anonymous', 'database'] as const
/** What an entry is, for reports and filters. */
export const SECTIONS = ['sign_ins', 'sign_in_failures', 'refused', 'reads', 'exports', 'admin', 'outside'] as const
export const ALERT_RULES = [
  'brute_force_account',
  'brute_force_address',
  'address_blocked',
  'new_place',
  'mass_read',
  'mass_export',
  'off_hours',
  'role_changed',
  'probing',
  'outside_change',
  'chain_broken',
] as const
export const SEVERITIES = ['low', 'medium', 'high'] as const

/** A changed field; `refers` names the entity that its ids point at, `choice` says that it has a text for each value. */
const ChangedField = z.object({
  name: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  refers: z.string().nullable(),
  choice: z.boolean(),
  /** Only that it changed is recorded. */
  hidden: z.boolean(),
})
const Change = z.object({
  table: z.string(),
  /** The entity of the table; null for tables that nobody sees. */
  entity: z.string().nullable(),
  id: z.string().nullable(),
  op: z.string(),
  fields: z.array(ChangedField),
})
const Origin = z.object({
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  /** The sign-in name somebody tried. */
  typed: z.string().nullable(),
  /** The filter of a list that was read. */
  asked: z.unknown(),
})

export const AuditEntry = z.object({
  id: id(),
  seq: z.int(),
  at: z.string(),
  actor_kind: z.enum(ACTOR_KINDS),
  actor_id: id().nullable(),
  role: z.string(),
  session_id: id().nullable(),
  action: z.string(),
  entity: z.string(),
  about_id: id().nullable(),
  outcome: z.enum(OUTCOMES),
  code: z.string(),
  request_id: z.string(),
  channel: z.string(),
  /** How many records were read, or how many refusals alike it stands for. */
  count: z.int(),
  /** Null once it was erased. */
  origin: Origin.nullable(),
  erased: z.boolean(),
})
/** An entry as the person who made it may read it. */
export const OwnEntry = AuditEntry.pick({
  id: true,
  at: true,
  action: true,
  entity: true,
  about_id: true,
  outcome: true,
  code: true,
  channel: true,
  count: true,
}).extend({ address: z.string().nullable(), user_agent: z.string().nullable() })
/** An entry with its changes; null once they were erased. */
export const AuditEntryRead = AuditEntry.extend({
  changes: z.array(Change).nullable(),
  /** What was changed, without values: stays when these are erased. */
  touched: z.array(
    z.object({ table: z.string(), op: z.string(), id: z.string().nullable(), fields: z.array(z.string()) }),
  ),
  hash: z.string(),
})
export type AuditEntry = z.output<typeof AuditEntry>
export type AuditEntryRead = z.output<typeof AuditEntryRead>

const word = (max = 100) => z.string().min(1).max(max)

const Filter = {
  actor: id().optional(),
  action: word().optional(),
  entity: word().optional(),
  /** A record that was read, changed or asked for. */
  record: id().optional(),
  address: word(64).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  section: z.enum(SECTIONS).optional(),
  from: moment().optional(),
  to: moment().optional(),
  q: z.string().trim().max(200).optional(),
}

export const AuditAlert = entity('audit_alert', {
  table: 'audit_alerts',
  written: {},
  kept: {
    rule: choice(ALERT_RULES),
    severity: choice(SEVERITIES),
    /** Who did it, or in whose name it was tried. */
    person: reference('user').nullable(),
    address: line(64, { personal: true }).nullable(),
    /** How many times, or how many records. */
    count: whole(),
    /** The entry that raised it. */
    entry: id().nullable(),
    is_open: yesNo({ filterable: true }),
    acknowledged_by: reference('user', { filterable: false }).nullable(),
    acknowledged_at: instant().nullable(),
  },
})

const byId = z.strictObject({ id: id() })
const Period = { from: moment(), to: moment() }

const Verdict = z.object({
  ok: z.boolean(),
  checked: z.int(),
  erased: z.int(),
  from: z.int(),
  to: z.int(),
  /** Where to go on when there were too many for one answer; null at the end. */
  next: z.int().nullable(),
  broken: z.object({ seq: z.int(), id: z.string().nullable(), reason: z.string() }).nullable(),
})

const Figures = z.object(
  Object.fromEntries(SECTIONS.map((name) => [name, z.int()])) as Record<(typeof SECTIONS)[number], z.ZodInt>,
)
export const AuditReport = z.object({
  from: z.string(),
  to: z.string(),
  total: Figures.extend({ entries: z.int(), changes: z.int(), alerts: z.int() }),
  days: z.array(Figures.extend({ day: z.string(), entries: z.int() })),
  /** Who did most, and who was refused most. */
  people: z.array(z.object({ actor_id: id(), entries: z.int(), refused: z.int() })),
})

const Asked = z.strictObject({
  ...Filter,
  limit: z.int().min(1).max(MAX_LIMIT).default(50),
  cursor: z.string().max(500).optional(),
})
const Page = z.object({ items: z.array(AuditEntry), next: z.string().nullable() })
const FromEntry = z.strictObject({ from: z.int().min(1).max(Number.MAX_SAFE_INTEGER).default(1) })

export const audit = actions('audit', '/audit', {
  list: query('GET /', {
    in: Asked,
    out: Page,
    can: 'audit.read',
    audited: 'read',
  }),
  /** What one person did, and the failed sign-ins in their name. */
  activity: query('GET /people/:id', {
    in: z.strictObject({
      id: id(),
      limit: z.int().min(1).max(MAX_LIMIT).default(50),
      cursor: z.string().max(500).optional(),
    }),
    out: z.object({ items: z.array(AuditEntry), next: z.string().nullable() }),
    can: 'audit.read',
    audited: 'read',
  }),
  /** What one did oneself, and the sign-ins in one's name; without what was only read. */
  mine: query('GET /mine', {
    in: z.strictObject({
      limit: z.int().min(1).max(MAX_LIMIT).default(20),
      cursor: z.string().max(500).optional(),
    }),
    out: z.object({ items: z.array(OwnEntry), next: z.string().nullable() }),
    can: SIGNED_IN,
    audited: 'none',
  }),
  get: query('GET /entries/:id', { in: byId, out: AuditEntryRead, can: 'audit.read', audited: 'read' }),
  /** Proves the chain from an entry on, 20,000 at a time; says where it breaks. */
  verify: query('GET /verify', {
    in: FromEntry,
    out: Verdict,
    can: 'audit.read',
    free: true,
  }),
  reports: query('GET /reports', { in: z.strictObject(Period), out: AuditReport, can: 'audit.read' }),
  /** The entries of a period as CSV, at most 20,000. */
  csv: query('GET /reports/csv', {
    in: z.strictObject({ ...Period, section: z.enum(SECTIONS).optional() }),
    out: z.any(),
    can: 'audit.read',
    raw: 'answer',
    audited: 'export',
  }),
})

const ofPlatform = { can: 'platform_audit.read', across: true, free: true } as const

/** The platform's own chain: strangers, blocked addresses, and what its administrators do in its name. */
export const platformAudit = actions('platform_audit', '/platform/audit', {
  list: query('GET /', { in: Asked, out: Page, ...ofPlatform, audited: 'read' }),
  verify: query('GET /verify', { in: FromEntry, out: Verdict, ...ofPlatform }),
})

export const auditAlerts = actions('audit_alerts', '/audit/alerts', {
  list: { ...crud(AuditAlert, 'audit').list, audited: 'none' },
  get: query('GET /:id', { in: byId, out: AuditAlert, can: 'audit.read', audited: 'none' }),
  acknowledge: command('POST /:id/acknowledge', { in: byId, out: AuditAlert, can: 'audit.acknowledge' }),
})

/** Something looks wrong: whoever tells administrators listens to this. */
export const auditAlertRaised = event('audit_alert.raised', {
  payload: z.object({ alert: rowOf(AuditAlert) }),
  about: AuditAlert,
  can: 'audit.read',
  record: ({ alert }) => alert,
})
export const auditAlertChanged = event('audit_alert.changed', {
  payload: z.object({ alert: rowOf(AuditAlert) }),
  about: AuditAlert,
  can: 'audit.read',
  record: ({ alert }) => alert,
})
