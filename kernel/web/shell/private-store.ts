// What one person keeps in this browser, and the next one must not find.

/** The beginning of every key of such things in the browser's storage: they are gone when the person signs out. */
export const PRIVATE = 'private:'

export function forgetPrivate(store: Pick<Storage, 'length' | 'key' | 'removeItem'>): void {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index))
  for (const key of keys) if (key?.startsWith(PRIVATE)) store.removeItem(key)
}
