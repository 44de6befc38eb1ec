// Each person's own choices.
import { invalid, notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { implement } from '#kernel/server/module.ts'
import { preferences } from '../../contract.ts'
import type { IdentityTables } from '../tables.ts'

type In = Context<IdentityTables>

async function mine({ db, actor }: In): Promise<Out<typeof preferences.mine>> {
  const rows = await db
    .selectFrom('user_preferences')
    .select(['key', 'value'])
    .where('user_id', '=', actor.user_id)
    .execute()
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]))
}

async function choose(
  context: In,
  { key, value }: Parsed<typeof preferences.choose>,
): Promise<Record<string, unknown>> {
  const { db, actor, platform } = context
  const known = platform.preferences.get(key)
  if (!known) throw notFound('preference')
  if (value === null) {
    await db.deleteFrom('user_preferences').where('user_id', '=', actor.user_id).where('key', '=', key).execute()
    return mine(context)
  }
  if (!known.schema.safeParse(value).success) throw invalid([{ pointer: '/value', code: 'invalid_value' }])
  const text = JSON.stringify(value)
  await db
    .insertInto('user_preferences')
    .values({ user_id: actor.user_id, key, value: text })
    .onConflict((clash) => clash.columns(['tenant_id', 'user_id', 'key']).doUpdateSet({ value: text }))
    .execute()
  return mine(context)
}

export default implement(preferences, { tables: [], extra: {} as IdentityTables }, { mine, choose })
