// Words of the board that are put together: names in several languages, days.
import type { Card, Language, Translate } from '#kernel/web/index.tsx'

/** The name in a language, else the one it was made with. */
export const nameIn = (card: Card | { name: string; names: unknown }, language: Language): string =>
  (card['names'] as Partial<Record<Language, string>> | undefined)?.[language] ?? String(card['name'])

/** Whole days in a stage; a deal that came there today has none yet. */
export const daysIn = (t: Translate, days: number): string =>
  days === 0 ? t('deals.days_none') : t('deals.days', { count: days })

/** The source of what is to be done next, by the deal's id. */
export const NEXT_TASK = 'deal.next_task'
