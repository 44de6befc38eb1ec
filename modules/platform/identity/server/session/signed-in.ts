// Who is signed in where: for oneself and, for an administrator, for a person of the organisation.
import type * as z from 'zod'
import { notFound } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { implement } from '#kernel/server/module.ts'
import { type Session, sessions } from '../../contract.ts'
import { writeLetter } from '../letters.ts'
import { endSessions } from '../sessions.ts'
import type { IdentityTables } from '../tables.ts'
import { deviceOf, looksAlike } from './device.ts'

type In = Context<IdentityTables>

const MOST = 200

/** The sessions of a person that still stand, the asking one first, then the last seen first. */
export async function sessionsOf({ db, actor, now }: In, userId: string): Promise<z.output<typeof Session>[]> {
  const rows = await db
    .selectFrom('sessions')
    .leftJoin('session_sightings as seen', (join) =>
      join.onRef('seen.session_id', '=', 'sessions.id').onRef('seen.tenant_id', '=', 'sessions.tenant_id'),
    )
    .select(['sessions.id', 'address', 'user_agent', 'created_at', 'used_at', 'seen_at'])
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('used_at', 'desc')
    .limit(MOST)
    .execute()
  return rows
    .map(({ id, address, user_agent, created_at, used_at, seen_at }) => ({
      id,
      ...deviceOf(user_agent),
      address,
      started_at: created_at,
      seen_at: seen_at !== null && Date.parse(seen_at) > Date.parse(used_at) ? seen_at : used_at,
      current: id === actor.session_id,
    }))
    .toSorted((a, b) => Number(b.current) - Number(a.current) || Date.parse(b.seen_at) - Date.parse(a.seen_at))
}

/** Ends one session of a person; throws 404 when they have no such session. */
export async function endOne(context: In, userId: string, sessionId: string): Promise<null> {
  const match = { session_id: sessionId, user_id: userId }
  if ((await endSessions(context, match, 'revoked')) === 0) throw notFound('session')
  return null
}

export default implement(
  sessions,
  { tables: [], extra: {} as IdentityTables },
  {
    list: async (context) => ({ items: await sessionsOf(context, context.actor.user_id) }),
    end: (context, { id }) => endOne(context, context.actor.user_id, id),
    async endOthers(context) {
      const { user_id, session_id } = context.actor
      return { ended: await endSessions(context, { user_id, but: session_id }, 'revoked') }
    },
  },
)

const KNOWN_FOR_DAYS = 90
type Person = { id: string; name: string; email: string; language: string; zone: string | null }

/** Tells a person of a sign-in from a device that they have not used of late; the very first one is no news. */
export async function tellOfNewDevice(context: In, user: Person, sessionId: string): Promise<void> {
  const { db, meta, now, platform } = context
  const since = new Date(Date.parse(now) - KNOWN_FOR_DAYS * 86_400_000).toISOString()
  const earlier = await db
    .selectFrom('sessions')
    .select(['user_agent', 'address'])
    .distinct()
    .where('user_id', '=', user.id)
    .where('created_at', '>', since)
    .where('id', '!=', sessionId)
    .limit(MOST)
    .execute()
  if (earlier.length === 0 || earlier.some((one) => looksAlike(one, meta))) return
  const { browser, system } = deviceOf(meta.user_agent)
  const { t } = platform.texts
  const zone = user.zone ?? 'UTC'
  const unknown = t(user.language, 'session.unknown_device')
  await writeLetter(context, user, 'new_device', {
    device: [browser, system].filter(Boolean).join(', ') || unknown,
    address: meta.address,
    at: new Date(now).toLocaleString(user.language, { dateStyle: 'long', timeStyle: 'short', timeZone: zone }),
    zone,
  })
}
