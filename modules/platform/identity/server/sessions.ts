// A session is a row; every token belongs to one, and dies with it at once.
import { type Membership, unauthorized } from '#kernel/contract/index.ts'
import { refusedFor } from '#kernel/server/access/whose-token.ts'
import { type Actor, type PersonRights, personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Context, Platform, RequestMeta } from '#kernel/server/context.ts'
import type { Authenticate } from '#kernel/server/http/callers.ts'
import { opensOf, sessionEnded } from '../contract.ts'
import type { IdentityTables } from './tables.ts'
import { tokenBook, type TokenBook } from './tokens.ts'

type Known = { actor: Actor; until: number }
type Remembered = { sessions: Map<string, Known>; tokens: TokenBook }

// Ended sessions and changed rights are heard of at once; the time limit is for what was not heard.
const REMEMBER_MS = 15_000
const MOST = 20_000
// When a session was last seen is for people to read: it is written down this often, not at every request.
const SEEN_EVERY_MS = 5 * 60_000

// One memory per platform (process), made on first use.
const memories = new WeakMap<Platform['database'], Remembered>()

export function memoryOf({ database, config }: Platform): Remembered {
  const known = memories.get(database)
  if (known) return known
  const made = { sessions: new Map<string, Known>(), tokens: tokenBook(config.jwt.secret, config.jwt.accessMinutes) }
  memories.set(database, made)
  return made
}

/** Turns an access token into an actor with the rights of this moment. */
export const authenticate = (platform: Platform): Authenticate => {
  const { sessions, tokens } = memoryOf(platform)
  return async (token) => {
    const { sid, tenant, sub } = typeof token === 'string' ? await tokens.read(token) : token
    const known = sessions.get(sid)
    if (known && known.until > Date.now()) return known.actor
    const actor = await loadActor(platform, tenant, sid, sub)
    if (sessions.size >= MOST) sessions.delete(sessions.keys().next().value!)
    sessions.set(sid, { actor, until: Date.now() + REMEMBER_MS })
    return actor
  }
}

async function loadActor(platform: Platform, tenantId: string, sessionId: string, userId: string): Promise<Actor> {
  const user = await platform.database.tenant(tenantId, 'read', (db) =>
    db
      .selectFrom('sessions')
      .innerJoin('users', (join) =>
        join.onRef('users.id', '=', 'sessions.user_id').onRef('users.tenant_id', '=', 'sessions.tenant_id'),
      )
      .innerJoin('tenants', 'tenants.id', 'sessions.tenant_id')
      .leftJoin('session_sightings as seen', (join) =>
        join.onRef('seen.session_id', '=', 'sessions.id').onRef('seen.tenant_id', '=', 'sessions.tenant_id'),
      )
      .leftJoin('organisations as company', (join) =>
        join.onRef('company.id', '=', 'users.organisation').onRef('company.tenant_id', '=', 'sessions.tenant_id'),
      )
      .select(['users.id', 'users.role', 'users.teams', 'users.language', 'sessions.used_at', 'seen.seen_at'])
      .select(['users.organisation', 'company.sees_colleagues_tickets', 'company.answers_colleagues_tickets'])
      .where('sessions.id', '=', sessionId)
      .where('sessions.user_id', '=', userId)
      .where('sessions.ended_at', 'is', null)
      .where('users.is_active', '=', true)
      .where('users.deleted_at', 'is', null)
      .where('tenants.is_active', '=', true)
      .executeTakeFirst(),
  )
  if (!user)
    throw refusedFor(unauthorized('session_ended'), { tenant_id: tenantId, user_id: userId, session_id: sessionId })
  const seen = Math.max(Date.parse(user['used_at'] as string), Date.parse((user['seen_at'] as string | null) ?? '0'))
  if (seen < Date.now() - SEEN_EVERY_MS) await noteSeen(platform, tenantId, sessionId)
  return actorOf(platform, tenantId, { ...(user as PersonRights), membership: membershipOf(user) }, sessionId)
}

/** What a company opens to a customer of it; staff reach what their role says. */
const membershipOf = (user: Record<string, unknown>): Membership | null =>
  user['role'] === 'client' && user['organisation'] !== null
    ? { organisation: user['organisation'] as string, opens: opensOf(user as Parameters<typeof opensOf>[0]) }
    : null

async function noteSeen({ database }: Platform, tenantId: string, session_id: string): Promise<void> {
  const row = { session_id, seen_at: new Date().toISOString() }
  await database.tenant(tenantId, 'write', (db) =>
    db
      .insertInto('session_sightings')
      .values(row)
      .onConflict((c) => c.columns(['tenant_id', 'session_id']).doUpdateSet({ seen_at: row.seen_at }))
      .execute(),
  )
}

/** A person as an actor; without a session when the platform acts on their behalf (mail). */
export const actorOf = (
  { access }: Platform,
  tenantId: string,
  user: PersonRights,
  sessionId: string | null = null,
): Actor => personOf(access.roles, tenantId, user, sessionId)

type Match = { session_id: string; user_id?: string } | { user_id: string; but?: string | null }

/** Ends sessions in this transaction, and answers how many; live connections and caches hear of it after the commit. */
export async function endSessions(
  context: Context<IdentityTables>,
  match: Match,
  reason: 'signed_out' | 'reused' | 'password' | 'deactivated' | 'revoked',
): Promise<number> {
  let rows = context.db
    .updateTable('sessions')
    .set({ ended_at: context.now, end_reason: reason })
    .where('ended_at', 'is', null)
  if (match.user_id !== undefined) rows = rows.where('user_id', '=', match.user_id)
  if ('session_id' in match) rows = rows.where('id', '=', match.session_id)
  else if (match.but) rows = rows.where('id', '!=', match.but)
  const ended = await rows.returning(['id', 'user_id']).execute()
  for (const { id, user_id } of ended) {
    if (reason === 'signed_out') context.audit({ facts: { actor_kind: 'person', actor_id: user_id, session_id: id } })
    context.emit(sessionEnded, { session_id: id, user_id })
  }
  return ended.length
}

/** What this process remembers of a session or a person is forgotten, and their sockets close. */
export function forgetSession(platform: Platform, { session_id }: { session_id: string }): void {
  memoryOf(platform).sessions.delete(session_id)
  platform.disconnect((actor) => actor.session_id === session_id)
}
/** A line that was opened with other rights ends, and is opened anew with those of now. */
export function forgetPerson(
  platform: Platform,
  { id, role, teams, organisation }: PersonRights & { organisation: string | null },
): void {
  const { sessions } = memoryOf(platform)
  for (const [session, { actor }] of sessions) if (actor.user_id === id) sessions.delete(session)
  const other = (actor: Actor) =>
    actor.role !== role ||
    String(actor.teams) !== String(teams) ||
    (role === 'client' && (actor.membership?.organisation ?? null) !== organisation)
  platform.disconnect((actor) => actor.user_id === id && other(actor))
}

export const inTenant = <T>(
  platform: Platform,
  tenantId: string,
  meta: Partial<RequestMeta>,
  work: (context: Context<IdentityTables>) => Promise<T>,
): Promise<T> => platform.within(systemOf(tenantId), meta, work as (context: Context) => Promise<T>)
