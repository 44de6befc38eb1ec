// People of a tenant, as its administrator keeps them.
import { conflict, forbidden, invalid, type Row } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { change, crudHandlers, find, findLocked } from '#kernel/server/crud.ts'
import { implement, type TablesOf } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { Organisation, PLATFORM_ROLE, Team, User, userChanged, users } from '../contract.ts'
import { invite, sendInvitation, withdrawInvitation } from './invitation/invite.ts'
import { organisationAt, refuseUnknownOrganisation } from './organisations/organisations.ts'
import { policyOf, refuseWeak } from './password/policy.ts'
import { setPassword } from './password/set-password.ts'
import { hashPassword } from './passwords.ts'
import { endOne, sessionsOf } from './session/signed-in.ts'
import { endSessions } from './sessions.ts'
import { cards } from './profile/cards.ts'
import { picture } from './profile/profile.ts'
import type { IdentityTables } from './tables.ts'

type UserRow = Row<typeof User>
type In = Context<TablesOf<[typeof User, typeof Team, typeof Organisation]> & IdentityTables>
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const standard = crudHandlers(User, 'users', {
  search: (q) => sql<boolean>`(name ilike ${`%${escapeLike(q)}%`} or email ilike ${`%${escapeLike(q)}%`})`,
  filters: {
    teams: (ids) => sql<boolean>`teams && ${ids.filter((id) => UUID.test(id))}::uuid[]`,
  },
})

/** What is not known of a new person. */
const NOT_SAID = {
  last_sign_in_at: null,
  invited_until: null,
  avatar: null,
  zone: null,
  availability: null,
  availability_note: null,
  availability_until: null,
} as const

const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')

export default implement(
  users,
  { tables: [User, Team, Organisation], extra: {} as IdentityTables },
  {
    ...standard,

    cards: (context, { ids }) => cards(context, ids),
    picture,

    async byEmail({ db }, { email }) {
      const user = await db
        .selectFrom('users')
        .select(Object.keys(User.fields) as 'id'[])
        .where('email', '=', email)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return (user as UserRow | undefined) ?? null
    },

    async addressees({ db }, { ids, roles, team }) {
      let people = db
        .selectFrom('users')
        .select(['id', 'name', 'email', 'role', 'language', 'teams', 'zone'])
        .select(
          sql<boolean>`coalesce(availability = 'do_not_disturb' and coalesce(availability_until > now(), true), false)`.as(
            'undisturbed',
          ),
        )
        .where('is_active', '=', true)
        .where('deleted_at', 'is', null)
        .orderBy('id')
      if (ids) people = people.where(sql<boolean>`id = any(${ids}::uuid[])`)
      if (roles) people = people.where(sql<boolean>`role = any(${roles}::text[])`)
      if (team) people = people.where(sql<boolean>`${team}::uuid = any(teams)`)
      return { items: await people.execute() }
    },

    async create(context, { password, ...draft }) {
      const { db, actor } = context
      refuseHigherRole(actor, draft.role)
      await refuseUnknownTeams(context, draft.teams)
      await refuseUnknownOrganisation(context, draft.organisation)
      if (password !== undefined) await refuseWeak(await policyOf(db), password, draft)
      const taken = await db
        .selectFrom('users')
        .select('id')
        .where('email', '=', draft.email)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      if (taken) throw conflict('user.email_taken', { email: draft.email })
      const user = (await db
        .insertInto('users')
        .values({ ...draft, organisation: await companyOf(context, draft), ...NOT_SAID })
        .returning(Object.keys(User.fields) as 'id'[])
        .executeTakeFirstOrThrow()) as UserRow
      await db
        .insertInto('sign_in_names')
        .values({ name: draft.email, user_id: user.id })
        .onConflict((c) => c.columns(['name', 'tenant_id']).doUpdateSet({ user_id: user.id }))
        .execute()
      if (password !== undefined)
        await db
          .insertInto('credentials')
          .values({ user_id: user.id, password_hash: await hashPassword(password), earlier: [] })
          .execute()
      context.emit(userChanged, { user })
      return user
    },

    replace: save,
    update: save,

    async remove(context, { id }) {
      await standard.remove(context, { id })
      await context.db.deleteFrom('sign_in_names').where('user_id', '=', id).execute()
      await endSessions(context, { user_id: id }, 'deactivated')
      return null
    },

    async setPassword({ platform, actor }, { id, password }) {
      await platform.within(actor, {}, (context) => find(context, User, id, 'users.update'))
      await setPassword(platform, actor.tenant_id, id, { password })
      return null
    },

    async invite(context, input) {
      refuseHigherRole(context.actor, input.role)
      await refuseUnknownTeams(context, input.teams)
      await refuseUnknownOrganisation(context, input.organisation)
      return invite(context, input)
    },
    sendInvitation,
    withdrawInvitation,

    async sessions(context, { id }) {
      await find(context, User, id, 'users.update')
      return { items: await sessionsOf(context, id) }
    },
    async endSession(context, { id, session }) {
      await find(context, User, id, 'users.update')
      return endOne(context, id, session)
    },
    async endSessions(context, { id }) {
      await find(context, User, id, 'users.update')
      return { ended: await endSessions(context, { user_id: id }, 'revoked') }
    },
  },
)

