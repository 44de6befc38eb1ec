// What a desk consists of besides its tickets, as rows: the organisation, its teams, people and categories.
import type { Row } from '#kernel/contract/index.ts'
import type { Db } from '#kernel/server/database/index.ts'
import type { Category } from '#modules/support/categories/contract.ts'
import type { Department, Team, User } from '#modules/platform/identity/contract.ts'
import type { ErpModule } from '#modules/support/erp-modules/contract.ts'
import type { DemoDesk, DemoPerson } from '../content/demo-desk.ts'
import { insertRows } from './insert-rows.ts'
import { stableId } from './ids.ts'

export const DEMO_PASSWORD = 'workernet-demo'

// Argon2id of DEMO_PASSWORD. Everybody may know it, so it need not be made anew for each of two hundred people.
export const DEMO_PASSWORD_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$CWTbSPa3lfzqcYVNpz6tTQ$65btnFAde4c3Gypv/ufzqtsAzHy2Q3L40Gcd3wLN/h4'

const YEAR_MS = 365 * 86_400_000

/** What the demo says of a person; the rest they say themselves. */
export type UserRow = Pick<
  Row<typeof User>,
  | 'id'
  | 'created_at'
  | 'updated_at'
  | 'name'
  | 'email'
  | 'role'
  | 'language'
  | 'organisation'
  | 'phone'
  | 'teams'
  | 'is_active'
>

/** Where a desk stands: its slug makes the ids, its domain the addresses of the staff. */
export type Place = { slug: string; domain: string }

/** The ids of a desk's people, teams and categories by the keys of its content. */
export type DeskIds = {
  tenant: string
  /** `team` is null for customers and for those of no team. */
  person: (key: string) => { id: string; team: string | null }
  team: (key: string) => string
  department: (key: string) => string
  /** The department of a team, by the team's id. */
  departmentOf: (team: string) => string | null
  erpModule: (code: string) => string
  category: (key: string) => string
  ticket: (key: string) => string
}

export const tenantId = (slug: string): string => stableId('demo', slug)

export function deskIds(
  { slug }: Pick<Place, 'slug'>,
  { staff, customers, tenant }: Pick<DemoDesk, 'staff' | 'customers' | 'tenant'>,
): DeskIds {
  const of = (kind: string) => (key: string) => stableId('demo', slug, kind, key)
  const people = new Map(
    [...staff, ...customers].map(({ key, team }) => [
      key,
      { id: of('person')(key), team: team === null ? null : of('team')(team) },
    ]),
  )
  const departments = new Map(tenant.teams.map((one) => [of('team')(one.key), of('department')(one.department)]))
  return {
    tenant: tenantId(slug),
    person(key) {
      const found = people.get(key)
      if (!found) throw new Error(`the demo desk ${slug} has no person "${key}"`)
      return found
    },
    team: of('team'),
    department: of('department'),
    departmentOf: (id) => departments.get(id) ?? null,
    erpModule: of('erp_module'),
    category: of('category'),
    ticket: of('ticket'),
  }
}

/** The rows of a desk in the order in which they refer to each other; `seeded` is an ISO instant. */
export function deskRecords(desk: DemoDesk, place: Place, seeded: string) {
  const { slug, domain } = place
  const ids = deskIds(place, desk)
  const founded = new Date(Date.parse(seeded) - 2 * YEAR_MS).toISOString()
  const stamps = { created_at: founded, updated_at: founded }
  const people = [...desk.staff, ...desk.customers]
  return {
    tenant: {
      ...stamps,
      id: ids.tenant,
      name: desk.tenant.name,
      slug,
      domain,
      is_active: true,
      config: { theme: { primary_color: desk.tenant.color } },
    },
    // Older than the one that every organisation has from its beginning, so that mail leaves from here.
    mailbox: {
      ...stamps,
      id: stableId('demo', slug, 'mailbox'),
      address: desk.tenant.mailbox.replace(`@${desk.tenant.domain}`, `@${domain}`),
      purpose: 'support',
      is_active: true,
    },
    departments: desk.tenant.departments.map(({ key, name, lead }): Omit<Row<typeof Department>, 'version'> => ({
      ...stamps,
      id: ids.department(key),
      name: name.ru,
      lead: ids.person(lead).id,
      email: `${key}@${domain}`,
    })),
    teams: desk.tenant.teams.map(({ key, name, department, level, lead }): Omit<Row<typeof Team>, 'version'> => ({
      ...stamps,
      id: ids.team(key),
      name: name.ru,
      department: ids.department(department),
      level,
      lead: ids.person(lead).id,
    })),
    erpModules: desk.tenant.erp_modules.map(({ code, name, link }): Omit<Row<typeof ErpModule>, 'version'> => ({
      ...stamps,
      id: ids.erpModule(code),
      code,
      name: name.ru,
      link_template: link.replace(desk.tenant.domain, domain),
      is_active: true,
    })),
    people: people.map((person): UserRow => {
      const { id, team } = ids.person(person.key)
      const joined = joinedAt(person, seeded)
      return {
        created_at: joined,
        updated_at: joined,
        id,
        name: person.name,
        email: person.email.replace(`@${desk.tenant.domain}`, `@${domain}`),
        role: person.role,
        language: person.language,
        organisation: person.organisation,
        phone: person.phone,
        teams: team === null ? [] : [team],
        is_active: true,
      }
    }),
    categories: desk.categories.map(({ key, parent, name, keywords }): Omit<Row<typeof Category>, 'version'> => ({
      ...stamps,
      id: ids.category(key),
      name: name.ru,
      names: name,
      keywords,
      parent: parent === null ? null : ids.category(parent),
    })),
  }
}

/** Staff came in the desk's first months, customers all along, and everybody before the oldest ticket. */
function joinedAt({ key, role }: DemoPerson, seeded: string): string {
  const share = Number.parseInt(stableId('joined', key).slice(0, 8), 16) / 2 ** 32
  const days = role === 'client' ? 65 + share * 600 : 600 + share * 120
  return new Date(Math.floor((Date.parse(seeded) - days * 86_400_000) / 1_000) * 1_000).toISOString()
}

/** People by the names of their companies, which are added where they are missing. */
async function employed(db: Db, people: readonly UserRow[]): Promise<UserRow[]> {
  const names = [...new Set(people.flatMap(({ organisation }) => organisation ?? []))]
  await insertRows(
    db,
    'organisations',
    names.map((name) => ({
      name,
      domains: [],
      sees_colleagues_tickets: false,
      answers_colleagues_tickets: false,
      note: '',
    })),
  )
  const rows = (await db.selectFrom('organisations').select(['id', 'name']).execute()) as { id: string; name: string }[]
  const ids = new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]))
  return people.map((person) => ({
    ...person,
    organisation: person.organisation && (ids.get(person.organisation.toLowerCase()) ?? null),
  }))
}

/** Adds people, their `organisation` being its name; those who are new sign in with the demo's password. */
export async function addUsers(db: Db, people: readonly UserRow[]): Promise<void> {
  const added = await insertRows(db, 'users', await employed(db, people))
  const fresh = people.filter(({ id }) => added.has(id))
  const names = fresh.map(({ id, email }) => ({ name: email, user_id: id }))
  await insertRows(db, 'sign_in_names', names)
  await insertRows(
    db,
    'credentials',
    names.map(({ user_id }) => ({ user_id, password_hash: DEMO_PASSWORD_HASH })),
  )
}
