// A migrated platform with nobody in it, for tests of seeding.
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Action, Call } from '#kernel/contract/index.ts'
import { type PersonRights, personOf } from '#kernel/server/access/actor.ts'
import { loadConfig } from '#kernel/server/config.ts'
import { openLog } from '#kernel/server/log.ts'
import type { RequestMeta } from '#kernel/server/context.ts'
import { openPlatform, type Running } from '#kernel/server/platform.ts'
import { testDatabase } from '#kernel/server/testing.ts'
import { serverModules } from '#app/server-modules.ts'

export type BarePlatform = {
  running: Running
  url: string
  /** Calls an action as the person of that address. */
  as: (tenantId: string, email: string, meta?: Partial<RequestMeta>) => Promise<Call>
  close: () => Promise<void>
}

export async function barePlatform(): Promise<BarePlatform> {
  const dataDir = path.join(tmpdir(), `workernet-test-${process.pid}`)
  const config = loadConfig({ NODE_ENV: 'test', LOG_LEVEL: 'error', DATA_DIR: dataDir })
  const log = openLog(config.log.level)
  const open = (url: string) => openPlatform({ config, log, url, modules: serverModules })
  const database = await testDatabase('bare platform', async (url) => (await open(url)).stop())
  const running = await open(database.url)
  return {
    running,
    url: database.url,
    async as(tenantId, email, meta = {}) {
      const user = (await running.platform.database.tenant(tenantId, 'read', (db) =>
        db
          .selectFrom('users')
          .select(['id', 'role', 'teams', 'language'])
          .where('email', '=', email)
          .executeTakeFirstOrThrow(),
      )) as PersonRights
      const actor = personOf(running.platform.access.roles, tenantId, user)
      return ((action: Action, input: unknown) => running.runner.run(actor, action, input, meta)) as Call
    },
    async close() {
      await running.stop()
      await database.drop()
    },
  }
}
