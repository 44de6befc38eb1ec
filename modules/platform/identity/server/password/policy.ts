// The rules for passwords of one organisation: kept, changed, enforced.
import { invalid } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Db } from '#kernel/server/database/index.ts'
import { implement } from '#kernel/server/module.ts'
import { brokenRules, DEFAULT_POLICY, type Holder, PasswordPolicy, security } from '../../contract.ts'
import { passwordMatches } from '../passwords.ts'
import type { IdentityTables } from '../tables.ts'

/** The most that any policy remembers: what is kept of earlier hashes. */
export const EARLIER_KEPT = 10

const fields = Object.keys(PasswordPolicy.shape) as (keyof PasswordPolicy)[]

/** The rules of the transaction's tenant. */
export async function policyOf(db: Db): Promise<PasswordPolicy> {
  const own = await db.selectFrom('password_policies').select(fields).executeTakeFirst()
  return (own as PasswordPolicy | undefined) ?? DEFAULT_POLICY
}

/** Throws 422 with every rule that a new password breaks; `earlier` are hashes, newest first. */
export async function refuseWeak(
  policy: PasswordPolicy,
  password: string,
  holder: Holder,
  earlier: readonly string[] = [],
): Promise<void> {
  const broken = [...brokenRules(policy, password, holder).values()]
  if (broken.length > 0) throw invalid(broken)
  for (const stored of earlier.slice(0, policy.remembered)) {
    if (await passwordMatches(stored, password))
      throw invalid([{ pointer: '/password', code: 'password_reused', params: { count: policy.remembered } }])
  }
}

type In = Context<IdentityTables>

export default implement(
  security,
  { tables: [], extra: {} as IdentityTables },
  {
    get: ({ db }) => policyOf(db as unknown as Db),
    async set({ db }: In, policy) {
      await db
        .insertInto('password_policies')
        .values(policy)
        .onConflict((c) => c.column('tenant_id').doUpdateSet(policy))
        .execute()
      return policy
    },
  },
)
