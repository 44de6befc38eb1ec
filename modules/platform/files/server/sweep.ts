// What was uploaded but never attached is gone after a day; so are bytes that a dying process left without a row.
import { type Context, type Platform } from '#kernel/server/context.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { every, freeWorker, jobKind } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'
import { PREVIEW_SIZES } from '../contract.ts'
import { keyOf, storageOf, type Storage } from './storage/storage.ts'

const BATCH = 200
/** How many days of leftovers are looked through, so that a platform that stood still for a while catches up. */
const DAYS = 30
const DAY_MS = 86_400_000

const sweepKind = jobKind<object>('files.sweep')

/** Removes a tenant's unattached files that are older than a day, rows first; answers how many. */
export async function sweepUnattached(platform: Platform, tenantId: string): Promise<number> {
  const storage = storageOf(platform.config)
  let swept = 0
  for (;;) {
    const ids = await platform.within(systemOf(tenantId), {}, removeRows)
    // A file whose bytes stay because this process dies here is found by `sweepStrays`.
    for (const id of ids) await removeAll(storage, keyOf(tenantId, id))
    swept += ids.length
    if (ids.length < BATCH) return swept
  }
}

/** Everything that lies under the key of a file. */
async function removeAll(storage: Storage, key: string): Promise<void> {
  for (const ending of ENDINGS) await storage.remove(`${key}${ending}`)
}

async function removeRows({ db, now }: Context): Promise<string[]> {
  const old = db
    .selectFrom('files')
    .select('id')
    .where('attached_at', 'is', null)
    .where(
      sql<boolean>`not exists (select from file_keeping k where k.tenant_id = files.tenant_id and k.file = files.id and k.held)`,
    )
    .where(sql<boolean>`created_at < ${now}::timestamptz - interval '1 day'`)
    .limit(sql.lit(BATCH))
    // One that is being attached at this moment is not left over.
    .forUpdate()
    .skipLocked()
  const gone = await db.deleteFrom('files').where('id', 'in', old).returning('id').execute()
  return gone.map(({ id }) => id as string)
}

/** Removes files whose record has been gone for two years, unless they are held; answers how many. */
export async function sweepReleased(platform: Platform, tenantId: string): Promise<number> {
  const storage = storageOf(platform.config)
  let swept = 0
  for (;;) {
    const ids = await platform.within(systemOf(tenantId), {}, async ({ db, now }) => {
      const old = db
        .selectFrom('file_keeping')
        .select('file')
        .where('held', '=', false)
        .where(sql<boolean>`released_at < ${now}::timestamptz - interval '2 years'`)
        .limit(sql.lit(BATCH))
      const gone = await db.deleteFrom('files').where('id', 'in', old).returning('id').execute()
      return gone.map(({ id }) => id as string)
    })
    for (const id of ids) await removeAll(storage, keyOf(tenantId, id))
    swept += ids.length
    if (ids.length < BATCH) return swept
  }
}

/** Removes uploads that were not finished in time, or were long ago, with their parts; answers how many. */
export async function sweepUploads(platform: Platform, tenantId: string): Promise<number> {
  const storage = storageOf(platform.config)
  let swept = 0
  for (;;) {
    const { count, keys } = await platform.within(systemOf(tenantId), {}, async ({ db, now }) => {
      const old = await db
        .selectFrom('file_uploads')
        .select('id')
        .where('expires_at', '<', now)
        .limit(sql.lit(BATCH))
        .forUpdate()
        .skipLocked()
        .execute()
      if (old.length === 0) return { count: 0, keys: [] }
      const ids = old.map(({ id }) => id as string)
      const parts = await db.selectFrom('file_parts').select('key').where('upload', 'in', ids).execute()
      await db.deleteFrom('file_uploads').where('id', 'in', ids).execute()
      return { count: ids.length, keys: parts.map(({ key }) => key as string) }
    })
    for (const key of keys) await storage.remove(key)
    swept += count
    if (count < BATCH) return swept
  }
}

/** Removes bytes that no row knows, of days that are over; answers how many. */
export async function sweepStrays(platform: Platform, tenantId: string, now = Date.now()): Promise<number> {
  const storage = storageOf(platform.config)
  let swept = 0
  for (let back = 2; back <= DAYS; back++) {
    const folder = `${tenantId}/${new Date(now - back * DAY_MS).toISOString().slice(0, 10)}`
    const names = await storage.names(folder)
    for (let start = 0; start < names.length; start += BATCH)
      swept += await removeUnknown(platform, storage, tenantId, folder, names.slice(start, start + BATCH))
  }
  return swept
}

/** What may lie beside a file, or instead of it once it was cleaned. */
const ENDINGS = ['', '.clean', ...PREVIEW_SIZES.map((side) => `.${side}.webp`)]
const NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\..+)?$/

async function removeUnknown(
  platform: Platform,
  storage: Storage,
  tenantId: string,
  folder: string,
  names: readonly string[],
): Promise<number> {
  const ids = [...new Set(names.flatMap((name) => NAME.exec(name)?.[1] ?? []))]
  const known = new Map(
    ids.length === 0
      ? []
      : await platform.database.tenant(tenantId, 'read', async (db) => {
          const rows = await db
            .selectFrom('files')
            .leftJoin('file_keeping', 'file_keeping.file', 'files.id')
            .select(['files.id', 'file_keeping.cleaned'])
            .where('files.id', 'in', ids)
            .execute()
          return rows.map(({ id, cleaned }) => [id as string, cleaned === true] as const)
        }),
  )
  const strays = names.filter((name) => {
    const [, id = '', ending = ''] = NAME.exec(name) ?? []
    // A cleaned picture has taken the original's place.
    return !known.has(id) || !ENDINGS.includes(ending) || (ending === '' && known.get(id))
  })
  for (const name of strays) await storage.remove(`${folder}/${name}`)
  return strays.length
}

/** Every tenant's own job, so that one tenant's trouble stays its own. */
async function askTenants(platform: Platform): Promise<void> {
  const tenants = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('deleted_at', 'is', null).execute(),
  )) as { id: string }[]
  for (const { id } of tenants) await platform.within(systemOf(id), {}, ({ enqueue }) => enqueue(sweepKind, {}))
}

export const sweepJobs = [
  every('41 * * * *', 'files.find_leftovers', askTenants),
  freeWorker(sweepKind, async (platform, tenantId) => {
    await sweepUnattached(platform, tenantId)
    await sweepReleased(platform, tenantId)
    await sweepUploads(platform, tenantId)
    await sweepStrays(platform, tenantId)
  }),
]
