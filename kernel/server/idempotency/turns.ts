// Requests with one key go one after another, so that those who wait for the first hold no connection to the database.

export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Work with the same key waits for its turn within this process. */
export function takingTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, turn)
    const over = () => void (last.get(key) === turn && last.delete(key))
    turn.then(over, over)
    return turn
  }
}
