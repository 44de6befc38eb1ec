// Every way to a new password ends here: profile, administrator, command line, reset, invitation, expiry.
import { notFound } from '#kernel/contract/index.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import type { Db } from '#kernel/server/database/index.ts'
import { writeLetter } from '../letters.ts'
import { hashPassword } from '../passwords.ts'
import { endSessions, inTenant } from '../sessions.ts'
import type { IdentityTables } from '../tables.ts'
import { EARLIER_KEPT, policyOf, refuseWeak } from './policy.ts'

export type NewPassword = {
  password: string
  /** The one session that goes on. */
  keep?: string | null
  /** The name that the person has from now on: it may not stand in the password either. */
  name?: string
  /** Done first in the same transaction; what it throws leaves the old password. */
  first?: (context: Context<IdentityTables>) => Promise<void>
  /** Whether the person is told by mail: not when they have just come by one. */
  notice?: boolean
}

/**
 * Gives a person a new password, ends their sessions but for one, and tells them by mail. Throws 422 with the rules of
 * their organisation that it breaks, 404 for somebody who is not there.
 */
export async function setPassword(
  platform: Platform,
  tenantId: string,
  userId: string,
  { password, keep = null, name, first, notice = true }: NewPassword,
): Promise<void> {
  const { policy, user, before } = await platform.database.tenant(tenantId, 'read', async (db) => ({
    policy: await policyOf(db),
    user: await holderOf(db, userId),
    before: await db
      .selectFrom('credentials')
      .select(['password_hash', 'earlier'])
      .where('user_id', '=', userId)
      .executeTakeFirst(),
  }))
  if (!user) throw notFound('user')
  const earlier = before ? [before['password_hash'] as string, ...(before['earlier'] as string[])] : []
  await refuseWeak(policy, password, { ...user, name: `${user.name} ${name ?? ''}` }, earlier)
  const password_hash = await hashPassword(password)
  await inTenant(platform, tenantId, {}, async (context) => {
    await first?.(context)
    const row = { password_hash, earlier: earlier.slice(0, EARLIER_KEPT), changed_at: context.now }
    await context.db
      .insertInto('credentials')
      .values({ user_id: userId, ...row })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet(row))
      .execute()
    await endSessions(context, { user_id: userId, but: keep }, 'password')
    if (notice && before) await writeLetter(context, user, 'password_changed')
  })
}

async function holderOf(db: Db, id: string) {
  const user = await db
    .selectFrom('users')
    .select(['name', 'email', 'language'])
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return user as { name: string; email: string; language: string } | undefined
}
