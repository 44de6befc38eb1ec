import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** A folder for a test file, reachable by every user of the machine. */
export function scratch(prefix: string): { root: string; path(name: string): string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), prefix))
  chmodSync(root, 0o755)
  return {
    root,
    path: (name) => join(root, name),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 20 }),
  }
}

/** Runs statements on one connection; answers the rows of the last. */
export async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  client.on('error', () => {}) // A server that is killed under it; the query itself fails as well.
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

export function killHard(pid: number): void {
  if (pid > 1) process.kill(pid, 'SIGKILL')
}

/** Waits until `condition` holds; fails after `patience` ms. */
export async function until(condition: () => boolean | Promise<boolean>, patience = 10_000): Promise<void> {
  const end = Date.now() + patience
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited ${patience} ms in vain for ${condition.toString()}`)
    await sleep(20)
  }
}

/** A child whose lines are read one by one; `next` fails when it ends first, with all it wrote. */
export function speaking(command: string, args: string[], options: SpawnOptions = {}) {
  const child: ChildProcess = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    lines,
    ended,
    async next(match: RegExp): Promise<string> {
      const found = () => lines.find((line) => match.test(line))
      await until(() => found() !== undefined || child.exitCode !== null || child.signalCode !== null, 30_000)
      await Promise.race([ended, sleep(found() ? 0 : 200)])
      const line = found()
      if (line === undefined) throw new Error(`ended without ${match}:\n${lines.join('\n')}`)
      return line
    },
  }
}
