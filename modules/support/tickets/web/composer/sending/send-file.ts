// One file on its way: small ones at once, larger ones in pieces that go on where a broken line left them.
import { type Call, type Out, Problem } from '#kernel/contract/index.ts'
import type { useUpload } from '#kernel/web/index.tsx'
import { files, uploads } from '#modules/platform/files/contract.ts'

type Stored = Out<typeof files.upload>
export type Means = { call: Call; upload: ReturnType<typeof useUpload> }
export type Watch = {
  onProgress: (share: number) => void
  /** The line is broken, or there again. */
  onWaiting: (isWaiting: boolean) => void
  signal: AbortSignal
  /** Milliseconds to wait before each new attempt; the last one again and again, `tries` times in all. */
  pauses?: readonly number[]
  tries?: number
}

/** Larger files go in pieces of this size, in bytes. */
export const PIECE = 2 * 1_048_576
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000, 15_000]
const TRIES = 60

/** Throws the refusal of the server; an AbortError when it was given up; `unreachable` after many vain attempts. */
export async function sendFile({ call, upload }: Means, file: File, watch: Watch): Promise<Stored> {
  const { onProgress, signal } = watch
  const name = file.name || 'file'
  if (file.size <= PIECE) {
    const whole = { name, body: file, type: file.type }
    return patiently(watch, () => upload(files.upload, whole, { onProgress, signal }))
  }
  const { id } = await patiently(watch, () => call(uploads.create, { name, size: file.size }))
  try {
    let offset = 0
    while (offset < file.size) {
      const at = offset
      const piece = file.slice(at, at + PIECE)
      const told = (share: number) => onProgress((at + share * piece.size) / file.size)
      offset = await patiently(watch, async (isAgain) => {
        // What arrived before the line broke need not be sent twice.
        if (isAgain) {
          const { received } = await call(uploads.get, { id })
          if (received !== at) return received
        }
        await upload(uploads.send, { id, offset: at, body: piece }, { onProgress: told, signal })
        return at + piece.size
      })
    }
    return await patiently(watch, () => call(files.get, { id }))
  } catch (error) {
    if (signal.aborted) void call(uploads.remove, { id }).catch(() => undefined)
    throw error
  }
}

/** A line that is broken, a server that starts anew or has no room for us at the moment. */
const mayPass = (error: unknown) => error instanceof Problem && [0, 429, 502, 503, 504].includes(error.status)

async function patiently<T>(
  { onWaiting, signal, pauses = PAUSES, tries = TRIES }: Watch,
  attempt: (isAgain: boolean) => Promise<T>,
): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      const done = await attempt(count > 0)
      if (count > 0) onWaiting(false)
      return done
    } catch (error) {
      // Somebody of ours sent these bytes already: the next attempt asks how far it has come.
      const goesOn = error instanceof Problem && error.code === 'file.offset'
      if (signal.aborted || !(mayPass(error) || goesOn) || count >= tries) throw error
      onWaiting(true)
      await pause(pauses[Math.min(count, pauses.length - 1)]!, signal)
    }
  }
}

/** Ends early when the browser says that the line is there again, or when the sending was given up. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer)
      removeEventListener('online', over)
      signal.removeEventListener('abort', over)
      if (signal.aborted) reject(new DOMException('given up', 'AbortError'))
      else resolve()
    }
    const timer = setTimeout(over, ms)
    addEventListener('online', over)
    signal.addEventListener('abort', over)
  })
}
