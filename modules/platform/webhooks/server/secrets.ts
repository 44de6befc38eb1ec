// The keys of webhooks: told once, kept under seal.
import { newSecret } from '#kernel/server/outgoing/signature.ts'
import { sealOf } from '#kernel/server/seal/seal.ts'
import type { HookContext } from './tables.ts'

const place = (webhook: string) => `webhook:${webhook}`

export async function makeSecret({ db, platform }: HookContext, webhook: string): Promise<string> {
  const secret = newSecret()
  const sealed = sealOf(platform).close(secret, place(webhook))
  await db.insertInto('webhook_secrets').values({ webhook, sealed }).execute()
  return secret
}

const DAY_MS = 86_400_000

/** A new secret; the one before goes on signing for a day. */
export async function rotateSecret({ db, platform, now }: HookContext, webhook: string) {
  const secret = newSecret()
  const until = new Date(Date.parse(now) + DAY_MS).toISOString()
  await db
    .updateTable('webhook_secrets')
    .set((eb) => ({
      previous: eb.ref('sealed'),
      previous_until: until,
      sealed: sealOf(platform).close(secret, place(webhook)),
    }))
    .where('webhook', '=', webhook)
    .execute()
  return { secret, previous_until: until }
}

/** The secrets that sign now, the newest first. */
export async function secretsOf({ db, platform, now }: HookContext, webhook: string): Promise<string[]> {
  const row = (await db
    .selectFrom('webhook_secrets')
    .select(['sealed', 'previous', 'previous_until'])
    .where('webhook', '=', webhook)
    .executeTakeFirstOrThrow()) as { sealed: string; previous: string | null; previous_until: string | null }
  const seal = sealOf(platform)
  const before = row.previous && Date.parse(row.previous_until!) > Date.parse(now) ? [row.previous] : []
  return [row.sealed, ...before].map((sealed) => seal.open(sealed, place(webhook)))
}
