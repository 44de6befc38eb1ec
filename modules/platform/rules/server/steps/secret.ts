// The key that signs what rules tell other programs: one for an organisation, told once, kept under seal.
import type { Out } from '#kernel/contract/index.ts'
import { newSecret } from '#kernel/server/outgoing/signature.ts'
import { sealOf } from '#kernel/server/seal/seal.ts'
import type { rules } from '../../contract.ts'
import type { RuleContext } from '../tables.ts'

const PLACE = 'rules'
const DAY_MS = 86_400_000

/** Since when there is a secret that somebody may have; null before the first call and the first asking. */
export async function secret({ db }: RuleContext): Promise<Out<typeof rules.secret>> {
  const row = await db.selectFrom('rule_secrets').select(['made_at', 'previous_until']).executeTakeFirst()
  return row ?? { made_at: null, previous_until: null }
}

/** A new secret; the one before goes on signing for a day. */
export async function rotateSecret({ db, platform, now }: RuleContext): Promise<Out<typeof rules.rotateSecret>> {
  const made = newSecret()
  const sealed = sealOf(platform).close(made, PLACE)
  const until = new Date(Date.parse(now) + DAY_MS).toISOString()
  const row = await db
    .insertInto('rule_secrets')
    .values({ sealed, made_at: now, previous: null, previous_until: null })
    .onConflict((met) =>
      met.column('tenant_id').doUpdateSet((eb) => ({
        previous: eb.ref('rule_secrets.sealed'),
        previous_until: until,
        sealed,
        made_at: now,
      })),
    )
    .returning('previous_until')
    .executeTakeFirstOrThrow()
  return { secret: made, previous_until: row.previous_until }
}

/** The secrets that sign now, the newest first; an organisation that has none gets one. */
export async function secretsOf({ db, platform, now }: RuleContext): Promise<string[]> {
  const kept = () => db.selectFrom('rule_secrets').select(['sealed', 'previous', 'previous_until']).executeTakeFirst()
  const seal = sealOf(platform)
  const row = await kept()
  if (!row) {
    await db
      .insertInto('rule_secrets')
      .values({ sealed: seal.close(newSecret(), PLACE), made_at: now, previous: null, previous_until: null })
      .onConflict((met) => met.column('tenant_id').doNothing())
      .execute()
  }
  const { sealed, previous, previous_until } = row ?? (await kept())!
  const before = previous && Date.parse(previous_until!) > Date.parse(now) ? [previous] : []
  return [sealed, ...before].map((one) => seal.open(one, PLACE))
}
