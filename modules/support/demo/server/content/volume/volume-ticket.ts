// Any number of believable tickets for load: the n-th is always the same.
import type { DemoDeskKey } from '../demo-desk.ts'
import { acmeEn } from './acme-en.ts'
import { acmeRu } from './acme-ru.ts'
import { acmeUz } from './acme-uz.ts'
import { globexEn } from './globex-en.ts'
import { globexRu } from './globex-ru.ts'
import { globexUz } from './globex-uz.ts'
import { fill, type PhraseBank } from './phrases.ts'
import { seeded, type Seeded } from './seeded.ts'

export type VolumeLanguage = 'ru' | 'en' | 'uz'
export type VolumeTicket = {
  title: string
  description: string
  language: VolumeLanguage
  /** Key of a category of that desk. */
  category: string
}

export const phraseBanks: Record<DemoDeskKey, Record<VolumeLanguage, PhraseBank>> = {
  acme: { ru: acmeRu, en: acmeEn, uz: acmeUz },
  globex: { ru: globexRu, en: globexEn, uz: globexUz },
}

// A situation is as likely as it has titles, so that every title is.
const entries = (bank: PhraseBank) =>
  bank.situations.flatMap((situation) => situation.titles.map((title) => ({ situation, title })))
const titlesOf = Object.fromEntries(
  Object.entries(phraseBanks).map(([desk, banks]) => [
    desk,
    { ru: entries(banks.ru), en: entries(banks.en), uz: entries(banks.uz) },
  ]),
) as Record<DemoDeskKey, Record<VolumeLanguage, ReturnType<typeof entries>>>

/** The n-th ticket of a desk (n is a whole number from 0); about 55 % Russian, 26 % English, 19 % Uzbek. */
export function volumeTicket(n: number, desk: DemoDeskKey = 'acme'): VolumeTicket {
  const random = seeded(n, desk === 'acme' ? 1 : 2)
  const language = volumeLanguage(random)
  const bank = phraseBanks[desk][language]
  const { situation, title } = random.pick(titlesOf[desk][language])
  const told = new Map<string, string>()
  const say = (template: string) => capitalised(fill(template, bank.slots, random, told))
  const parts = [
    random.chance(0.7) ? say(random.pick(bank.openings)) : '',
    say(random.pick(situation.details)),
    random.chance(0.6) ? say(random.pick(bank.closings)) : '',
  ]
  return { title: say(title), description: parts.filter(Boolean).join('\n\n'), language, category: situation.category }
}

export function volumeLanguage(random: Seeded): VolumeLanguage {
  const share = random.whole(1, 100)
  return share <= 55 ? 'ru' : share <= 81 ? 'en' : 'uz'
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
