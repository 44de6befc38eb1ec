/** Shows how far a step is: `done` of `total`, in any unit, or a word. */
export type Report = (done: number | string, total?: number) => void

/** Where progress is written: the part of a stream that is needed, so that tests can watch. */
export type Screen = { isTTY?: boolean; columns?: number; write(text: string): unknown }

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/**
 * Shows long steps to the person who waits. A terminal has one line that moves while a step runs and stays, with its
 * duration, when it is done; a plain log gets one line a step when it is done, and one every 10 s while it takes long.
 * `quietMs`: a shorter step leaves no line at all.
 */
export function showProgress(screen: Screen = process.stderr, { quietMs = 0 } = {}) {
  return {
    /** Runs one step; `report` may tell how far it is. A failed step says so and fails on. */
    async step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
      const begun = performance.now()
      const seconds = () => (performance.now() - begun) / 1000
      const stop = screen.isTTY ? spin(screen, title, seconds) : tell(screen, title, seconds)
      try {
        const result = await work(stop.report)
        stop.end()
        if (performance.now() - begun >= quietMs) screen.write(`✓ ${title}, ${spoken(seconds())}\n`)
        return result
      } catch (error) {
        stop.end()
        screen.write(`✗ ${title}, ${spoken(seconds())}\n`)
        throw error
      }
    },
    line(text: string): void {
      screen.write(`${text}\n`)
    },
  }
}

/** `0.4 s`, `12 s`, `3 min 5 s`. */
export function spoken(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

function spin(screen: Screen, title: string, seconds: () => number) {
  const said = saying(seconds)
  let frame = 0
  const draw = () => {
    const line = `${FRAMES[frame++ % FRAMES.length]} ${title} …${said.words()}`
    screen.write(`\r\x1b[K${line.slice(0, (screen.columns ?? 80) - 1)}`)
  }
  draw()
  const timer = setInterval(draw, 100)
  return {
    report: said.report,
    end() {
      clearInterval(timer)
      screen.write('\r\x1b[K')
    },
  }
}

function tell(screen: Screen, title: string, seconds: () => number) {
  const said = saying(seconds)
  const timer = setInterval(() => screen.write(`${title} …${said.words()}\n`), 10_000)
  return { report: said.report, end: () => clearInterval(timer) }
}

/** What was reported last, in words: how far it is, and how fast and how much longer once that can be told. */
function saying(seconds: () => number): { report: Report; words: () => string } {
  let last: { done: number | string; total: number | undefined; at: number } | undefined
  let first: { done: number; at: number } | undefined
  return {
    report(done, total) {
      last = { done, total, at: seconds() }
      if (typeof done === 'number') first ??= { done, at: last.at }
    },
    words() {
      if (!last) return ` ${spoken(seconds())}`
      const { done, total, at } = last
      if (total === undefined) return ` ${done}, ${spoken(seconds())}`
      const rate = first && at - first.at >= 1 ? (Number(done) - first.done) / (at - first.at) : 0
      const left = (total - Number(done)) / rate - (seconds() - at)
      const pace = rate > 0 ? `${figure(rate)}/s, ${spoken(Math.max(0, left))} left` : spoken(seconds())
      return ` ${bar(Number(done), total)} ${figure(Number(done))} of ${figure(total)}, ${pace}`
    },
  }
}

function bar(done: number, total: number): string {
  const part = total > 0 ? Math.min(1, done / total) : 1
  return `${'█'.repeat(Math.round(part * 10)).padEnd(10, '░')} ${Math.floor(part * 100)} %`
}

const figure = (value: number) => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })
