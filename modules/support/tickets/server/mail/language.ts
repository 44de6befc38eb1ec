// In which language to answer somebody of whom nothing is known but one mail.

type Language = 'ru' | 'en' | 'uz' | 'ar'

const ENOUGH = 4_000
/** Letters that Uzbek has in Cyrillic and Russian has not. */
const UZBEK_CYRILLIC = /[ўқғҳ]/giu
/** Words and letters by which Uzbek in Latin is known; the apostrophes are those that people type. */
const UZBEK_LATIN =
  /\b(?:va|bilan|uchun|emas|kerak|iltimos|salom|assalomu|alaykum|rahmat|qanday|nima|yoʻq|bor|edi|mumkin|yordam|hurmatli|menga|bizga|sizga)\b|[og][ʻʼ‘’'`](?=\p{L}|\b)/giu

/** Guesses the language of a text; English where nothing speaks for another. */
export function languageOf(text: string): Language {
  const sample = text.slice(0, ENOUGH)
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0
  const latin = count(/[a-z]/giu)
  const cyrillic = count(/\p{Script=Cyrillic}/gu)
  const arabic = count(/\p{Script=Arabic}/gu)
  if (arabic > latin && arabic > cyrillic) return 'ar'
  // Names of programs and addresses are Latin in any language.
  if (cyrillic * 2 > latin && cyrillic > 0) return count(UZBEK_CYRILLIC) * 20 > cyrillic ? 'uz' : 'ru'
  const words = count(/\p{L}+/gu)
  return count(UZBEK_LATIN) * 12 > words && words > 0 ? 'uz' : 'en'
}
