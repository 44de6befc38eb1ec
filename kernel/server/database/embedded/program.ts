import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { diskFull, StartError, systemCode } from '../../machine/start-error.ts'
import type { Owner } from './owner.ts'

/** A program of PostgreSQL that was started, and what it said last. */
export type Program = {
  child: ChildProcess
  pid: number
  /** The last lines of its log, oldest first. */
  tail: string[]
  /** Resolves when it has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const TAIL = 40

// Nothing of the caller's environment (PGDATA, PGOPTIONS, locales …) reaches PostgreSQL.
const environment = () => ({ PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' })

/**
 * Starts a program of PostgreSQL as its owner, in a session of its own (Ctrl-C in the terminal is for WorkerNet, which stops
 * PostgreSQL itself, last). Where Linux offers it the program is told to stop when WorkerNet is killed.
 */
export async function launch(
  owner: Owner,
  program: string,
  args: readonly string[],
  { input, log }: { input?: string; log?: ((line: string) => void) | undefined } = {},
): Promise<Program> {
  const [first, ...rest] = [...dieWithParent(), program, ...args]
  const command = owner.command(first ?? program, rest)
  const child = spawn(command.file, command.args, {
    ...command.options,
    cwd: '/',
    env: environment(),
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const tail: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line)
      if (tail.length > TAIL) tail.shift()
      log?.(line)
    })
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(cannotRun(error, program)))
  })
  child.stdin?.on('error', () => {}) // It ended before it read all; its exit code says why.
  child.stdin?.end(input)
  return { child, pid: child.pid ?? 0, tail, ended }
}

/** Runs a program to its end; throws a StartError with its own reason when it fails. */
export async function runToEnd(
  owner: Owner,
  program: string,
  args: readonly string[],
  folder: string,
  input?: string,
): Promise<void> {
  const run = await launch(owner, program, args, input === undefined ? {} : { input })
  const { code } = await run.ended
  if (code !== 0) throw failure(run.tail, folder)
}

/** What PostgreSQL's last words mean for the person who starts it. */
export function failure(tail: readonly string[], folder: string): StartError {
  const text = tail.join('\n')
  const cause = new Error(text)
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(text))
    return new StartError(diskFull(folder), { cause })
  if (/could not map anonymous shared memory|Cannot allocate memory|out of memory/.test(text)) {
    return new StartError(
      'There is not enough free memory for the database (about 400 MB): close other programs and start again.',
      {
        cause,
      },
    )
  }
  if (/error while loading shared libraries|GLIBC_|not found \(required by/.test(text))
    return new StartError(foreignSystem(), { cause })
  const reason = tail.findLast((line) => /FATAL|PANIC|error:/i.test(line)) ?? tail.at(-1) ?? 'it gave no reason'
  return new StartError(
    `The embedded PostgreSQL in ${folder} did not start: ${reason.replace(/^.*?(FATAL|PANIC|error): */i, '')}. ` +
      'Set LOG_LEVEL=debug to see its whole log, or DATABASE_URL to use another server.',
    { cause },
  )
}

/** True when PostgreSQL refused because processes of the run before are not quite gone: worth another try. */
export function notYetFree(tail: readonly string[]): boolean {
  return /pre-existing shared memory block|lock file ".*" already exists/.test(tail.join('\n'))
}

function cannotRun(error: unknown, program: string): unknown {
  const code = systemCode(error)
  if (code === 'ENOENT' || code === 'ENOEXEC') return new StartError(foreignSystem(), { cause: error })
  if (code === 'EACCES')
    return new StartError(`WorkerNet may not run ${program}: run npm ci again as your own user.`, { cause: error })
  return error
}

function foreignSystem(): string {
  return (
    'The embedded PostgreSQL does not run on this system (it needs macOS, or a Linux with glibc): ' +
    'set DATABASE_URL to a PostgreSQL server of your own, 15 or newer.'
  )
}

let canDieWithParent: boolean | undefined

function dieWithParent(): string[] {
  const words = ['setpriv', '--pdeathsig', 'INT']
  canDieWithParent ??= process.platform === 'linux' && spawnSync('setpriv', [...words.slice(1), 'true']).status === 0
  return canDieWithParent ? words : []
}
