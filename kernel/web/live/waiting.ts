// What changed in lists that somebody reads further down: it waits until they ask for it.
export function createWaitingRoom() {
  const held = new Map<string, number>()
  const records = new Map<string, Set<string>>()
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  return {
    /** Keeps the rows of a list where they are until the answer is called. Lists are named by the hash of their key. */
    hold(list: string): () => void {
      held.set(list, (held.get(list) ?? 0) + 1)
      return () => {
        const left = held.get(list)! - 1
        if (left > 0) held.set(list, left)
        else held.delete(list)
      }
    },
    isHeld: (list: string): boolean => held.has(list),
    add(list: string, record: string): void {
      const known = records.get(list) ?? new Set()
      if (known.has(record)) return
      records.set(list, known.add(record))
      tell()
    },
    count: (list: string): number => records.get(list)?.size ?? 0,
    forget(list: string): void {
      if (records.delete(list)) tell()
    },
    listen(listener: () => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
