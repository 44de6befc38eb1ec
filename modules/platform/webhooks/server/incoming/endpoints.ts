// Addresses at which other systems call, as administrators keep them.
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { type Draft, invalid, type Refusal } from '#kernel/contract/index.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { newSecret } from '#kernel/server/outgoing/signature.ts'
import { sealOf } from '#kernel/server/seal/seal.ts'
import { sql } from 'kysely'
import { IncomingHook, incomingHooks, MANAGE } from '../../contract.ts'
import { type HookContext, incomingHookFields, type IncomingHookRow, json, tables } from '../tables.ts'

type Written = Draft<typeof IncomingHook>

/** Where the secret of an address lies under seal. */
export const secretPlace = (hook: string) => `incoming_hook:${hook}`

export default implement(
  incomingHooks,
  { tables },
  {
    commands: async ({ platform, actor }) => ({
      items: platform.hookedActions
        .filter((action) => platform.components.offers(actor.tenant_id, action))
        .map(({ name, in: input }) => {
          const { $schema: _dialect, ...schema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
          return { name, schema: schema as Record<string, unknown> }
        }),
    }),
    list: ({ db, actor }, input) =>
      list(db, actor, IncomingHook, input, {
        permission: MANAGE,
        search: (q) => sql<boolean>`position(lower(${q}) in lower(name)) > 0`,
      }),
    get: (context, { id }) => find(context, IncomingHook, id, MANAGE),

    async create(context, draft) {
      checkWritten(context, draft)
      const hook = (await context.db
        .insertInto('incoming_hooks')
        .values({
          ...draft,
          fields: json(draft.fields),
          token: randomBytes(24).toString('base64url'),
          owner: context.actor.user_id,
        })
        .returning(incomingHookFields)
        .executeTakeFirstOrThrow()) as IncomingHookRow
      return { ...hook, secret: await keepSecret(context, hook.id) }
    },
    replace: save,
    update: save,
    async remove(context, { id }) {
      await changeBy(context, IncomingHook, id, MANAGE, () => ({ deleted_at: context.now }) as never)
      return null
    },
    async rotate(context, { id }) {
      await find(context, IncomingHook, id, MANAGE)
      return { secret: await keepSecret(context, id) }
    },
  },
)

async function keepSecret({ db, platform }: HookContext, hook: string): Promise<string> {
  const secret = newSecret()
  const sealed = sealOf(platform).close(secret, secretPlace(hook))
  await db
    .insertInto('incoming_secrets')
    .values({ hook, sealed })
    .onConflict((met) => met.columns(['tenant_id', 'hook']).doUpdateSet({ sealed }))
    .execute()
  return secret
}

/** It acts in the name of whoever wrote it last. */
async function save(
  context: HookContext,
  { id, ...changes }: { id: string } & Partial<Written>,
): Promise<IncomingHookRow> {
  const { after } = await changeBy(context, IncomingHook, id, MANAGE, (old) => {
    checkWritten(context, { ...old, ...changes })
    return { ...changes, ...(changes.fields ? { fields: json(changes.fields) } : {}), owner: context.actor.user_id }
  })
  return after
}

function checkWritten({ platform }: HookContext, { action, scheme, signature_header }: Partial<Written>): void {
  const refusals: Refusal[] = []
  if (!platform.hookedActions.some(({ name }) => name === action))
    refusals.push({ pointer: '/action', code: 'unknown_command' })
  if (scheme === 'hmac' && !signature_header) refusals.push({ pointer: '/signature_header', code: 'required' })
  if (refusals.length > 0) throw invalid(refusals)
}
