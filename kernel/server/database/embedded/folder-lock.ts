import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readIfThere } from '../../machine/data-folder.ts'
import { processBirth } from '../../machine/processes.ts'
import { folderProblem, StartError, systemCode } from '../../machine/start-error.ts'

/** What stands in the lock: who holds it, and where its PostgreSQL listens once it does. */
export type Holder = { pid: number; birth: string; sockets: string }

const lockFile = (folder: string) => join(folder, 'in-use.json')

/**
 * Takes `folder` for this process, so that two WorkerNets never run one database. A lock whose process is gone is taken over;
 * `leftBehind` is then what it held. Throws a StartError while another process holds it.
 */
export function lockFolder(folder: string, sockets: string): { leftBehind?: Holder; release(): void } {
  const me: Holder = { pid: process.pid, birth: processBirth(process.pid) ?? '', sockets }
  const draft = `${lockFile(folder)}.${process.pid}`
  let leftBehind: Holder | undefined
  try {
    writeFileSync(draft, JSON.stringify(me))
    for (;;) {
      try {
        linkSync(draft, lockFile(folder))
        break
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error
      }
      leftBehind = clearStale(folder) ?? leftBehind
    }
  } catch (error) {
    throw folderProblem(error, folder)
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    ...(leftBehind && { leftBehind }),
    release() {
      const holder = readHolder(folder)
      if (holder?.sockets === sockets && holder.pid === process.pid) rmSync(lockFile(folder), { force: true })
    },
  }
}

/** Who holds the folder now; undefined when nobody does. */
export function holderOf(folder: string): Holder | undefined {
  const holder = readHolder(folder)
  return holder && processBirth(holder.pid) === holder.birth ? holder : undefined
}

function readHolder(folder: string): Holder | undefined {
  return parse(readIfThere(lockFile(folder)))
}

function clearStale(folder: string): Holder | undefined {
  const running = holderOf(folder)
  if (running) throw inUse(folder, running)
  // Moved away first: of two starts that see the same stale lock, one gets it; what was moved is looked at again, because
  // the other may have put its own fresh lock there meanwhile.
  const aside = `${lockFile(folder)}.stale-${process.pid}`
  try {
    renameSync(lockFile(folder), aside)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
  const holder = parse(readFileSync(aside, 'utf8'))
  const alive = holder && processBirth(holder.pid) === holder.birth
  if (alive) linkSync(aside, lockFile(folder))
  rmSync(aside)
  if (alive) throw inUse(folder, holder)
  return holder
}

function parse(text: string | undefined): Holder | undefined {
  try {
    return text ? (JSON.parse(text) as Holder) : undefined
  } catch {
    return undefined
  }
}

function inUse(folder: string, { pid }: Holder): StartError {
  return new StartError(
    `The folder ${folder} is in use by a WorkerNet that is already running (process ${pid}): stop that one, ` +
      'or start this one with a folder and a port of its own: DATA_DIR=./data-2 PORT=8001 npm start.',
  )
}
