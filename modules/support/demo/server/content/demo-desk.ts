// The demo's desks: people, categories, tags and tickets of two made-up companies, written by hand as JSON beside this file.
import { readdirSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import { LANGUAGES, ROLES } from '#modules/platform/identity/contract.ts'
import { CHANNELS, PRIORITIES, STATUSES, TYPES } from '#modules/support/tickets/contract.ts'

export const DEMO_DESKS = ['acme', 'globex'] as const
export type DemoDeskKey = (typeof DEMO_DESKS)[number]

const key = () => z.string().regex(/^[a-z0-9]+([._-][a-z0-9]+)*$/)
const words = () => z.string().trim().min(1)
const names = () => z.strictObject({ ru: words(), en: words(), uz: words(), ar: words() })
const minutes = () => z.int().min(0)

const Tenant = z.strictObject({
  key: z.enum(DEMO_DESKS),
  name: words(),
  about: words(),
  domain: words(),
  /** The address customers write to. */
  mailbox: words(),
  /** IANA zone in which `opened.at` of the tickets is meant. */
  zone: words(),
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  departments: z.array(z.strictObject({ key: key(), name: names(), lead: key() })),
  /** Each in a department, at a level of support. */
  teams: z.array(z.strictObject({ key: key(), name: names(), department: key(), level: z.int(), lead: key() })),
  erp_modules: z.array(z.strictObject({ code: words(), name: names(), link: words() })),
})

const Person = z.strictObject({
  /** Unique in the desk; tickets refer to people by it. The five sign-ins have their role as key. */
  key: key(),
  name: words(),
  email: z.email(),
  phone: z.string().nullable(),
  language: z.enum(LANGUAGES),
  role: z.enum(ROLES),
  /** Key of a team; customers have none. */
  team: key().nullable().default(null),
  organisation: words().nullable().default(null),
})

const Category = z.strictObject({
  key: key(),
  parent: key().nullable(),
  name: names(),
  keywords: z.array(words()).default([]),
})

/**
 * When a ticket was opened, as told by the moment of seeding: some minutes before it, or on an earlier day at a local time.
 * `workdays_ago` counts Monday to Friday only, so that office matters never begin on a Sunday.
 */
const Opened = z.union([
  z.strictObject({ minutes_ago: minutes() }),
  z.strictObject({ days_ago: z.int().min(1), at: z.iso.time({ precision: -1 }) }),
  z.strictObject({ workdays_ago: z.int().min(1), at: z.iso.time({ precision: -1 }) }),
])

/**
 * One thing that happened in a ticket: a reply, an internal note, a move, a handover, or several of these at once.
 * A customer's reply to a waiting or resolved ticket reopens it by itself and therefore never names a status.
 */
const Step = z.strictObject({
  by: key(),
  after_minutes: minutes(),
  text: words().optional(),
  internal: z.literal(true).optional(),
  status: z.enum(STATUSES).optional(),
  assignee: key().optional(),
})

const Ticket = z.strictObject({
  /** Unique in the desk and stable, so that seeding again finds what it made. */
  key: key(),
  title: words().max(200),
  description: words(),
  language: z.enum(LANGUAGES),
  requester: key(),
  channel: z.enum(CHANNELS),
  priority: z.enum(PRIORITIES),
  category: key(),
  type: z.enum(TYPES).default('question'),
  /** Codes of ERP modules. */
  erp_modules: z.array(words()).default([]),
  tags: z.array(words()),
  /** Whom it was given to first; null while nobody has taken it. */
  assignee: key().nullable(),
  opened: Opened,
  thread: z.array(Step),
})

export type DemoTenant = z.output<typeof Tenant>
export type DemoPerson = z.output<typeof Person>
export type DemoCategory = z.output<typeof Category>
export type DemoOpened = z.output<typeof Opened>
export type DemoStep = z.output<typeof Step>
export type DemoTicket = z.output<typeof Ticket>

/** Everything one demo tenant begins with. `staff` and `customers` together are its people; categories stand parents first. */
export type DemoDesk = {
  tenant: DemoTenant
  staff: DemoPerson[]
  customers: DemoPerson[]
  categories: DemoCategory[]
  tags: string[]
  tickets: DemoTicket[]
}

/** Reads one desk from its files; throws when a file does not have the shape above, naming the file. */
export function loadDemoDesk(desk: DemoDeskKey): DemoDesk {
  const folder = new URL(`./${desk}/`, import.meta.url)
  const ticketFiles = readdirSync(new URL('tickets/', folder)).filter((file) => file.endsWith('.json'))
  return {
    tenant: readAs(Tenant, new URL('tenant.json', folder)),
    staff: readAs(z.array(Person), new URL('staff.json', folder)),
    customers: readAs(z.array(Person), new URL('customers.json', folder)),
    categories: readAs(z.array(Category), new URL('categories.json', folder)),
    tags: readAs(z.array(words()), new URL('tags.json', folder)),
    tickets: ticketFiles.sort().flatMap((file) => readAs(z.array(Ticket), new URL(`tickets/${file}`, folder))),
  }
}

function readAs<T>(shape: z.ZodType<T>, file: URL): T {
  const read = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!read.success) throw new Error(`${file.pathname}: ${z.prettifyError(read.error)}`)
  return read.data
}
