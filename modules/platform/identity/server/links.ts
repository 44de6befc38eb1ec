// Links in mails that stand for a person once. The token says where to look; of its secret only a hash is kept.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { conflict, Problem } from '#kernel/contract/index.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import type { Db } from '#kernel/server/database/index.ts'
import type { IdentityTables } from './tables.ts'

type Purpose = IdentityTables['account_links']['purpose']
type Place = { tenant_id: string; id: string; secret: string }

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Makes a link for a person and ends those before it with the same purpose; answers its token. */
export async function makeLink(
  { db, id: newId, actor, now }: Context<IdentityTables>,
  { user_id, purpose, minutes }: { user_id: string; purpose: Purpose; minutes: number },
): Promise<{ token: string; expires_at: string }> {
  // Two requests at once would leave two good links: whoever comes second waits for the person's row.
  await db.selectFrom('users' as never).select('id' as never).where('id' as never, '=', user_id as never).forUpdate().execute() // prettier-ignore
  await endLinks(db as unknown as Db, user_id, purpose, 'replaced', now)
  const id = newId()
  const secret = randomBytes(32).toString('base64url')
  const expires_at = new Date(Date.parse(now) + minutes * 60_000).toISOString()
  await db
    .insertInto('account_links')
    .values({
      id,
      user_id,
      purpose,
      secret_hash: sha256(secret),
      made_for: await presentPassword(db as unknown as Db, user_id),
      expires_at,
      ended_at: null,
      end_reason: null,
    })
    .execute()
  return { token: `${packed(actor.tenant_id)}${packed(id)}${secret}`, expires_at }
}

export async function endLinks(
  db: Db,
  userId: string,
  purpose: Purpose,
  end_reason: 'replaced' | 'withdrawn',
  now: string,
): Promise<void> {
  await db
    .updateTable('account_links')
    .set({ ended_at: now, end_reason })
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('ended_at', 'is', null)
    .execute()
}

export type OpenLink = { tenant_id: string; id: string; user_id: string; purpose: Purpose; expires_at: string }

/** The link of a token; throws 404 when there is none and 409, saying why, when it is good no more. */
export async function openLink({ database }: Platform, token: string): Promise<OpenLink> {
  const place = placeIn(token)
  if (!place) throw new Problem('link.unknown', 404)
  return database.tenant(place.tenant_id, 'read', (db) => readLink(db, place))
}

/** Uses a link up, inside the transaction of what it is good for; throws like `openLink`. */
export async function spendLink({ db, now }: Context<IdentityTables>, token: string): Promise<void> {
  const place = placeIn(token)
  if (!place) throw new Problem('link.unknown', 404)
  await readLink(db as unknown as Db, place, true)
  await db.updateTable('account_links').set({ ended_at: now, end_reason: 'used' }).where('id', '=', place.id).execute()
}

async function readLink(db: Db, { tenant_id, id, secret }: Place, lock = false): Promise<OpenLink> {
  const rows = db.selectFrom('account_links').selectAll().where('id', '=', id)
  const link = (await (lock ? rows.forUpdate() : rows).executeTakeFirst()) as
    | IdentityTables['account_links']
    | undefined
  if (!link || !timingSafeEqual(Buffer.from(sha256(secret)), Buffer.from(link.secret_hash)))
    throw new Problem('link.unknown', 404)
  if (link.end_reason === 'used') throw conflict('link.used')
  if (link.end_reason === 'withdrawn') throw conflict('link.withdrawn')
  if (link.end_reason === 'replaced') throw conflict('link.replaced')
  if (Date.parse(link.expires_at) <= Date.now()) throw conflict('link.expired')
  if ((await presentPassword(db, link.user_id)) !== link.made_for) throw conflict('link.outdated')
  return { tenant_id, id, user_id: link.user_id, purpose: link.purpose, expires_at: link.expires_at }
}

/** Says which password somebody has now, without giving it away. */
async function presentPassword(db: Db, userId: string): Promise<string | null> {
  const found = await db
    .selectFrom('credentials')
    .select('password_hash')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return found ? sha256(found['password_hash'] as string) : null
}

const packed = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url')
const unpacked = (text: string) =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

function placeIn(token: string): Place | null {
  const [, tenant, id, secret] = /^([\w-]{22})([\w-]{22})([\w-]{43})$/.exec(token.trim()) ?? []
  return tenant && id && secret ? { tenant_id: unpacked(tenant), id: unpacked(id), secret } : null
}
