// A whole platform for tests: a database of its own, two tenants with a person of every role, calls without HTTP.
import type { Action, Call } from '#kernel/contract/index.ts'
import type { FastifyInstance } from 'fastify'
import { loadConfig } from '#kernel/server/config.ts'
import { type Actor, systemOf } from '#kernel/server/access/actor.ts'
import type { RequestMeta } from '#kernel/server/context.ts'
import { openLog } from '#kernel/server/log.ts'
import { openPlatform, type Role, type Running } from '#kernel/server/platform.ts'
import { testDatabase } from '#kernel/server/testing.ts'
import { actorOf, authenticate } from '#modules/platform/identity/server/sessions.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serverModules } from './server-modules.ts'

export const TENANTS = ['acme', 'globex'] as const
export type TenantSlug = (typeof TENANTS)[number]
export const PEOPLE = ['admin', 'manager', 'agent', 'analyst', 'client', 'sales_manager', 'seller'] as const
export type Person = (typeof PEOPLE)[number]
export const PASSWORD = 'workernet-demo'

// Argon2id of PASSWORD, made once so that tests do not hash.
export const PASSWORD_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$CWTbSPa3lfzqcYVNpz6tTQ$65btnFAde4c3Gypv/ufzqtsAzHy2Q3L40Gcd3wLN/h4'

export type TestPlatform = {
  running: Running
  url: string
  /** Calls an action as a person of a tenant, in process. */
  as: (tenant: TenantSlug, person: Person, meta?: Partial<RequestMeta>) => Call
  /** Calls an action as any actor. */
  by: (actor: Actor, meta?: Partial<RequestMeta>) => Call
  actor: (tenant: TenantSlug, person: Person) => Actor
  id: (tenant: TenantSlug, person: Person) => string
  tenantId: (tenant: TenantSlug) => string
  /** The HTTP edge, not listening: use `inject`. */
  edge: () => Promise<FastifyInstance>
  /** Headers of a signed-in person for `inject`. */
  signIn: (app: FastifyInstance, tenant: TenantSlug, person: Person) => Promise<{ authorization: string }>
  start: (...roles: Role[]) => Promise<string[]>
  /** Another process on the same database, as far as one process can be two; stop it before `close`. */
  beside: (
    env?: Record<string, string>,
  ) => Promise<{ running: Running; app: FastifyInstance; stop: () => Promise<void> }>
  close: () => Promise<void>
}

/** Opens a platform with all modules; `env` sets configuration variables. Close it in `after`. */
export async function testPlatform(env: Record<string, string> = {}): Promise<TestPlatform> {
  const dataDir = env['DATA_DIR'] ?? (await mkdtemp(path.join(tmpdir(), 'workernet-test-')))
  const settings = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    SMTP_IN_PORT: '0',
    // Tests ask faster than people do; those of the limits turn them on.
    RATE_LIMIT_ENABLED: 'false',
    DATA_DIR: dataDir,
    ...env,
  }
  const config = loadConfig(settings)
  const log = openLog(config.log.level)
  const open = (url: string) => openPlatform({ config, log, url, modules: serverModules })
  const database = await testDatabase('platform', async (url) => {
    const first = await open(url)
    await addPeople(first)
    await first.stop()
  })
  const running = await open(database.url)
  const people = await peopleOf(running)
  const find = (tenant: TenantSlug, person: Person) => people.get(`${person}@${tenant}.test`)!
  const by = (actor: Actor, meta: Partial<RequestMeta> = {}): Call =>
    ((action: Action, input: unknown) => running.runner.run(actor, action, input, meta)) as Call
  let app: Promise<FastifyInstance> | null = null

  return {
    running,
    url: database.url,
    by,
    as: (tenant, person, meta) => by(find(tenant, person), meta),
    actor: find,
    id: (tenant, person) => find(tenant, person).user_id,
    tenantId: (tenant) => find(tenant, 'admin').tenant_id,
    edge: () => (app ??= running.edge(authenticate)),
    async signIn(edge, tenant, person) {
      const answer = await edge.inject({
        method: 'POST',
        url: '/api/auth/login',
        payload: { username: `${person}@${tenant}.test`, password: PASSWORD },
      })
      return { authorization: `Bearer ${answer.json<{ access_token: string }>().access_token}` }
    },
    start: (...roles) => running.start(roles),
    async beside(more = {}) {
      const other = await openPlatform({
        config: loadConfig({ ...settings, ...more }),
        log,
        url: database.url,
        modules: serverModules,
      })
      const app = await other.edge(authenticate)
      const stop = async () => {
        await app.close()
        await other.stop()
      }
      return { running: other, app, stop }
    },
    async close() {
      if (app) await (await app).close()
      await running.stop()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function addPeople({ platform }: Running): Promise<void> {
  for (const slug of TENANTS) {
    const { id } = (await platform.database.platform('write', (db) =>
      db
        .insertInto('tenants')
        .values({ name: slug, slug, domain: `${slug}.test`, config: JSON.stringify({ theme: {} }) })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )) as { id: string }
    await platform.within(systemOf(id), {}, async ({ db }) => {
      for (const role of PEOPLE) {
        const email = `${role}@${slug}.test`
        const user = (await db
          .insertInto('users')
          .values({ name: `${role} of ${slug}`, email, role, language: 'en' })
          .returning('id')
          .executeTakeFirstOrThrow()) as { id: string }
        await db.insertInto('sign_in_names').values({ name: email, user_id: user.id }).execute()
        await db.insertInto('credentials').values({ user_id: user.id, password_hash: PASSWORD_HASH }).execute()
      }
    })
  }
}

async function peopleOf({ platform }: Running): Promise<Map<string, Actor>> {
  const places = await platform.database.platform('read', (db) =>
    db.selectFrom('sign_in_names').select(['name', 'tenant_id', 'user_id']).execute(),
  )
  const people = await Promise.all(
    places.map(async ({ name, tenant_id, user_id }) => {
      const user = await platform.database.tenant(tenant_id as string, 'read', (db) =>
        db
          .selectFrom('users')
          .select(['id', 'role', 'teams', 'language'])
          .where('id', '=', user_id)
          .executeTakeFirstOrThrow(),
      )
      return [name as string, actorOf(platform, tenant_id as string, user as never)] as const
    }),
  )
  return new Map(people)
}

/** Repeats a check until it holds, for what follows a commit by moments; throws its last refusal after `ms`. */
export async function eventually(check: () => Promise<void> | void, ms = 40_000): Promise<void> {
  const until = Date.now() + ms
  for (;;) {
    try {
      return await check()
    } catch (refused) {
      if (Date.now() > until) throw refused
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
