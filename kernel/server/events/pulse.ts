/** Wakes a loop early: `ring` is cheap and may be called any number of times, `wait` resolves at the next ring or after `ms`. */
export type Pulse = { ring(): void; wait(ms: number): Promise<void> }

export function pulse(): Pulse {
  let rung = false
  let wake: (() => void) | null = null
  return {
    ring() {
      rung = true
      wake?.()
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      wake = null
      rung = false
    },
  }
}
