// Sign-in, renewal and sign-out. Other ways to sign in will end where `openSession` begins.
import type { Db } from '#kernel/server/database/index.ts'
import { implement } from '#kernel/server/module.ts'
import { demand } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import type { Context, Platform, RequestMeta } from '#kernel/server/context.ts'
import { invalid, Problem, type Row, unauthorized } from '#kernel/contract/index.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { auth, User, userChanged } from '../contract.ts'
import { hashPassword, needsRehash, nobodysHash, passwordMatches } from './passwords.ts'
import { endSessions, inTenant, memoryOf } from './sessions.ts'
import { policyOf } from './password/policy.ts'
import { setPassword } from './password/set-password.ts'
import { tellOfNewDevice } from './session/signed-in.ts'
import type { IdentityTables } from './tables.ts'
import type { RefreshPlace } from './tokens.ts'

type Found = { tenant_id: string; user_id: string; password_hash: string; changed_at: string }
const MOST_TENANTS = 5
const LOST_ANSWER_MS = 60_000

export default implement(
  auth,
  { tables: [User], extra: {} as IdentityTables },
  {
    async login({ platform, meta, audit }, { username, password, tenant, new_password }) {
      const found = await findCredentials(platform, username.toLowerCase(), tenant)
      for (const one of found) {
        if (!(await passwordMatches(one.password_hash, password))) continue
        return openSession(platform, one, await renewedIfOld(platform, one, password, new_password), meta)
      }
      audit(failedSignIn(username, found))
      if (found.length === 0) await passwordMatches(await nobodysHash, password)
      throw unauthorized('credentials')
    },

    async refresh({ platform, meta }, { refresh_token }) {
      if (!refresh_token) throw unauthorized('refresh_missing')
      const { tokens } = memoryOf(platform)
      const place = tokens.readRefresh(refresh_token)
      const outcome = await inTenant(platform, place.tenant_id, meta, async (context) => {
        const session = await context.db
          .selectFrom('sessions')
          .selectAll()
          .where('id', '=', place.session_id)
          .forUpdate()
          .executeTakeFirst()
        if (!session || session.ended_at || session.expires_at < context.now) return null
        const again = isAskedAgain(session, place, meta, context.now)
        if (session.renewals !== place.renewals && !again) {
          // Somebody uses a token that was used before: it was copied, so nobody keeps the session.
          await endSessions(context, { session_id: session.id }, 'reused')
          return null
        }
        const user = await activeUser(context.db as unknown as Db, session.user_id)
        if (!user) return null
        if (again) return { user, session_id: session.id, renewals: session.renewals }
        const renewed = { renewals: session.renewals + 1, used_at: context.now, expires_at: expiry(platform) }
        await context.db.updateTable('sessions').set(renewed).where('id', '=', session.id).execute()
        context.audit({ facts: signedIn(user, session.id) })
        return { user, session_id: session.id, renewals: renewed.renewals }
      })
      if (!outcome) throw unauthorized('session_ended')
      return tokensFor(platform, place.tenant_id, outcome)
    },

    async logout({ platform, meta, actor }, { refresh_token }) {
      const place = refresh_token
        ? memoryOf(platform).tokens.readRefresh(refresh_token)
        : { tenant_id: actor.tenant_id, session_id: actor.session_id }
      if (!place.session_id) throw unauthorized()
      const session = { session_id: place.session_id }
      await inTenant(platform, place.tenant_id, meta, (context) => endSessions(context, session, 'signed_out'))
      return null
    },

    async me(context) {
      const { actor, call } = context
      const { id, name, slug, config } = await call(tenants.current, {})
      const user = (await context.db
        .selectFrom('users')
        .select(Object.keys(User.fields) as 'id'[])
        .where('id', '=', actor.user_id)
        .executeTakeFirstOrThrow()) as Row<typeof User>
      return {
        user,
        tenant: { id, name, slug, config: { theme: config.theme as Record<string, string> } },
        permissions: { ...actor.grants },
        organisation: await ownCompany(context),
        components_off: [...context.platform.components.offFor(actor.tenant_id)],
      }
    },

    async updateMe({ platform, actor, meta }, { password, current_password, ...changes }) {
      demand(actor, 'signed_in')
      if (password !== undefined)
        await changeOwnPassword(platform, actor.tenant_id, actor.user_id, {
          password,
          current_password,
          keep: actor.session_id,
        })
      return inTenant(platform, actor.tenant_id, meta, async (context) => {
        if (Object.keys(changes).length > 0)
          await context.db
            .updateTable('users' as never)
            .set(changes as never)
            .where('id' as never, '=', actor.user_id as never)
            .execute()
        const user = await find(context, User, actor.user_id, 'users.read')
        context.emit(userChanged, { user })
        return user
      })
    },
  },
)

