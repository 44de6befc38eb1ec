import { Worker } from 'node:worker_threads'
import type { ParsedMail } from './parsed-mail.ts'

export type ParseFailure = { reason: 'timeout' | 'memory' | 'unparsable'; detail: string }
export type ParseResult = { ok: true; mail: ParsedMail } | ({ ok: false } & ParseFailure)

export type MailParser = {
  /** Never rejects: a mail that cannot be read is a result. `timeoutMs` overrides the pool's. */
  parse(raw: Uint8Array, timeoutMs?: number): Promise<ParseResult>
  /** Stops the workers; mails still waiting or being read answer `unparsable`. */
  close(): Promise<void>
}

type Job = { raw: Uint8Array; timeoutMs: number; settle: (result: ParseResult) => void }
type Answer = { mail: ParsedMail } | { error: string }

/**
 * Reads mails in worker threads, each mail within a time and memory limit, so that a crafted mail
 * costs at most those and never the process. A worker that dies or hangs is replaced.
 *
 * @param options `workers` (1) run at the same time; `timeoutMs` (10,000) per mail, from the moment a
 *   worker takes it; `memoryMb` (192) heap of one worker, beside the bytes of the mail itself.
 */
export function mailParser(options: { workers?: number; timeoutMs?: number; memoryMb?: number } = {}): MailParser {
  const { workers = 1, timeoutMs = 10_000, memoryMb = 192 } = options
  const waiting: Job[] = []
  const idle: Worker[] = []
  const busy = new Map<Worker, Job>()
  let closed = false

  function next(): void {
    while (waiting.length > 0 && busy.size < workers) {
      const job = waiting.shift()
      if (job) read(idle.pop() ?? start(memoryMb), job)
    }
  }

  function read(worker: Worker, job: Job): void {
    const timer = setTimeout(() => lose(worker, { reason: 'timeout', detail: `${job.timeoutMs} ms` }), job.timeoutMs)
    busy.set(worker, {
      ...job,
      settle(result) {
        clearTimeout(timer)
        busy.delete(worker)
        worker.removeAllListeners()
        // An idle worker may still fail; without a listener that would end the process.
        worker.on('error', () => forget(worker)).on('exit', () => forget(worker))
        job.settle(result)
        next()
      },
    })
    worker.removeAllListeners()
    worker.ref()
    worker.on('message', (answer: Answer) => finish(worker, answer))
    worker.on('error', (error: Error & { code?: string }) => lose(worker, failure(error)))
    worker.on('messageerror', (error) => lose(worker, failure(error)))
    worker.on('exit', (code) => lose(worker, { reason: 'unparsable', detail: `worker left with ${code}` }))
    // A copy, because the caller's buffer may be a slice of a shared one.
    const copy = Uint8Array.from(job.raw)
    worker.postMessage(copy, [copy.buffer])
  }

  function finish(worker: Worker, answer: Answer): void {
    const job = busy.get(worker)
    idle.push(worker)
    worker.unref()
    job?.settle(
      'mail' in answer ? { ok: true, mail: answer.mail } : { ok: false, reason: 'unparsable', detail: answer.error },
    )
  }

  function lose(worker: Worker, why: ParseFailure): void {
    const job = busy.get(worker)
    job?.settle({ ok: false, ...why })
    void worker.terminate()
  }

  function forget(worker: Worker): void {
    const at = idle.indexOf(worker)
    if (at >= 0) idle.splice(at, 1)
  }

  return {
    parse(raw, limit = timeoutMs) {
      if (closed) return Promise.resolve({ ok: false, reason: 'unparsable', detail: 'parser closed' })
      return new Promise((settle) => {
        waiting.push({ raw, timeoutMs: limit, settle })
        next()
      })
    },
    async close() {
      closed = true
      const gone: ParseResult = { ok: false, reason: 'unparsable', detail: 'parser closed' }
      for (const job of waiting.splice(0)) job.settle(gone)
      const all = [...idle.splice(0), ...busy.keys()]
      for (const job of busy.values()) job.settle(gone)
      await Promise.all(all.map((worker) => worker.terminate()))
    },
  }
}

function start(memoryMb: number): Worker {
  return new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    // Nothing of the configuration (secrets) is reachable from a thread that reads strangers' bytes.
    env: {},
  })
}

function failure(error: Error & { code?: string }): ParseFailure {
  const memory =
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' || /allocation failed|invalid (string|array) length/i.test(error.message)
  return { reason: memory ? 'memory' : 'unparsable', detail: error.message }
}
