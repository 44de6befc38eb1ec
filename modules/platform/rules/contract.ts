// Rules: what the platform does by itself when something happens to a record, and why it did or did not.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  type Draft,
  entity,
  event,
  id,
  type Input,
  instant,
  line,
  MAX_LIMIT,
  noticeKind,
  query,
  reference,
  type Row,
  rowOf,
  shownSchema,
  SIGNED_IN,
  structure,
  whole,
  yesNo,
  type Grants,
} from '#kernel/contract/index.ts'
import { ChosenStep, OUTCOMES, StepDone, type Finding, Trigger } from './contract/parts.ts'

export * from './contract/parts.ts'

/** Of one kind of record. */
export const MOST_RULES = 100
/** Rules that wake rules go no deeper. */
export const MOST_DEPTH = 10

export const Rule = entity('rule', {
  table: 'rules',
  written: {
    name: line(100),
    /** The kind of record, by its entity's name. */
    entity: line(50, { filterable: true }),
    trigger: structure(Trigger),
    /** The same words as the conditions of custom fields; null for every record. */
    conditions: structure(shownSchema).nullable().default(null),
    steps: structure(z.array(ChosenStep).min(1).max(10)),
    is_on: yesNo({ filterable: false }).default(true),
  },
  kept: {
    /** Rules of one kind of record are asked in this order. */
    position: whole({ sortable: true }, [0, 100_000]),
    /** Counts what people changed; a run says which one it followed. */
    revision: whole(),
    author: reference('user', { filterable: false }).nullable(),
  },
})
export type RuleRow = Row<typeof Rule>
export type RuleDraft = Draft<typeof Rule>

/** What became of one rule for one event of one record. */
export const RuleRun = entity('rule_run', {
  table: 'rule_runs',
  audited: false,
  written: {},
  kept: {
    rule: reference('rule'),
    revision: whole(),
    entity: line(50, { filterable: false }),
    record: id(),
    outcome: choice(OUTCOMES),
    /** What it all goes back to: a rule fires once in it for a record. */
    chain: line(200, { filterable: false }),
    depth: whole(),
    finding: structure(z.unknown()).nullable() as unknown as z.ZodType<Finding | null>,
    steps: structure(z.array(StepDone)),
    /** A step failed, for now or for good. */
    trouble: yesNo(),
  },
})
export type RuleRunRow = Row<typeof RuleRun>

const byId = z.strictObject({ id: id() })
/** Rules that would wake each other in a circle, the one that was kept first. */
const Warnings = z.object({
  warnings: z.array(z.object({ rules: z.array(z.object({ id: id().nullable(), name: z.string() })) })),
})
const withWarnings = () => z.intersection(rowOf(Rule), Warnings)

/** A field that conditions, triggers or forms of steps speak of. */
export const FieldOffered = z.object({
  name: z.string(),
  control: z.string(),
  choices: z.array(z.string()),
  refers: z.string().nullable(),
  several: z.boolean(),
  nullable: z.boolean(),
  required: z.boolean(),
  max: z.int().nullable(),
  /** Only of parameters: what it is where nothing was said. */
  initial: z.unknown().optional(),
})
export type FieldOffered = z.output<typeof FieldOffered>

const SubjectOffered = z.object({
  entity: z.string(),
  fields: z.array(FieldOffered),
  settable: z.array(z.string()),
  clocks: z.array(z.object({ name: z.string(), field: z.string(), stays: z.boolean() })),
  people: z.array(z.string()),
  addresses: z.array(z.string()),
  steps: z.array(z.object({ name: z.string(), params: z.array(FieldOffered) })),
})
export type SubjectOffered = z.output<typeof SubjectOffered>

const written = crud(Rule, 'rules', 64 * 1024)

