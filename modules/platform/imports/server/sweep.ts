// Imports that nobody can take back any more.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { every } from '#kernel/server/jobs.ts'
import { fileStore } from '#modules/platform/files/contract.ts'
import { sql } from 'kysely'
import { UNDO_DAYS } from '../contract.ts'

const AT_ONCE = 50

async function sweepImports({ database, within }: Platform): Promise<void> {
  const tenants = (await database.platform('read', (db) => db.selectFrom('tenants').select('id').execute())) as {
    id: string
  }[]
  for (const { id } of tenants)
    await within(systemOf(id), {}, async ({ db, call }) => {
      const { rows } = await sql<{ file: string }>`
        delete from import_runs where id in (
          select id from import_runs where updated_at < now() - make_interval(days => ${sql.lit(UNDO_DAYS + 1)})
          limit ${sql.lit(AT_ONCE)}
        ) returning file`.execute(db)
      if (rows.length > 0) await call(fileStore.release, { ids: [...new Set(rows.map(({ file }) => file))] })
    })
}

export const sweepingImports = every('50 3 * * *', 'imports.sweep', sweepImports)
