// What a stored call means: the command of its address, in the name of whoever keeps that address.
import { Problem } from '#kernel/contract/index.ts'
import { personOf, systemOf } from '#kernel/server/access/actor.ts'
import { freeWorker, jobKind } from '#kernel/server/jobs.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { type HookContext, type IncomingCallRow, type IncomingHookRow } from '../tables.ts'
import { mapped } from './mapping.ts'

export const handleCall = jobKind<{ call: string }>('webhooks.handle_call')

type Waiting = Pick<IncomingCallRow, 'id' | 'body'> & Pick<IncomingHookRow, 'action' | 'fields' | 'owner'>

/** The command and the mark that it is done are one transaction: a call is obeyed once, whatever dies. */
export const handleJob = freeWorker(handleCall, async (platform, tenantId, { call: id }) => {
  const within = (work: (context: HookContext) => Promise<void>) =>
    platform.within(systemOf(tenantId), { cause: handleCall.queue }, work)
  try {
    await within((context) => handle(context, id))
  } catch (error) {
    // A refusal is an answer for the log; anything else is tried again by the queue.
    if (!(error instanceof Problem) || error.status >= 500) throw error
    await within((context) => settle(context, id, { state: 'failed', reason: error.code, detail: detailOf(error) }))
  }
})

async function handle(context: HookContext, id: string): Promise<void> {
  const call = (await context.db
    .selectFrom('incoming_calls as call')
    .innerJoin('incoming_hooks as hook', 'hook.id', 'call.hook')
    .select(['call.id', 'call.body', 'hook.action', 'hook.fields', 'hook.owner'])
    .where('call.id', '=', id)
    .where('call.state', '=', 'received')
    .forUpdate('call')
    .executeTakeFirst()) as Waiting | undefined
  if (!call) return
  const result = await perform(context, call)
  await settle(context, id, { state: 'handled', reason: null, detail: null, result })
}

async function perform({ platform, actor, call: ask, as }: HookContext, call: Waiting): Promise<string | null> {
  const command = platform.hookedActions.find(({ name }) => name === call.action)
  if (!command) throw new Problem('hook.no_command', 409)
  const user = await ask(users.get, { id: call.owner })
  if (!user.is_active) throw new Problem('hook.owner_gone', 409)
  const input = mapped(call.fields, read(call.body))
  const answer = await as(personOf(platform.access.roles, actor.tenant_id, user), (context) =>
    context.call(command, input),
  )
  return (answer as { id?: string } | null)?.id ?? null
}

function read(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Problem('hook.not_json', 422)
  }
}

const detailOf = ({ refusals }: Problem) =>
  refusals.length > 0
    ? refusals
        .map(({ pointer, code }) => `${pointer || '/'}: ${code}`)
        .join(', ')
        .slice(0, 1_000)
    : null

async function settle({ db }: HookContext, id: string, change: Partial<IncomingCallRow>): Promise<void> {
  await db.updateTable('incoming_calls').set(change).where('id', '=', id).execute()
}
