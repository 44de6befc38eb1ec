// People who call, and stay able to: whatever their calls did to their accounts and their tenant is undone.
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { PASSWORD, PASSWORD_HASH, PEOPLE, type TestPlatform } from '#app/testing.ts'

export const ROLES = [...PEOPLE, 'super_admin', 'anonymous'] as const
export type Role = (typeof ROLES)[number]

export type Caller = {
  /** The headers that say who calls. */
  headers: () => Record<string, string>
  /** Signs in again when the session is over; answers whether it was. */
  revive: () => Promise<boolean>
}

/** The people of acme, with a super administrator among them. */
export type People = { owner: pg.Client; tenant: string; ids: Map<Role, string> }

export async function peopleOf(desk: TestPlatform, owner: pg.Client): Promise<People> {
  const tenant = desk.tenantId('acme')
  const ids = new Map<Role, string>(PEOPLE.map((role) => [role, desk.id('acme', role)]))
  const { rows } = await owner.query<{ id: string }>(
    `insert into users (tenant_id, name, email, role, language)
     values ($1, 'Super', 'super_admin@acme.test', 'super_admin', 'en') returning id`,
    [tenant],
  )
  ids.set('super_admin', rows[0]!.id)
  return { owner, tenant, ids }
}

/** An account, its name, its password and its tenant as they were. */
async function restore({ owner, tenant, ids }: People, role: Role): Promise<void> {
  const id = ids.get(role)!
  const email = `${role}@acme.test`
  await owner.query(`update tenants set is_active = true, deleted_at = null where id = $1`, [tenant])
  await owner.query(`delete from password_policies where tenant_id = $1`, [tenant])
  await owner.query(
    `update users set email = id || '@elsewhere.test' where tenant_id = $1 and email = $2 and id <> $3`,
    [tenant, email, id],
  )
  await owner.query(
    `update users set is_active = true, deleted_at = null, role = $3, email = $4, invited_until = null
     where tenant_id = $1 and id = $2`,
    [tenant, id, role, email],
  )
  await owner.query(
    `insert into sign_in_names (tenant_id, name, user_id) values ($1, $2, $3)
     on conflict (name, tenant_id) do update set user_id = excluded.user_id`,
    [tenant, email, id],
  )
  await owner.query(
    `insert into credentials (tenant_id, user_id, password_hash) values ($1, $2, $3)
     on conflict (tenant_id, user_id)
     do update set password_hash = excluded.password_hash, changed_at = now(), earlier = '{}'`,
    [tenant, id, PASSWORD_HASH],
  )
}

/** Somebody of a role, signed in. */
export async function callerOf(app: FastifyInstance, people: People, role: Role): Promise<Caller> {
  if (role === 'anonymous') return { headers: () => ({}), revive: async () => false }
  let authorization = ''
  const signIn = async () => {
    await restore(people, role)
    const payload = { username: `${role}@acme.test`, password: PASSWORD }
    const answer = await app.inject({ method: 'POST', url: '/api/auth/login', payload })
    if (answer.statusCode !== 200) throw new Error(`${role} cannot sign in: ${answer.statusCode} ${answer.body}`)
    authorization = `Bearer ${answer.json<{ access_token: string }>().access_token}`
  }
  await signIn()
  let reviving: Promise<boolean> | null = null
  const revive = async () => {
    const { statusCode } = await app.inject({ url: '/api/auth/me', headers: { authorization } })
    if (statusCode !== 401) return false
    await signIn()
    return true
  }
  return {
    headers: () => ({ authorization }),
    revive: () => (reviving ??= revive().finally(() => (reviving = null))),
  }
}
