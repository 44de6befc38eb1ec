// A forgotten password. What is asked is only put into a queue, so that the answer cannot tell whether there is an account.
import { conflict, Problem } from '#kernel/contract/index.ts'
import type { Platform } from '#kernel/server/context.ts'
import type { Db } from '#kernel/server/database/index.ts'
import { freeWorker, jobKind } from '#kernel/server/jobs.ts'
import { implement } from '#kernel/server/module.ts'
import { sealOf } from '#kernel/server/seal/seal.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { type Link, passwords, User, userChanged } from '../../contract.ts'
import type * as z from 'zod'
import { writeLetter } from '../letters.ts'
import { makeLink, openLink, spendLink } from '../links.ts'
import { inTenant } from '../sessions.ts'
import type { IdentityTables } from '../tables.ts'
import { policyOf } from './policy.ts'
import { setPassword } from './set-password.ts'

/** The address and the organisation, under seal: a queue is no place for what names people. */
const forgotJob = jobKind<{ asked: string }>('identity.forgot')
const PLACE = 'identity.forgot'
const GOOD_FOR_MINUTES = 45
/** How many such mails one account gets in an hour, however often somebody asks. */
const MOST_AN_HOUR = 3
const MOST_TENANTS = 5

export default implement(
  passwords,
  { tables: [], extra: {} as IdentityTables },
  {
    async forgot({ platform, enqueue }, { email, tenant }) {
      const asked = JSON.stringify({ email: email.toLowerCase(), tenant: tenant ?? null })
      await enqueue(forgotJob, { asked: sealOf(platform).close(asked, PLACE) })
      return null
    },

    async link({ platform }, { token }) {
      const { tenant_id, user_id, purpose, expires_at } = await openLink(platform, token)
      return inTenant(platform, tenant_id, {}, async ({ db, call }) => {
        const user = await personOf(db as unknown as Db, user_id)
        const { name, slug } = await call(tenants.current, {})
        const policy = await policyOf(db as unknown as Db)
        return { purpose, ...user, organisation: name, tenant: slug, expires_at, policy }
      })
    },

    async reset({ platform }, { token, password }) {
      const link = await openLink(platform, token)
      if (link.purpose !== 'reset') throw new Problem('link.unknown', 404)
      await setPassword(platform, link.tenant_id, link.user_id, {
        password,
        first: async (context) => {
          await personOf(context.db as unknown as Db, link.user_id)
          await spendLink(context, token)
        },
      })
      return null
    },

    async accept({ platform }, { token, password, name, language }) {
      const link = await openLink(platform, token)
      if (link.purpose !== 'invitation') throw new Problem('link.unknown', 404)
      await setPassword(platform, link.tenant_id, link.user_id, {
        password,
        name,
        notice: false,
        first: async (context) => {
          const db = context.db as unknown as Db
          await personOf(db, link.user_id)
          await spendLink(context, token)
          const user = await db
            .updateTable('users')
            .set({ name, language, invited_until: null })
            .where('id', '=', link.user_id)
            .returning(Object.keys(User.fields))
            .executeTakeFirstOrThrow()
          context.emit(userChanged, { user: user as never })
        },
      })
      return null
    },

    policy: ({ db }) => policyOf(db as unknown as Db),
  },
)

/** Whom a link stands for, while they may sign in. */
async function personOf(db: Db, id: string) {
  const user = await db
    .selectFrom('users')
    .select(['name', 'email', 'language'])
    .where('id', '=', id)
    .where('is_active', '=', true)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!user) throw conflict('link.outdated')
  return user as { name: string; email: string; language: z.output<typeof Link>['language'] }
}

export const forgotJobs = [
  freeWorker(forgotJob, async (platform, _tenant, { asked }) => {
    const { email, tenant } = JSON.parse(sealOf(platform).open(asked, PLACE)) as {
      email: string
      tenant: string | null
    }
    const places = await platform.database.platform('read', (db) => {
      const rows = db
        .selectFrom('sign_in_names')
        .innerJoin('tenants', 'tenants.id', 'sign_in_names.tenant_id')
        .select(['sign_in_names.tenant_id', 'sign_in_names.user_id'])
        .where('sign_in_names.name', '=', email)
        .where('tenants.is_active', '=', true)
        .limit(MOST_TENANTS)
      return (tenant ? rows.where('tenants.slug', '=', tenant) : rows).execute()
    })
    for (const { tenant_id, user_id } of places) await mailLink(platform, tenant_id as string, user_id as string)
  }),
]

/** Mails a link to somebody who may sign in with a password, unless they had enough of them lately. */
function mailLink(platform: Platform, tenantId: string, userId: string): Promise<void> {
  return inTenant(platform, tenantId, {}, async (context) => {
    const db = context.db as unknown as Db
    const user = await db
      .selectFrom('users')
      .innerJoin('credentials', (join) =>
        join.onRef('credentials.user_id', '=', 'users.id').onRef('credentials.tenant_id', '=', 'users.tenant_id'),
      )
      .select(['users.name', 'users.email', 'users.language'])
      .where('users.id', '=', userId)
      .where('users.is_active', '=', true)
      .where('users.deleted_at', 'is', null)
      .forUpdate('users')
      .executeTakeFirst()
    if (!user) return
    const hourAgo = new Date(Date.parse(context.now) - 3_600_000).toISOString()
    const { sent } = (await db
      .selectFrom('account_links')
      .select(({ fn }) => fn.countAll().as('sent'))
      .where('user_id', '=', userId)
      .where('purpose', '=', 'reset')
      .where('created_at', '>', hourAgo)
      .executeTakeFirstOrThrow()) as { sent: string | number }
    if (Number(sent) >= MOST_AN_HOUR) return
    const { token } = await makeLink(context, { user_id: userId, purpose: 'reset', minutes: GOOD_FOR_MINUTES })
    await writeLetter(context, user, 'reset', {
      // Behind the hash: what stands there reaches no server's log and no other site.
      link: `${platform.config.publicUrl}/reset-password#${token}`,
      minutes: String(GOOD_FOR_MINUTES),
    })
  })
}
