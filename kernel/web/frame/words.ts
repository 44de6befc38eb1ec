/** Every typed word must begin some word of the item. */
export function fitsWords(text: string, typed: string): boolean {
  const words = text.toLowerCase().split(/[\s/,.]+/)
  return typed
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)))
}
