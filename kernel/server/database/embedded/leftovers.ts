import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readIfThere } from '../../machine/data-folder.ts'
import { commandLine, endProcess, workingFolder } from '../../machine/processes.ts'
import { StartError, systemCode } from '../../machine/start-error.ts'

const GENTLY = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 2_000],
] as const

/**
 * Stops what an earlier run left of the server in `database` (its postmaster, or the children of a killed one) and removes
 * its pid file. To be called while holding the folder's lock, so nothing that WorkerNet still needs is running.
 */
export async function stopLeftovers(database: string): Promise<void> {
  const pidFile = join(database, 'postmaster.pid')
  try {
    const pid = Number.parseInt(readIfThere(pidFile) ?? '', 10)
    if (pid > 0 && isPostmaster(pid, database)) await endProcess(pid, GENTLY)
    for (const child of processesIn(database)) await endProcess(child, GENTLY.slice(1))
  } catch (error) {
    if (systemCode(error) !== 'EPERM') throw error
    throw new StartError(
      `The database in ${database} is in use by a PostgreSQL of another user: stop it, or choose another folder with DATA_DIR=/path/to/folder.`,
      { cause: error },
    )
  }
  // The number in it may belong to an unrelated process by now (after a reboot, or in a new container); PostgreSQL would
  // then refuse to start.
  rmSync(pidFile, { force: true })
}

function isPostmaster(pid: number, database: string): boolean {
  const words = commandLine(pid)
  return words !== undefined && words.includes('postgres') && words.includes(database)
}

/** What works in the database's folder or was started for it (initdb); Linux only. */
function processesIn(database: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && belongsTo(pid, database))
}

function belongsTo(pid: number, database: string): boolean {
  const words = commandLine(pid)
  if (!words || !/^\S*(postgres|initdb)\b|\/(postgres|initdb) /.test(words)) return false
  return workingFolder(pid) === database || words.includes(` -D ${database} `)
}
