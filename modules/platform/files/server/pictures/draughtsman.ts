// The parent of `draw.ts`: starts it when there is work, ends it when there is none, when it dawdles, and begins anew.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Drawn, Order } from './draw.ts'

const PROGRAM = fileURLToPath(new URL('draw.ts', import.meta.url))
const TIME_MS = 30_000
const IDLE_MS = 10_000

export type Draughtsman = {
  /** Throws when the process died or took too long over it. */
  draw: (order: Omit<Order, 'id'>) => Promise<Drawn>
  stop: () => Promise<void>
}

/** One picture at a time. `memory` (bytes) and `timeMs` are limits of one picture. */
export function draughtsman({ memory, timeMs = TIME_MS }: { memory?: number; timeMs?: number } = {}): Draughtsman {
  let child: ChildProcess | null = null
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()
  let count = 0

  function started(): ChildProcess {
    if (child?.connected) return child
    const made = fork(PROGRAM, [], {
      // It may read, so as to load itself, and write where pictures are made; no network of ours, no other process.
      execArgv: [
        '--permission',
        '--allow-addons',
        '--allow-fs-read=*',
        `--allow-fs-write=${tmpdir()}/*`,
        '--no-warnings',
      ],
      env: {
        ...(memory ? { MOST_MEMORY: String(memory) } : {}),
        ...(process.env['PATH'] ? { PATH: process.env['PATH'] } : {}),
      },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    made.on('error', () => undefined)
    made.once('exit', () => {
      if (child === made) child = null
    })
    // A process that ends does not wait for it, and it ends with us.
    made.unref()
    made.channel?.unref()
    child = made
    return made
  }

  async function one(order: Omit<Order, 'id'>): Promise<Drawn> {
    clearTimeout(idle)
    const process = started()
    const id = (count += 1)
    process.ref()
    const late = setTimeout(() => process.kill('SIGKILL'), timeMs)
    try {
      return await new Promise<Drawn>((resolve, reject) => {
        const died = () => reject(new Error('the process that makes pictures died'))
        process.once('exit', died)
        process.on('message', function answered(drawn: Drawn) {
          if (drawn.id !== id) return
          process.off('message', answered).off('exit', died)
          resolve(drawn)
        })
        process.send({ ...order, id }, (error) => error && reject(error))
      })
    } finally {
      clearTimeout(late)
      process.unref()
      idle = setTimeout(() => process.kill('SIGKILL'), IDLE_MS).unref()
    }
  }

  return {
    draw(order) {
      const next = last.then(() => one(order))
      last = next.catch(() => undefined)
      return next
    },
    async stop() {
      clearTimeout(idle)
      const running = child
      if (!running || running.exitCode !== null) return
      running.kill('SIGKILL')
      await once(running, 'exit')
    },
  }
}
