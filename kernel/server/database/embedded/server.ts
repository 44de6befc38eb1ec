import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readIfThere } from '../../machine/data-folder.ts'
import { endProcess } from '../../machine/processes.ts'
import { StartError } from '../../machine/start-error.ts'
import { stopLeftovers } from './leftovers.ts'
import { failure, launch, notYetFree, type Program } from './program.ts'
import { asArguments, serverSettings } from './settings.ts'
import type { Site } from './site.ts'

/** One run of the server, from its start to its end. */
export type Server = {
  pid: number
  /** Resolves with the reason, in words, when the server has ended, by itself or by `stop`. */
  ended: Promise<string>
  /** A fast, clean shutdown; after 30 s an immediate one, which the next start recovers from. */
  stop(): Promise<void>
}

type Choices = { forTests: boolean; log?: ((line: string) => void) | undefined }

// Recovery after a crash replays at most max_wal_size; a slow disk gets ten minutes for it.
const LONGEST_RECOVERY = 600_000
const TRIES = 10

/** Starts the server in a prepared site and waits until it takes connections. Throws a StartError when it cannot. */
export async function serve(site: Site, choices: Choices): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const args = ['-D', site.database, ...asArguments(serverSettings(site.sockets, choices.forTests))]
    const run = await launch(site.owner, site.binaries.postgres, args, { log: choices.log })
    if (await becameReady(site, run)) return asServer(run)
    if (attempt === TRIES || !notYetFree(run.tail)) throw failure(run.tail, site.home)
    await stopLeftovers(site.database)
    await sleep(200)
  }
}

/** Looks where pg_ctl looks too: the eighth line of the pid file. False when the program ended instead. */
async function becameReady({ database, sockets }: Site, run: Program): Promise<boolean> {
  let over = false
  void run.ended.then(() => (over = true))
  const until = Date.now() + LONGEST_RECOVERY
  while (!over) {
    const lines = readIfThere(join(database, 'postmaster.pid'))?.split('\n') ?? []
    const ready = Number(lines[0]) === run.pid && lines[7]?.trim() === 'ready'
    if (ready && existsSync(join(sockets, '.s.PGSQL.5432'))) return true
    if (Date.now() > until) {
      await stop(run)
      throw new StartError(
        `The database in ${database} is still recovering after ten minutes: check the disk, then start again.`,
      )
    }
    await sleep(10)
  }
  return false
}

function asServer(run: Program): Server {
  // For an exit of WorkerNet that did not stop it first, on systems that do not do it for us.
  const onExit = () => run.child.kill('SIGINT')
  process.once('exit', onExit)
  const ended = run.ended.then(({ code, signal }) => {
    process.removeListener('exit', onExit)
    return signal ? `it was ended by ${signal}` : `it exited with code ${code}: ${run.tail.at(-1) ?? ''}`
  })
  return { pid: run.pid, ended, stop: () => stop(run) }
}

async function stop(run: Program): Promise<void> {
  if (run.child.exitCode === null && run.child.signalCode === null) {
    await endProcess(run.pid, [
      ['SIGINT', 30_000],
      ['SIGQUIT', 5_000],
      ['SIGKILL', 2_000],
    ])
  }
  await run.ended
}
