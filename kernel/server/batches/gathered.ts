/**
 * Does a kind of work for many callers at once: what comes while it runs is done together by the next run, which begins after
 * the calls of all it does it for. A failure is everybody's whose work it was.
 */
export function gathered<T>(work: (all: readonly T[]) => Promise<void>): (some: readonly T[]) => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let next: { all: T[]; done: Promise<void> } | null = null
  return (some) => {
    if (!next) {
      const all: T[] = []
      const done = running.then(() => {
        next = null
        return work(all)
      })
      running = done.catch(() => {}) // Whoever asked hears of it.
      next = { all, done }
    }
    next.all.push(...some)
    return next.done
  }
}
