// A PostgreSQL of the administrator's own: looked at before anything is done to it.
import pg from 'pg'
import { StartError, systemCode } from '../machine/start-error.ts'

const OLDEST = 15

/** Throws a StartError that names what is wrong with DATABASE_URL: address, name, password, rights or age of the server. */
export async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number; may: boolean; super: boolean; free: boolean }>(
      `select current_setting('server_version_num')::int / 10000 as version, has_schema_privilege('public', 'create') as may,
         rolsuper as super, rolbypassrls as free from pg_roles where rolname = current_user`,
    )
    const { version, may, super: isSuper, free } = rows[0]!
    if (version < OLDEST)
      throw new StartError(`DATABASE_URL names a PostgreSQL ${version}; WorkerNet needs ${OLDEST} or newer.`)
    if (!may)
      throw new StartError(
        'The user of DATABASE_URL may not create tables in the schema public: make it the owner of the database.',
      )
    if (free && !isSuper)
      throw new StartError(
        'The user of DATABASE_URL bypasses row-level security: ALTER ROLE … NOBYPASSRLS, or use another one.',
      )
  } catch (error) {
    throw reasonOf(error)
  } finally {
    await client.end().catch(() => {}) // It may never have been connected.
  }
}

function reasonOf(error: unknown): unknown {
  const said = (error as Error).message
  const wrong = (what: string) => new StartError(`DATABASE_URL does not work: ${what}`, { cause: error })
  switch (systemCode(error)) {
    case 'ECONNREFUSED':
    case 'ENOENT':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
      return wrong('nothing answers at its host and port. Check that PostgreSQL runs there and may be reached.')
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return wrong('its host name is not known. Check the spelling.')
    case '28P01':
    case '28000':
      return wrong('the server refuses its user or password. Check both.')
    case '3D000':
      return wrong('there is no database of that name. Create it (createdb), or name another.')
    default:
      return error instanceof StartError || !/connect|timeout|SASL|password/i.test(said) ? error : wrong(`${said}.`)
  }
}