async function save(context: In, { id, ...changes }: { id: string } & Partial<UserRow>): Promise<UserRow> {
  const before = await findLocked(context, User, id, 'users.update')
  refusePlatformRole(context.actor.role, changes.role ?? before.role)
  if (changes.teams) await refuseUnknownTeams(context, changes.teams)
  await refuseUnknownOrganisation(context, changes.organisation)
  const renamed = changes.email !== undefined && changes.email !== before.email
  if (renamed) {
    const taken = await context.db
      .selectFrom('users')
      .select('id')
      .where('email', '=', changes.email!)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (taken) throw conflict('user.email_taken', { email: changes.email! })
    await context.db.updateTable('sign_in_names').set({ name: changes.email! }).where('user_id', '=', id).execute()
  }
  const user = await change(context, User, id, changes, 'users.update')
  const rightsChanged =
    user.role !== before.role ||
    user.is_active !== before.is_active ||
    user.organisation !== before.organisation ||
    String(user.teams) !== String(before.teams)
  if (rightsChanged)
    await sql`update users set rights_version = rights_version + 1 where id = ${id}`.execute(context.db)
  if (!user.is_active && before.is_active) await endSessions(context, { user_id: id }, 'deactivated')
  context.emit(userChanged, { user })
  return user
}

/** A new customer belongs to the company of their mail domain, unless something else is said. */
const companyOf = ({ db }: In, { role, organisation, email }: Pick<UserRow, 'role' | 'organisation' | 'email'>) =>
  organisation === null && role === 'client' ? organisationAt(db, email) : organisation

/** The platform's own role is not a tenant administrator's to give or to take. */
function refusePlatformRole(own: string, role: string): void {
  if (role === PLATFORM_ROLE && own !== PLATFORM_ROLE && own !== 'system') throw forbidden('tenants.manage')
}

/** Who may not change people makes customers only: nobody gives out more than they could give themselves. */
function refuseHigherRole(actor: In['actor'], role: string): void {
  refusePlatformRole(actor.role, role)
  if (role !== 'client' && !may(actor, users.update.can)) throw forbidden(users.update.can)
}

async function refuseUnknownTeams({ db }: In, wanted: readonly string[]): Promise<void> {
  if (wanted.length === 0) return
  const known = await db
    .selectFrom('teams')
    .select('id')
    .where('id', 'in', wanted)
    .where('deleted_at', 'is', null)
    .execute()
  const ids = new Set(known.map(({ id }) => id))
  const refused = wanted.flatMap((id, index) =>
    ids.has(id) ? [] : [{ pointer: `/teams/${index}`, code: 'unknown_reference' }],
  )
  if (refused.length > 0) throw invalid(refused)
}
