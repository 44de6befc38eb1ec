// What was searched for before, on this device, by this person; the newest first.

const KEPT = 6
const keyOf = (person: string) => `workernet.searched.${person}`

export function recentSearches(person: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, KEPT) : []
  } catch {
    return []
  }
}

export function rememberSearch(person: string, typed: string): void {
  const words = typed.trim()
  if (!words) return
  const others = recentSearches(person).filter((one) => one !== words && !words.startsWith(one))
  localStorage.setItem(keyOf(person), JSON.stringify([words, ...others].slice(0, KEPT)))
}
