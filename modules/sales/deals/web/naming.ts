// Names that tenants give in several languages.
import type { Card, Language } from '#kernel/web/index.tsx'

/** The name in a language, else the one it was made with. */
export const nameIn = (card: Card | { name: string; names: unknown }, language: Language): string =>
  (card['names'] as Partial<Record<Language, string>> | undefined)?.[language] ?? String(card['name'])
