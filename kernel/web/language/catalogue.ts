// The shell's own texts, and the language to begin with.
import { isLanguage, type Language } from './languages.ts'

export const LANGUAGE_FILES: Record<Language, () => Promise<unknown>> = {
  ru: () => import('../../text/ru.json'),
  en: () => import('../../text/en.json'),
  uz: () => import('../../text/uz.json'),
  ar: () => import('../../text/ar.json'),
}

const KEPT = 'workernet.language'

/** Chosen on this device, else what the browser prefers, else what the page came in. */
export function firstLanguage(): Language {
  const candidates = [
    chosenLanguage(),
    ...navigator.languages.map((tag) => tag.split('-')[0]),
    document.documentElement.lang,
  ]
  return candidates.find(isLanguage) ?? 'en'
}

export function chosenLanguage(): Language | null {
  try {
    const kept = localStorage.getItem(KEPT)
    return isLanguage(kept) ? kept : null
  } catch {
    return null
  }
}

/** A cookie beside it lets the server send the next page in the right language and direction at once. */
export function keepLanguage(language: Language): void {
  document.cookie = `${KEPT}=${language}; path=/; max-age=31536000; samesite=strict`
  try {
    localStorage.setItem(KEPT, language)
  } catch {
    // A browser that keeps nothing is asked anew every time.
  }
}
