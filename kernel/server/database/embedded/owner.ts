import { spawnSync, type SpawnOptions } from 'node:child_process'
import { chmodSync, chownSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartError } from '../../machine/start-error.ts'
import type { Binaries } from './binaries.ts'

type User = { uid: number; gid: number }

/** As whom PostgreSQL runs, how to start a program as that user, and how to give it a folder. */
export type Owner = {
  /** In words, for messages and tests: `self`, `uid 101`, `own namespace`. */
  how: string
  command(program: string, args: readonly string[]): { file: string; args: string[]; options: SpawnOptions }
  /** Makes `path` and all in it the property of that user; a folder gets mode 0700. */
  give(path: string): void
  /** Where its sockets may live. */
  temporaryFolders: string[]
}

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as himself. Root runs it as the user who owns the database
 * already, else as `postgres` or `nobody`; and when that user cannot reach the folder or the programs (under /root, say),
 * as root in a user namespace of its own, where it goes by another number.
 * `home` is the folder with the database inside, `database` the database's own folder, which need not exist yet.
 */
export function chooseOwner(binaries: Binaries, home: string, database: string): Owner {
  if (process.getuid?.() !== 0) {
    return {
      how: 'self',
      command: (program, args) => ({ file: program, args: [...args], options: {} }),
      give: (path) => give(path),
      temporaryFolders: [tmpdir(), '/tmp'],
    }
  }
  const users = [ownerOf(database), lookUp('postgres'), lookUp('nobody')].filter((user) => user !== undefined)
  const user = users.find((one) => reaches(one, binaries, home))
  if (user) {
    return {
      how: `uid ${user.uid}`,
      command: (program, args) => ({ file: program, args: [...args], options: user }),
      give: (path) => give(path, user),
      temporaryFolders: ['/tmp', tmpdir()],
    }
  }
  const namespace = ['--user', `--map-user=${users.at(-1)?.uid ?? 65534}`]
  if (spawnSync('unshare', [...namespace, binaries.postgres, '--version']).status !== 0) {
    throw new StartError(
      `PostgreSQL does not run as root, and no other user can reach ${home}: start WorkerNet as an ordinary user, ` +
        'or choose a folder outside /root with DATA_DIR=/path/to/folder.',
    )
  }
  return {
    how: 'own namespace',
    command: (program, args) => ({ file: 'unshare', args: [...namespace, program, ...args], options: {} }),
    give: (path) => give(path, { uid: 0, gid: 0 }),
    temporaryFolders: [tmpdir(), '/tmp'],
  }
}

function ownerOf(path: string): User | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined
}

function lookUp(name: string): User | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10),
  )
  return uid && gid !== undefined && Number.isFinite(gid) ? { uid, gid } : undefined
}

function reaches(user: User, { postgres, initdb }: Binaries, home: string): boolean {
  const script = 'test -x "$2" && test -x "$1" && "$0" --version'
  return spawnSync('sh', ['-c', script, postgres, initdb, home], { ...user, stdio: 'ignore', cwd: '/' }).status === 0
}

function give(path: string, user?: User): void {
  const stat = lstatSync(path)
  if (user && (stat.uid !== user.uid || stat.gid !== user.gid)) chownAll(path, user)
  if (stat.isDirectory() && (stat.mode & 0o777) !== 0o700) chmodSync(path, 0o700)
}

/** Contents first, the folder itself last: a change of owner that was interrupted is taken up again by the next start. */
function chownAll(path: string, user: User): void {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return
  if (stat.isDirectory()) for (const name of readdirSync(path)) chownAll(join(path, name), user)
  chownSync(path, user.uid, user.gid)
}
