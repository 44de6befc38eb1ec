import { component } from '#kernel/contract/index.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import type { Context } from '#kernel/server/context.ts'
import { type LogAsked, readLog } from '#kernel/server/logs/read.ts'
import { logs, system } from '../contract.ts'

const actions = implement(
  system,
  { tables: [] },
  {
    health: async () => ({ status: 'ok' as const }),
    async ready({ db }) {
      // Every start migrates before it listens: a database that answers with our tables is one that is done.
      await db
        .selectFrom('event_consumers' as never)
        .select('name' as never)
        .limit(1)
        .execute()
      return { status: 'ready' as const }
    },
    logs: ({ platform }, asked) => found(platform, asked),
  },
)

const own = implement(
  logs,
  { tables: [] },
  {
    list: ({ platform, actor }, asked) => found(platform, { ...asked, tenant: actor.tenant_id }),
  },
)

async function found({ config }: Context['platform'], asked: LogAsked) {
  return { ...(await readLog(config.log, utc(asked))), whole: config.log.file !== undefined }
}

/** Lines carry their time in UTC: as texts they compare. */
const utc = ({ from, to, ...asked }: LogAsked): LogAsked => ({
  ...asked,
  ...(from ? { from: new Date(from).toISOString() } : {}),
  ...(to ? { to: new Date(to).toISOString() } : {}),
})

export default serverModule({
  name: 'platform/system',
  component: component('system', { version: '1.0.0', always: true }),
  actions: [...actions, ...own],
})
