// `npm run migration NAME`: writes the SQL that brings the tables to what the entities say, into the modules they belong
// to. A person reads and completes it: values for new columns, indexes, renames instead of a drop and an add.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { serverModules } from '#app/server-modules.ts'
import type { Entity } from '#kernel/contract/index.ts'
import { difference } from '#kernel/server/database/columns.ts'
import { startPostgres } from '#kernel/server/database/embedded.ts'
import { migrate } from '#kernel/server/database/migrate.ts'

const [name = ''] = process.argv.slice(2)
if (/^[a-z][a-z0-9_]*$/.test(name)) await suggest()
else {
  console.error('Say what changes in a word or two: npm run migration add_due_date')
  process.exitCode = 1
}

async function suggest(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-migration-'))
  chmodSync(dataDir, 0o755) // PostgreSQL may run as another user.
  const postgres = await startPostgres({ dataDir, forTests: true })
  const client = new pg.Client({ connectionString: postgres.url })
  try {
    await migrate(
      postgres.url,
      serverModules.map((module) => module.name),
    )
    await client.connect()
    let written = 0
    for (const [module, entities] of ownEntities()) {
      const statements = await difference(client, entities)
      if (statements.length === 0) continue
      console.log(write(module, statements))
      written += 1
    }
    if (written === 0) console.log('The tables are as the entities say: there is nothing to write.')
  } finally {
    await client.end()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
  }
}

/** Every entity under the first module that works on its table. */
function ownEntities(): Map<string, Entity[]> {
  const seen = new Set<Entity>()
  const owned = new Map<string, Entity[]>()
  for (const { name: module, actions } of serverModules) {
    const fresh = actions.flatMap(({ tables }) => tables).filter((of) => !seen.has(of))
    for (const of of fresh) seen.add(of)
    owned.set(module, [...new Set(fresh)])
  }
  return owned
}

/** Writes the next migration of a module; answers its path. */
function write(module: string, statements: readonly string[]): string {
  const folder = path.join('modules', module, 'server', 'migrations')
  mkdirSync(folder, { recursive: true })
  const last = Math.max(0, ...readdirSync(folder).map((file) => Number.parseInt(file, 10) || 0))
  const file = path.join(folder, `${String(last + 1).padStart(4, '0')}_${name}.sql`)
  writeFileSync(file, `${statements.join('\n')}\n`, { flag: 'wx' })
  return file
}