export const rules = actions('rules', '/rules', {
  /** What rules may be made of here: kinds of records with their fields, and what can be done with each. */
  offer: query('GET /offer', { out: z.object({ items: z.array(SubjectOffered) }), can: 'rules.read' }),
  /** How they fare: how often each fired in the last 30 days, when last, and how many of its runs are in trouble. */
  standing: query('GET /standing', {
    out: z.object({
      items: z.array(z.object({ rule: id(), fired: z.int(), trouble: z.int(), last_fired_at: instant().nullable() })),
    }),
    can: 'rules.read',
  }),
  /** Why rules did or did not fire, the newest first: of a rule, of a record, or of all. */
  trace: query('GET /trace', {
    in: z.strictObject({
      rule: id().optional(),
      entity: z.string().max(50).optional(),
      record: id().optional(),
      outcome: z.enum(OUTCOMES).optional(),
      trouble: z.boolean().optional(),
      limit: z.int().min(1).max(MAX_LIMIT).default(50),
      cursor: id().optional(),
    }),
    out: z.object({ items: z.array(rowOf(RuleRun)), next: z.string().nullable() }),
    can: 'rules.read',
    about: RuleRun,
  }),
  /** What a rule, kept or not, would do with the latest records: nothing happens. */
  dryRun: query('POST /dry-run', {
    in: z.strictObject({
      rule: Rule.draft as unknown as z.ZodType<RuleDraft, Input<typeof Rule>>,
      last: z.int().min(1).max(MAX_LIMIT).default(50),
    }),
    out: z.object({
      items: z.array(
        z.object({
          record: id(),
          name: z.string(),
          fires: z.boolean(),
          /** Why not: its conditions, it is elsewhere, it has not been there long enough. */
          why: z.enum(['conditions', 'elsewhere', 'too_early']).nullable(),
          finding: z.unknown() as unknown as z.ZodType<Finding | null>,
        }),
      ),
    }),
    can: 'rules.read',
  }),
  /** What a rule said before: the latest revision first. */
  revisions: query('GET /:id/revisions', {
    in: byId,
    out: z.object({
      items: z.array(
        z.object({
          revision: z.int(),
          at: instant(),
          author: id().nullable(),
          rule: Rule.draft as unknown as z.ZodType<RuleDraft>,
        }),
      ),
    }),
    can: 'rules.read',
  }),
  /** Since when there is a secret that signs what rules tell other programs, and until when the one before signs, too. */
  secret: query('GET /secret', {
    out: z.object({ made_at: instant().nullable(), previous_until: instant().nullable() }),
    can: 'rules.read',
  }),
  /** A new secret of the organisation, told this once. For a day both sign, so that receivers can change over. */
  rotateSecret: command('POST /secret', {
    out: z.object({ secret: z.string(), previous_until: instant().nullable() }),
    can: 'rules.update',
    secret: true,
  }),
  list: written.list,
  get: written.get,
  create: { ...written.create, out: withWarnings() } as Omit<typeof written.create, 'types'> & {
    types?: { in: Input<typeof Rule>; parsed: RuleDraft; out: z.output<ReturnType<typeof withWarnings>> }
  },
  replace: { ...written.replace, out: withWarnings() } as Omit<typeof written.replace, 'types'> & {
    types?: {
      in: { id: string } & Input<typeof Rule>
      parsed: { id: string } & RuleDraft
      out: z.output<ReturnType<typeof withWarnings>>
    }
  },
  update: { ...written.update, out: withWarnings() } as Omit<typeof written.update, 'types'> & {
    types?: {
      in: { id: string } & Partial<Input<typeof Rule>>
      parsed: { id: string } & Partial<RuleDraft>
      out: z.output<ReturnType<typeof withWarnings>>
    }
  },
  remove: written.remove,
  /** All rules of one kind of record in their new order; 409 `rule.others` where it does not name them all. */
  order: command('POST /order', {
    in: z.strictObject({ entity: z.string().max(50), ids: z.array(id()).max(MOST_RULES) }),
    out: z.null(),
    can: 'rules.update',
    about: Rule,
    status: 204,
  }),
  /** Tries the steps that failed once more, at once. 409 `rule.no_trouble`. */
  retry: command('POST /runs/:id/retry', { in: byId, out: RuleRun, can: 'rules.update' }),
})

/** A rule tells people something; they were asked for by name or by what the record says. */
export const ruleTold = event('rule.told', {
  payload: z.object({
    rule: z.object({ id: id(), name: z.string() }),
    to: z.array(id()),
    title: z.string(),
    text: z.string(),
    link: z.string(),
  }),
  about: Rule,
  can: 'rules.read',
  record: ({ rule }) => rule,
})

/** Recipients were asked whether they see the record before the event was written. */
export const ruleNotice = noticeKind('rule_told', {
  events: [ruleTold],
  can: SIGNED_IN,
  trusted: true,
  group: 'rules',
  channels: { in_app: true, email: true, push: true },
  variables: ['rule', 'title', 'text'],
})

const keeps = { 'rules.read': 'all', 'rules.create': 'all', 'rules.update': 'all', 'rules.delete': 'all' } as const
/** Each makes rules for what they manage: a kind of record asks for a permission of its own beside these. */
export const ruleGrants: Record<string, Grants> = { manager: keeps, sales_manager: keeps }
