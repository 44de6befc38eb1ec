// What happens to a file after it came, in the background: the scanner first, then its pictures.
import type { Row } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { every, freeWorker, jobKind } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'
import { File, fileChanged, fileInfected } from '../../contract.ts'
import { makePictures } from '../pictures/make.ts'
import { keyOf, storageOf } from '../storage/storage.ts'
import { scan, type Verdict } from './clamd.ts'

type FileRow = Row<typeof File>
type Changes = Partial<Pick<FileRow, 'scan' | 'preview' | 'width' | 'height' | 'size' | 'sha256'>>
const fields = Object.keys(File.fields) as (keyof FileRow)[]
const BATCH = 200

export const checkJob = jobKind<{ file: string }>('files.check')
const findJob = jobKind<object>('files.find_unchecked')

/** Scans a file and makes its pictures, as far as that is still to be done; throws when the scanner cannot be asked. */
export async function check(platform: Platform, tenantId: string, { file: id }: { file: string }): Promise<void> {
  const file = await fileOf(platform, tenantId, id)
  if (!file) return
  if (file.scan === 'waiting') {
    const verdict = await verdictOf(platform, tenantId, id)
    const scan = verdict?.state ?? 'unscanned'
    if (verdict && 'reason' in verdict)
      platform.log.warn({ file: id, reason: verdict.reason }, 'a file was not checked')
    // Pictures of what nobody may see are not made.
    const preview = file.preview === 'waiting' && (scan === 'infected' || scan === 'failed') ? 'failed' : file.preview
    await note(platform, tenantId, id, 'scan', { scan, preview })
    if (preview !== 'waiting') return
  }
  if (file.preview !== 'waiting') return
  const made = await makePictures(platform, tenantId, file)
  await note(platform, tenantId, id, 'preview', made)
  if (made.preview === 'ready' && made.sha256) await storageOf(platform.config).remove(keyOf(tenantId, id))
}

const fileOf = (platform: Platform, tenantId: string, id: string): Promise<FileRow | undefined> =>
  platform.database.tenant(tenantId, 'read', (db) =>
    db.selectFrom('files').select(fields).where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst(),
  ) as Promise<FileRow | undefined>

/** Null: there is no scanner any more. */
async function verdictOf(platform: Platform, tenantId: string, id: string): Promise<Verdict | null> {
  const { clamav } = platform.config.files
  if (!clamav) return null
  try {
    return await scan(clamav, await storageOf(platform.config).read(keyOf(tenantId, id)))
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error
    return { state: 'failed', reason: 'the bytes are not there' }
  }
}

/** Writes down what was found, unless another did before; others hear of it. */
async function note(
  platform: Platform,
  tenantId: string,
  id: string,
  step: 'scan' | 'preview',
  changes: Changes,
): Promise<void> {
  await platform.within(systemOf(tenantId), {}, async ({ db, emit }: Context) => {
    const row = (await db
      .updateTable('files')
      .set(changes)
      .where('id', '=', id)
      .where(step, '=', 'waiting')
      .returning(fields)
      .executeTakeFirst()) as FileRow | undefined
    if (!row) return
    emit(fileChanged, { file: row })
    if (step === 'scan' && row.scan === 'infected') emit(fileInfected, { file: row })
  })
}

/** A scanner that was away longer than a job is tried again: what still waits is asked for anew. */
async function findUnchecked(platform: Platform): Promise<void> {
  const tenants = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('deleted_at', 'is', null).execute(),
  )) as { id: string }[]
  for (const { id } of tenants)
    await platform.within(systemOf(id), {}, async ({ db, enqueue }) => {
      const waiting = await db
        .selectFrom('files')
        .select('id')
        .where((eb) => eb.or([eb('scan', '=', 'waiting'), eb('preview', '=', 'waiting')]))
        .where('deleted_at', 'is', null)
        .where(sql<boolean>`created_at < now() - interval '3 minutes'`)
        .orderBy('created_at')
        .limit(sql.lit(BATCH))
        .execute()
      for (const one of waiting) await enqueue(checkJob, { file: one.id as string })
    })
}

export const checkJobs = [
  freeWorker(checkJob, check, { atOnce: 2 }),
  every('*/5 * * * *', findJob.queue, findUnchecked),
]
