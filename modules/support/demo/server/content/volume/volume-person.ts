// Any number of people for load: the n-th is always the same.
import { englishNames, russianNames, uzbekNames } from './names.ts'
import { organisations } from './organisations.ts'
import { seeded, type Seeded } from './seeded.ts'
import { volumeLanguage, type VolumeLanguage } from './volume-ticket.ts'

export type VolumePerson = { name: string; language: VolumeLanguage; organisation: string | null }

/** The n-th person (n is a whole number from 0). Names repeat, as they do in life; two people in five have an organisation. */
export function volumePerson(n: number): VolumePerson {
  const random = seeded(n, 3)
  const language = volumeLanguage(random)
  const bank = { ru: russianNames, en: englishNames, uz: uzbekNames }[language]
  const woman = random.chance(0.5)
  const first = random.pick(woman ? bank.she : bank.he)
  const surname = random.pick(bank.surnames)
  const last =
    !woman || language === 'en' ? surname : language === 'ru' ? russianFeminine(surname) : uzbekFeminine(surname)
  return {
    name: `${first} ${last}`,
    language,
    organisation: random.chance(0.4) ? organisation(language, random) : null,
  }
}

/** Орлов → Орлова, Ильин → Ильина, Островский → Островская; surnames of other kinds (Ким, Шевченко) do not change. */
export function russianFeminine(surname: string): string {
  if (/([оеё]в|ин)$/.test(surname)) return `${surname}а`
  return surname.replace(/(ск|цк)ий$/, '$1ая')
}

/** Karimov → Karimova; surnames in -zoda do not change. */
export const uzbekFeminine = (surname: string): string => (/[oe]v$/.test(surname) ? `${surname}a` : surname)

function organisation(language: VolumeLanguage, random: Seeded): string {
  const { kinds, names } = organisations[language]
  const [kind, name] = [random.pick(kinds), random.pick(names)]
  return language === 'ru' ? `${kind} ${name}` : `${name} ${kind}`
}
