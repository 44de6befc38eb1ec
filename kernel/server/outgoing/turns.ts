/** Lets at most `most` pieces of work of one key run at a time; the others wait their turn in order. */
export function turns(most: number) {
  const running = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()

  function leave(key: string): void {
    const next = waiting.get(key)?.shift()
    if (next) return next()
    waiting.delete(key)
    const left = running.get(key)! - 1
    if (left > 0) running.set(key, left)
    else running.delete(key)
  }

  /** Waits for a turn and answers what ends it; rejects with the signal's reason when it is aborted before. */
  return function enter(key: string, signal: AbortSignal): Promise<() => void> {
    const now = running.get(key) ?? 0
    if (now < most) {
      running.set(key, now + 1)
      return Promise.resolve(once(() => leave(key)))
    }
    return new Promise((resolve, reject) => {
      const queue = waiting.get(key) ?? []
      waiting.set(key, queue)
      const begin = () => {
        signal.removeEventListener('abort', giveUp)
        resolve(once(() => leave(key)))
      }
      const giveUp = () => {
        const place = queue.indexOf(begin)
        if (place >= 0) queue.splice(place, 1)
        reject(signal.reason as Error)
      }
      queue.push(begin)
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}