/**
 * Whether a browser asks once more for what it was given a moment ago: a page that was left while its renewal was under way
 * never heard the answer. Programs wait for their answers, and are held to one use.
 */
const isAskedAgain = (
  session: { renewals: number; used_at: string },
  place: RefreshPlace,
  meta: RequestMeta,
  now: string,
): boolean =>
  meta.channel === 'web' &&
  session.renewals === place.renewals + 1 &&
  Date.parse(session.used_at) > Date.parse(now) - LOST_ANSWER_MS

/** The company of a signed-in customer, as they may know it. */
async function ownCompany({ db, actor: { membership } }: Context) {
  if (!membership) return null
  const found = await db
    .selectFrom('organisations')
    .select('name')
    .where('id', '=', membership.organisation)
    .executeTakeFirst()
  return found ? { id: membership.organisation, name: found['name'] as string, opens: [...membership.opens] } : null
}

/** Whose sign-in it is, for the audit: the request itself comes from a stranger. */
const signedIn = ({ id, role }: { id: string; role: string }, session_id: string) => ({
  actor_kind: 'person' as const,
  actor_id: id,
  role,
  session_id,
  entity: User.name,
  about_id: id,
})

/** A refused sign-in is told to the organisations whose people it may concern; what was typed may be a password. */
const failedSignIn = (typed: string, found: readonly Found[]) => ({
  facts: { entity: User.name, about_id: found.length === 1 ? found[0]!.user_id : null },
  origin: { typed: found.length > 0 ? typed : `${typed.slice(0, 2)}…` },
  tenants: [...new Set(found.map(({ tenant_id }) => tenant_id))],
})

/** The password hashes behind a sign-in name, one per tenant that knows it. */
async function findCredentials(platform: Platform, name: string, tenant: string | undefined): Promise<Found[]> {
  const places = await platform.database.platform('read', (db) => {
    const rows = db
      .selectFrom('sign_in_names')
      .innerJoin('tenants', 'tenants.id', 'sign_in_names.tenant_id')
      .select(['sign_in_names.tenant_id', 'sign_in_names.user_id'])
      .where('sign_in_names.name', '=', name)
      .where('tenants.is_active', '=', true)
      .limit(MOST_TENANTS)
    return (tenant ? rows.where('tenants.slug', '=', tenant) : rows).execute()
  })
  const found = await Promise.all(
    places.map(({ tenant_id, user_id }) =>
      platform.database.tenant(tenant_id as string, 'read', (db) =>
        db
          .selectFrom('credentials')
          .innerJoin('users', (join) =>
            join.onRef('users.id', '=', 'credentials.user_id').onRef('users.tenant_id', '=', 'credentials.tenant_id'),
          )
          .select([
            'credentials.tenant_id',
            'credentials.user_id',
            'credentials.password_hash',
            'credentials.changed_at',
          ])
          .where('credentials.user_id', '=', user_id)
          .where('users.is_active', '=', true)
          .where('users.deleted_at', 'is', null)
          .execute(),
      ),
    ),
  )
  return found.flat() as Found[]
}

