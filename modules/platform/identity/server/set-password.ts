import type { Platform } from '#kernel/server/context.ts'
import { EARLIER_KEPT, hashPassword, refuseWeak } from './passwords.ts'
import { endSessions, inTenant } from './sessions.ts'

/** Gives a person a new password and ends their sessions, but for one; throws 422 for a weak one or one of the last five. */
export async function setPassword(
  platform: Platform,
  tenantId: string,
  userId: string,
  password: string,
  keep: string | null = null,
): Promise<void> {
  const before = await platform.database.tenant(tenantId, 'read', (db) =>
    db.selectFrom('credentials').select(['password_hash', 'earlier']).where('user_id', '=', userId).executeTakeFirst(),
  )
  const earlier = before
    ? [before['password_hash'] as string, ...(before['earlier'] as string[])].slice(0, EARLIER_KEPT)
    : []
  await refuseWeak(password, earlier)
  const password_hash = await hashPassword(password)
  await inTenant(platform, tenantId, {}, async (context) => {
    const row = { password_hash, earlier, changed_at: context.now }
    await context.db
      .insertInto('credentials')
      .values({ user_id: userId, ...row })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet(row))
      .execute()
    await endSessions(context, { user_id: userId, but: keep }, 'password')
  })
}
