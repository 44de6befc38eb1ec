// Migrations: plain SQL files, forward only, one transaction each, the kernel's first and then each module's in order.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { StartError } from '../machine/start-error.ts'

export const APP_ROLE = 'workernet_app'

type Migration = { module: string; name: string; sql: string; checksum: string }

const KERNEL = { name: 'kernel', folder: new URL('../migrations/', import.meta.url) }

function migrationsOf(modules: readonly string[]): Migration[] {
  const folders = [
    KERNEL,
    ...modules.map((name) => ({
      name,
      folder: new URL(`../../../modules/${name}/server/migrations/`, import.meta.url),
    })),
  ]
  return folders.flatMap(({ name: module, folder }) => {
    const files = existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => file.endsWith('.sql'))
          .toSorted()
      : []
    return files.map((name) => {
      const sql = readFileSync(new URL(name, folder), 'utf8')
      return { module, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
  })
}

/** How a database was left by `migrate`: the role that connections must take on, if one could be made. */
export type Migrated = { applied: string[]; role: string | null }

/**
 * Brings the database up to date as its owner. Where the owner may create roles, connections will act as a role that
 * owns nothing; where not, the owner itself is held by forced row-level security (it must not be a superuser then).
 * Throws when a migration was changed after it had been applied.
 */
export async function migrate(
  url: string,
  modules: readonly string[],
  report: (name: string) => void = () => {},
): Promise<Migrated> {
  const client = new pg.Client({ connectionString: url, application_name: 'workernet migrate' })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('workernet migrate'))`)
    await client.query(
      'create table if not exists migrations (module text, name text, checksum text not null, applied_at timestamptz not null default now(), primary key (module, name))',
    )
    const { rows } = await client.query<{ module: string; name: string; checksum: string }>(
      'select module, name, checksum from migrations',
    )
    const known = new Map(rows.map((row) => [`${row.module}/${row.name}`, row.checksum]))
    const applied: string[] = []
    for (const migration of migrationsOf(modules)) {
      const label = `${migration.module}/${migration.name}`
      const before = known.get(label)
      if (before === migration.checksum) continue
      if (before !== undefined)
        throw new StartError(
          `The migration ${label} was changed after it had been applied to this database: take back the change and write a new migration, or start with another DATA_DIR.`,
        )
      await apply(client, migration)
      applied.push(label)
      report(label)
    }
    return { applied, role: await prepareRole(client) }
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, { module, name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into migrations (module, name, checksum) values ($1, $2, $3)', [module, name, checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${module}/${name}: ${(error as Error).message}`, { cause: error })
  }
}

/** Makes the role, gives it what the application needs, and marks text search as safe below row-level security. */
async function prepareRole(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ super: boolean; creates: boolean; known: boolean; member: boolean }>(
    `select rolsuper as super, rolcreaterole as creates,
       exists (select from pg_roles where rolname = $1) as known,
       exists (select from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'member')) as member
     from pg_roles where rolname = current_user`,
    [APP_ROLE],
  )
  const { super: isSuper, creates, known, member } = rows[0]!
  // The role is shared by all databases of a server: one that somebody else made there may be out of reach.
  const usable = isSuper || member || (creates && !known)
  if (usable) {
    if (!known) await client.query(`create role ${APP_ROLE} nologin nosuperuser nobypassrls`)
    if (!member) await client.query(`grant ${APP_ROLE} to current_user`)
    await client.query(`grant usage on schema public to ${APP_ROLE}`)
    await client.query(`grant select, insert, update, delete on all tables in schema public to ${APP_ROLE}`)
    await client.query(`grant usage, select on all sequences in schema public to ${APP_ROLE}`)
    await client.query(`revoke insert, update, delete on migrations from ${APP_ROLE}`)
    await client.query(`revoke update, delete on event_log from ${APP_ROLE}`)
    await client.query(`revoke update, delete, truncate on audit_entries from ${APP_ROLE}`)
    await client.query(`revoke delete, truncate on audit_details, audit_heads from ${APP_ROLE}`)
  }
  // Otherwise the planner reads the whole tenant before it looks into the full-text index.
  if (isSuper) for (const name of LEAKPROOF) await client.query(`alter function ${name} leakproof`)
  return usable ? APP_ROLE : null
}

const LEAKPROOF = ['ts_match_vq(tsvector, tsquery)', 'ts_match_qv(tsquery, tsvector)']

/** After pg-boss has made its schema: the application sends jobs inside its own transactions. */
export async function grantJobs(owner: pg.Pool, role: string | null): Promise<void> {
  // What is not done is counted and shown, and lies among a week of what is.
  await owner.query(
    `create index if not exists job_unfinished on jobs.job_common (state, name, created_on) where state <> 'completed'`,
  )
  await owner.query(
    `create index if not exists job_failed_of_tenant on jobs.job_common ((data->>'tenant_id'), created_on) where state = 'failed'`,
  )
  // Jobs are done in about the order of time: how many in the last hour is found by a few pages.
  await owner.query(`create index if not exists job_done_on on jobs.job_common using brin (completed_on)`)
  if (!role) return
  await owner.query(`grant usage on schema jobs to ${role}`)
  await owner.query(`grant select, insert, update, delete on all tables in schema jobs to ${role}`)
  await owner.query(`grant execute on all functions in schema jobs to ${role}`)
}
