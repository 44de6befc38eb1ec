// Drawing off the main thread, one sheet at a time, within limits of time, memory and how many wait.
import { Worker } from 'node:worker_threads'
import { conflict } from '#kernel/contract/index.ts'
import type { Sheet } from './sheet.ts'

const LONGEST_MS = 20_000
const MEMORY_MB = 192
const MOST_WAITING = 20

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** The PDF of a sheet. Throws 409 `quote.busy` while too many wait, an error for one that is not done in time. */
export async function drawn(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  if (waiting >= MOST_WAITING) throw conflict('quote.busy')
  waiting += 1
  const mine = last.then(() => inThread(sheet))
  last = mine.catch(() => undefined)
  try {
    return await mine
  } finally {
    waiting -= 1
  }
}

function inThread(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), {
      workerData: sheet,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    const tooLong = setTimeout(() => {
      void worker.terminate()
      reject(new Error('a sheet was not drawn in time'))
    }, LONGEST_MS)
    worker.once('message', (bytes: Uint8Array<ArrayBuffer>) => {
      clearTimeout(tooLong)
      resolve(bytes)
    })
    worker.once('error', (error) => {
      clearTimeout(tooLong)
      reject(error)
    })
  })
}
