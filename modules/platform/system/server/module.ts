import { implement, serverModule } from '#kernel/server/module.ts'
import { system } from '../contract.ts'

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
  },
)

export default serverModule({ name: 'platform/system', actions })
