/** The languages of the interface, each by its own name. */
export const LANGUAGES = { ru: 'Русский', en: 'English', uz: 'Oʻzbekcha', ar: 'العربية' } as const
export type Language = keyof typeof LANGUAGES

export const isLanguage = (text: unknown): text is Language => typeof text === 'string' && text in LANGUAGES
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')
