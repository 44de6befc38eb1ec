import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Platform = {
  /** Address without a slash at the end. */
  url: string
  smtpPort: number
  /** Where it may fetch mail on this machine; nobody listens there yet. */
  imapPort: number
  dataDir: string
  pid: number
  /** All it has written so far. */
  output(): string
  /** Lets it end as an operator would (SIGTERM); removes a data folder that was made for it. */
  stop(): Promise<void>
  /** Ends it at once (SIGKILL) and leaves the data folder, for a next start on the same `dataDir`. */
  kill(): Promise<void>
}

/**
 * Starts the whole product as `npm start` does, on free ports or on `port`, with the demo data in a new folder or on `dataDir`, and waits
 * until it is ready. A folder that is empty begins as a copy of `E2E_SEEDED` where that is set, unless `fresh`. `env` sets further configuration.
 * Throws with its output when it ends before that.
 */
export async function startPlatform(
  options: { dataDir?: string; port?: number; env?: Record<string, string>; readyMs?: number; fresh?: boolean } = {},
): Promise<Platform> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'workernet-e2e-'))
  chmodSync(dataDir, 0o755) // PostgreSQL may run as another user.
  const { E2E_SEEDED } = process.env
  if (E2E_SEEDED && !options.fresh && readdirSync(dataDir).length === 0)
    cpSync(E2E_SEEDED, dataDir, { recursive: true })
  const [port, smtpPort] = [options.port ?? (await freePort()), await freePort()]
  const imapPort = await freePort()
  const { DATABASE_URL: _url, TEST_POSTGRES_URL: _test, NODE_TEST_CONTEXT: _context, ...inherited } = process.env
  const ours = {
    PORT: String(port),
    SMTP_IN_PORT: String(smtpPort),
    DATA_DIR: dataDir,
    RATE_LIMIT_ENABLED: 'false',
    UNDO_SEND_SECONDS: '0',
    OUTGOING_ALLOWLIST: `localhost:${imapPort}`,
  }
  const child = spawn(process.execPath, ['app/main.ts'], {
    env: { ...inherited, ...ours, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that failed leaves its product behind: it neither holds the test's process nor outlives it.
  left.add(child)
  const handles = [child, child.stdout, child.stderr] as unknown as { ref(): void; unref(): void }[]
  for (const handle of handles) handle.unref()
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  void ended.then(() => left.delete(child))
  const gone = () => child.exitCode !== null || child.signalCode !== null
  const forget = () => {
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
  }
  const end = async (signal: NodeJS.Signals, patienceMs: number) => {
    // Whoever waits for its end is held until then.
    for (const handle of handles) handle.ref()
    if (!gone()) child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    await ended
    clearTimeout(late)
  }

  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + (options.readyMs ?? 180_000)
  // A process without the role web answers nobody; it says that it is ready.
  const silent = options.env?.['ROLES'] !== undefined && !options.env['ROLES'].includes('web')
  const isReady = async () => (silent ? said.includes('WorkerNet is ready') : answers(`${url}/api/system/ready`))
  while (!(await isReady())) {
    if (!gone() && Date.now() < deadline) {
      await sleep(50)
      continue
    }
    const why = gone() ? `ended with ${child.exitCode ?? child.signalCode}` : 'was not ready in time'
    await end('SIGKILL', 0)
    forget()
    throw new Error(`app/main.ts ${why}:\n${said}`)
  }
  return {
    url,
    smtpPort,
    imapPort,
    dataDir,
    pid: child.pid!,
    output: () => said,
    async stop() {
      await end('SIGTERM', 20_000)
      forget()
    },
    kill: () => end('SIGKILL', 0),
  }
}

/**
 * The folder of a product that wrote its demo and was stopped, for `E2E_SEEDED`: those that start in a new folder begin with a
 * copy of it. To make the tables and the demo takes many times longer. Remove it yourself.
 */
export async function seededFolder(): Promise<string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-seeded-'))
  const platform = await startPlatform({ dataDir })
  await platform.stop()
  return dataDir
}

const left = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of left) child.kill('SIGKILL')
})

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null)
  await answer?.body?.cancel()
  return answer?.ok ?? false
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
