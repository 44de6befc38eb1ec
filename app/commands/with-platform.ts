// The database a command works on, whether or not WorkerNet is running on it.
import { Problem } from '#kernel/contract/index.ts'
import { type Config, loadConfig } from '#kernel/server/config.ts'
import { runningPostgres, startPostgres } from '#kernel/server/database/embedded.ts'
import { checkServer } from '#kernel/server/database/outside.ts'
import { isUnreachable } from '#kernel/server/database/pool.ts'
import { describe } from '#kernel/server/http/problems.ts'
import { openLog } from '#kernel/server/log.ts'
import { diskFull, StartError, systemCode } from '#kernel/server/machine/start-error.ts'
import { openPlatform, type Running } from '#kernel/server/platform.ts'
import { showProgress } from '../boot/progress.ts'
import { serverModules } from '../server-modules.ts'

export type Opened = {
  config: Config
  running: Running
  /** Where the database is, as the owner of its tables. */
  url: string
  /** What was migrated on opening. */
  migrated: readonly string[]
  step: ReturnType<typeof showProgress>['step']
  /** Aborts at the first Ctrl-C or SIGTERM; the second one ends the process. */
  signal: AbortSignal
}

/**
 * Opens the platform for one command and closes it afterwards: on DATABASE_URL, on the embedded database of a WorkerNet that
 * is running, or on the embedded database started for as long as the command runs. Refusals become StartErrors.
 */
export async function withPlatform<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const config = loadConfig()
  const { step } = showProgress(process.stderr, { quietMs: 200 })
  const { signal, release } = listenForEnd()
  try {
    const { url, stop } = await findDatabase(config, step)
    try {
      const migrated: string[] = []
      const running = await openPlatform({
        config,
        log: openLog('error'),
        url,
        modules: serverModules,
        report: (name) => void migrated.push(name),
      })
      try {
        return await work({ config, running, url, migrated, step, signal })
      } catch (error) {
        throw error instanceof Problem ? sentence(error, running) : reasonOf(error, config)
      } finally {
        await running.stop()
      }
    } finally {
      await stop()
    }
  } finally {
    release()
  }
}

async function findDatabase(
  config: Config,
  step: Opened['step'],
): Promise<{ url: string; stop: () => Promise<void> | void }> {
  if (config.database.url) {
    await checkServer(config.database.url)
    return { url: config.database.url, stop: () => {} }
  }
  const beside = runningPostgres(config.dataDir)
  if (beside) return { url: beside, stop: () => {} }
  return startPostgres({ dataDir: config.dataDir, step })
}

function sentence(problem: Problem, { platform }: Running): StartError {
  const { detail, errors = [] } = describe(problem, 'en', '', platform.texts)
  const reasons = errors.map(({ pointer, message }) => `${pointer.slice(1)}: ${message}`)
  return new StartError(reasons.length > 0 ? `${reasons.join('. ')}.` : detail, { cause: problem })
}

function reasonOf(error: unknown, { dataDir, database }: Config): unknown {
  if (systemCode(error) === '53100')
    return new StartError(database.url ? 'The disk of the database is full.' : diskFull(dataDir), { cause: error })
  if (isUnreachable(error))
    return new StartError('The database went away in the middle: run the command again when it is back.', {
      cause: error,
    })
  return error
}

// A terminal sends Ctrl-C to every process of the command, and npx and its launcher pass it on: that is still one.
const ECHO_MS = 500

function listenForEnd(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  let first = 0
  const hear = () => {
    if (controller.signal.aborted && Date.now() - first > ECHO_MS) process.exit(130)
    first ||= Date.now()
    controller.abort()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.on(name, hear)
  return {
    signal: controller.signal,
    release: () => signals.forEach((name) => process.off(name, hear)),
  }
}
