import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { prepareDataFolder, readIfThere, writePrivate } from '../../machine/data-folder.ts'
import { folderProblem, StartError } from '../../machine/start-error.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { holderOf, lockFolder } from './folder-lock.ts'
import { stopLeftovers } from './leftovers.ts'
import { chooseOwner, type Owner } from './owner.ts'
import { runToEnd } from './program.ts'

/** Everything a run of PostgreSQL needs, ready and locked for this process. */
export type Site = {
  binaries: Binaries
  owner: Owner
  /** DATA_DIR, absolute. */
  home: string
  /** PostgreSQL's own folder in it. */
  database: string
  sockets: string
  url: string
  /** Gives the folder back; PostgreSQL must have ended. */
  close(): void
}

export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>

/**
 * Locks DATA_DIR, ends what an earlier run left behind, and creates the database when there is none. Throws StartErrors.
 * `sockets` takes over the address of a run that has ended, for those who are still connected there.
 */
export async function openSite(
  dataDir: string,
  { forTests, step, sockets: inherited }: { forTests: boolean; step: Step; sockets?: string | undefined },
): Promise<Site> {
  prepareDataFolder(resolve(dataDir))
  const home = realpathSync(dataDir)
  const database = join(home, 'postgres')
  const binaries = findBinaries()
  const owner = chooseOwner(binaries, home, database)
  const sockets = inherited ?? makeSocketFolder(owner)
  let locked = false
  try {
    const lock = lockFolder(home, sockets)
    locked = true
    let closed = false
    const close = () => {
      process.removeListener('exit', close)
      // Once: by the second time another process may have taken over the very same address.
      if (closed) return
      closed = true
      rmSync(sockets, { recursive: true, force: true })
      lock.release()
    }
    // A program that exits without stopping it: PostgreSQL is told to end by then, and a next start waits for that.
    process.once('exit', close)
    try {
      if (lock.leftBehind) removeSocketFolder(lock.leftBehind.sockets)
      if (inherited) {
        removeSocketFolder(inherited)
        mkdirSync(inherited, { mode: 0o700 })
        owner.give(inherited)
      }
      const site: Site = { binaries, owner, home, database, sockets, url: '', close }
      await prepareDatabase(site, forTests, step)
      return { ...site, url: urlOf(sockets, readPassword(home) ?? '') }
    } catch (error) {
      close()
      throw error
    }
  } catch (error) {
    if (locked || !inherited) removeSocketFolder(sockets)
    throw folderProblem(error, home)
  }
}

/** The address of the server that another process of this machine runs in `dataDir`; undefined when none does. */
export function runningServer(dataDir: string): string | undefined {
  const home = resolve(dataDir)
  const holder = holderOf(existsSync(home) ? realpathSync(home) : home)
  const password = readPassword(home)
  return holder && password && existsSync(join(holder.sockets, '.s.PGSQL.5432'))
    ? urlOf(holder.sockets, password)
    : undefined
}

const passwordFile = (home: string) => join(home, 'database-password')
const readPassword = (home: string) => readIfThere(passwordFile(home))?.trim()
const urlOf = (sockets: string, password: string) =>
  `postgresql://postgres:${password}@localhost/workernet?host=${encodeURIComponent(sockets)}`

async function prepareDatabase(site: Site, forTests: boolean, step: Step): Promise<void> {
  const { home, database, owner, binaries } = site
  if (!existsSync(database)) return step('Preparing the database', () => createDatabase(site, forTests))
  await stopLeftovers(database)
  owner.give(database)
  const version = readIfThere(join(database, 'PG_VERSION'))?.trim()
  if (version !== binaries.major) {
    throw new StartError(
      version
        ? `The database in ${database} was made by PostgreSQL ${version}, and this WorkerNet brings PostgreSQL ${binaries.major}: ` +
            'start it with the WorkerNet release that made it, or choose another folder with DATA_DIR=/path/to/folder.'
        : `The folder ${database} holds no PostgreSQL database: move it away, or choose another folder with DATA_DIR=/path/to/folder.`,
    )
  }
  if (readPassword(home)) return
  const password = newPassword()
  await sql(site, database, `alter role postgres password '${password}'`, [])
  writePrivate(passwordFile(home), password)
}

/** Made beside its place and moved there when whole: a start that was interrupted begins anew. */
async function createDatabase(site: Site, forTests: boolean): Promise<void> {
  const { home, database, owner, binaries } = site
  const draft = `${database}.new`
  await stopLeftovers(draft)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  owner.give(draft)
  // "trust" ends with the next line: no server has run by then.
  const choices = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin']
  const speed = forTests ? ['--no-sync'] : []
  await runToEnd(owner, binaries.initdb, [...choices, '--builtin-locale=C.UTF-8', ...speed, '-D', draft], home)
  writeFileSync(join(draft, 'pg_hba.conf'), 'local all all scram-sha-256\n')
  const password = newPassword()
  const first = `alter role postgres password '${password}';\ncreate database workernet;`
  await sql(site, draft, first, forTests ? ['-c', 'fsync=off'] : [])
  writePrivate(passwordFile(home), password)
  renameSync(draft, database)
}

/** Runs SQL without a server (PostgreSQL's single-user mode), one statement a line. */
function sql({ owner, binaries, home }: Site, database: string, text: string, args: string[]): Promise<void> {
  const lines = `${text}\n`
  return runToEnd(
    owner,
    binaries.postgres,
    ['--single', '-D', database, '-c', 'exit_on_error=on', ...args, 'postgres'],
    home,
    lines,
  )
}

const newPassword = () => randomBytes(24).toString('base64url')

// A socket's whole path may have 107 characters on Linux, 103 on macOS.
const LONGEST = 103 - '/wn-XXXXXX/.s.PGSQL.5432.lock'.length

function makeSocketFolder(owner: Owner): string {
  const parent = owner.temporaryFolders.find((folder) => folder.length <= LONGEST && existsSync(folder)) ?? '/tmp'
  try {
    const folder = mkdtempSync(join(parent, 'wn-'))
    owner.give(folder)
    return folder
  } catch (error) {
    throw folderProblem(error, parent)
  }
}

function removeSocketFolder(folder: string): void {
  if (/^wn-\w{6}$/.test(basename(folder))) rmSync(folder, { recursive: true, force: true })
}