/**
 * The password that the person has from now on: the new one when the old one is older than the organisation allows.
 * Throws 403 `password_expired` when a new one is needed and was not given.
 */
async function renewedIfOld(
  platform: Platform,
  { tenant_id, user_id, changed_at }: Found,
  password: string,
  renewed: string | undefined,
): Promise<string> {
  const { max_age_days } = await platform.database.tenant(tenant_id, 'read', policyOf)
  if (max_age_days === null || Date.parse(changed_at) > Date.now() - max_age_days * 86_400_000) return password
  if (renewed === undefined) throw new Problem('password_expired', 403)
  await setPassword(platform, tenant_id, user_id, { password: renewed }).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.status !== 422) throw error
    throw invalid(error.refusals.map((refusal) => ({ ...refusal, pointer: '/new_password' })))
  })
  return renewed
}

async function openSession(
  platform: Platform,
  { tenant_id, user_id, password_hash }: Found,
  password: string,
  meta: Context['meta'],
) {
  const rehashed = needsRehash(password_hash) ? await hashPassword(password) : null
  const opened = await inTenant(platform, tenant_id, meta, async (context) => {
    const { db, now, id } = context
    const user = await activeUser(db as unknown as Db, user_id)
    if (!user) throw unauthorized('credentials')
    if (rehashed)
      await db.updateTable('credentials').set({ password_hash: rehashed }).where('user_id', '=', user_id).execute()
    const session_id = id()
    await db
      .insertInto('sessions')
      .values({
        id: session_id,
        user_id,
        expires_at: expiry(platform),
        ended_at: null,
        end_reason: null,
        address: meta.address,
        user_agent: meta.user_agent,
      })
      .execute()
    await db
      .updateTable('users' as never)
      .set({ last_sign_in_at: now } as never)
      .where('id' as never, '=', user_id as never)
      .execute()
    await tellOfNewDevice(context, user, session_id)

    context.audit({ facts: signedIn(user, session_id) })
    return { user, session_id, renewals: 0 }
  })
  return tokensFor(platform, tenant_id, opened)
}

type Opened = { user: Row<typeof User> & { rights_version: number }; session_id: string; renewals: number }

async function tokensFor(
  platform: Platform,
  tenant_id: string,
  { user: { rights_version, ...user }, session_id, renewals }: Opened,
) {
  const { tokens } = memoryOf(platform)
  const access_token = await tokens.access({
    sub: user.id,
    tenant: tenant_id,
    role: user.role,
    sid: session_id,
    rights: rights_version,
  })
  const refresh_token = tokens.refresh({ tenant_id, session_id, renewals })
  return {
    access_token,
    refresh_token,
    expires_in: platform.config.jwt.accessMinutes * 60,
    token_type: 'Bearer' as const,
    user,
  }
}

const expiry = ({ config }: Platform) => new Date(Date.now() + config.jwt.refreshDays * 86_400_000).toISOString()

async function activeUser(db: Db, id: string): Promise<Opened['user'] | null> {
  const user = await db
    .selectFrom('users')
    .select([...Object.keys(User.fields), 'rights_version'])
    .where('id', '=', id)
    .where('is_active', '=', true)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return (user as Opened['user'] | undefined) ?? null
}

type OwnChange = { password: string; current_password: string | undefined; keep: string | null }

async function changeOwnPassword(
  platform: Platform,
  tenantId: string,
  userId: string,
  { password, current_password, keep }: OwnChange,
): Promise<void> {
  const stored = await platform.database.tenant(tenantId, 'read', (db) =>
    db.selectFrom('credentials').select('password_hash').where('user_id', '=', userId).executeTakeFirst(),
  )
  const proven =
    stored &&
    current_password !== undefined &&
    (await passwordMatches(stored['password_hash'] as string, current_password))
  if (!proven) throw invalid([{ pointer: '/current_password', code: 'current_password' }])
  await setPassword(platform, tenantId, userId, { password, keep })
}
