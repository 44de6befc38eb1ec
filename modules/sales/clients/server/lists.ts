// Statuses and sources as the tenant keeps them.
import type { Draft, Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { crudHandlers } from '#kernel/server/crud.ts'
import { implement, type Implementation } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { ClientSource, clientSources, ClientStatus, clientStatuses } from '../contract.ts'

type Listed = typeof ClientStatus | typeof ClientSource

/** A new default takes the place of the one before it. */
function handlersOf<E extends Listed>(of: E) {
  const standard = crudHandlers<E>(of, 'client_lists')
  const alone = async ({ db }: Context, given: { is_default?: boolean }) => {
    if (!given.is_default) return
    // Two at the same time would both find nothing to take the place of.
    await sql`select pg_advisory_xact_lock(hashtext(${of.table} || current_setting('app.tenant_id')))`.execute(db)
    await db.updateTable(of.table).set({ is_default: false }).where('is_default', '=', true).execute()
  }
  return {
    ...standard,
    create: async (context: Context, draft: Draft<E>): Promise<Row<E>> => {
      await alone(context, draft)
      return standard.create(context, draft)
    },
    replace: async (context: Context, input: { id: string } & Draft<E>): Promise<Row<E>> => {
      await alone(context, input)
      return standard.replace(context, input)
    },
    update: async (context: Context, input: { id: string } & Partial<Draft<E>>): Promise<Row<E>> => {
      await alone(context, input)
      return standard.update(context, input)
    },
    /** Clients keep a status that is gone; it is no default any more. */
    remove: async (context: Context, input: { id: string }): Promise<null> => standard.remove(context, input),
  }
}

export const listActions: Implementation[] = [
  ...implement(clientStatuses, { tables: [ClientStatus] }, handlersOf(ClientStatus)),
  ...implement(clientSources, { tables: [ClientSource] }, handlersOf(ClientSource)),
]
