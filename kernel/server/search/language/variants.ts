// What somebody may have meant by the keys they pressed: another keyboard layout, another alphabet.
import { wordsOf } from './letters.ts'

export type How = 'layout' | 'alphabet'
export type Variant = { words: string[]; how: How }

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю'
// The Uzbek Cyrillic layout: ў and қ stand in the places of щ and ы, ғ and ҳ beside the digits.
const UZBEK_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.-="
const UZBEK = 'ёйцукенгшўзхъфқвапролджэячсмитьбюғҳ'

const mapOf = (from: string, to: string): ReadonlyMap<string, string> =>
  new Map(Array.from(from).map((key, index) => [key, Array.from(to)[index]!]))
const LAYOUTS = [mapOf(LATIN, RUSSIAN), mapOf(UZBEK_KEYS, UZBEK), mapOf(RUSSIAN, LATIN), mapOf(UZBEK, UZBEK_KEYS)]

/** No word: signs in the middle of Latin letters, as ў and х lie on the keys of signs. */
const TORN = /[a-z][[\];,]+[a-z]/

/** Longest first. */
const TO_RUSSIAN: readonly [string, string][] = [
  ['shch', 'щ'],
  ['sch', 'щ'],
  ['sh', 'ш'],
  ['ch', 'ч'],
  ['zh', 'ж'],
  ['kh', 'х'],
  ['ts', 'ц'],
  ['yo', 'е'],
  ['yu', 'ю'],
  ['ya', 'я'],
  ['ye', 'е'],
  ['ju', 'ю'],
  ['ja', 'я'],
  ['iy', 'ий'],
  ['yy', 'ый'],
  ['ck', 'к'],
  ...pairs('abvgdezijklmnoprstufhcyxqw', 'абвгдезийклмнопрстуфхцыхкв'),
]
const TO_UZBEK: readonly [string, string][] = [
  ['o‘', 'ў'],
  ['g‘', 'ғ'],
  ['sh', 'ш'],
  ['ch', 'ч'],
  ['ts', 'ц'],
  ['yo', 'е'],
  ['yu', 'ю'],
  ['ya', 'я'],
  ['ye', 'е'],
  ...pairs('abvgdezijklmnoprstufhyxqc', 'абвгдезижклмнопрстуфҳйхқс'),
]
const UNMARKED: readonly [string, string][] = [['o', 'ў'], ['g', 'ғ'], ...TO_UZBEK]
const FROM_CYRILLIC: readonly [string, string][] = [
  ['щ', 'shch'],
  ['ш', 'sh'],
  ['ч', 'ch'],
  ['ж', 'zh'],
  ['х', 'kh'],
  ['ц', 'ts'],
  ['ю', 'yu'],
  ['я', 'ya'],
  ['ё', 'yo'],
  ['ь', ''],
  ['ъ', ''],
  ...pairs('абвгдезийклмнопрстуфыэўғқҳ', 'abvgdeziyklmnoprstufyeogqh'),
]
const FROM_UZBEK: readonly [string, string][] = [['ж', 'j'], ['х', 'x'], ['й', 'y'], ['ц', 's'], ...FROM_CYRILLIC]
/** Names and brands are spelt more freely. */
const FROM_SOUND: readonly [string, string][] = [
  ['х', 'h'],
  ['й', 'i'],
  ['ж', 'j'],
  ['ц', 'c'],
  ['к', 'c'],
  ...FROM_CYRILLIC,
]

function pairs(from: string, to: string): [string, string][] {
  return Array.from(from).map((letter, index) => [letter, Array.from(to)[index]!])
}

function spell(word: string, table: readonly [string, string][]): string {
  let spelt = ''
  for (let at = 0; at < word.length;) {
    const [from, to] = table.find(([letters]) => word.startsWith(letters, at)) ?? [word[at]!, word[at]!]
    spelt += to
    at += from.length
  }
  return spelt
}

const APOSTROPHES = /['`\u00b4\u02bb\u02bc\u2018\u2019]/g

/** Other readings of a run of characters without spaces, the likelier first; none for digits and long runs. */
export function variantsOf(typed: string): Variant[] {
  const low = typed.normalize('NFC').toLowerCase()
  if (low.length > 40 || low.length < 2 || /\d/.test(low)) return []
  const own = wordsOf(low).join(' ')
  const found: Variant[] = []
  const add = (spelt: string, how: How) => {
    const words = wordsOf(spelt)
    const known = words.join(' ')
    if (words.length === 0 || words.length > 3 || known === own) return
    if (!found.some((one) => one.words.join(' ') === known)) found.push({ words, how })
  }
  const marked = low.replaceAll(APOSTROPHES, '‘')
  for (const layout of LAYOUTS) {
    const keys = Array.from(low, (key) => layout.get(key) ?? '')
    if (keys.every(Boolean) && !TORN.test(keys.join(''))) add(keys.join(''), 'layout')
  }
  if (/^[a-z‘-]+$/.test(marked)) {
    add(spell(marked.replaceAll('‘', ''), TO_RUSSIAN), 'alphabet')
    add(spell(marked, TO_UZBEK), 'alphabet')
    // Marks are often left out.
    if (/[og]/.test(marked)) add(spell(marked, UNMARKED), 'alphabet')
    if (/y/.test(marked)) add(spell(marked.replaceAll('‘', ''), [['y', 'й'], ...TO_RUSSIAN.slice(9)]), 'alphabet')
    if (/x/.test(marked)) add(spell(marked, [['x', 'кс'], ...TO_RUSSIAN]), 'alphabet')
  } else if (/^[\u0400-\u04ff-]+$/.test(low)) {
    for (const table of [FROM_CYRILLIC, FROM_UZBEK, FROM_SOUND]) add(spell(low, table), 'alphabet')
  }
  return found
}

const SUFFIXES =
  /(?:lar|ning|ni|ga|da|dan|dagi|ning|imiz|ingiz|im|ing|si|lari|miz|mi|cha|lik|siz|li|лар|нинг|ни|га|да|дан|даги|имиз|ингиз|им|инг|си|лари|миз|ми|ча|лик|сиз|ли|и|i)$/

/** The beginnings that an Uzbek word keeps when its endings go, longest first: `kassalarda` → kassalar, kassa. */
export function uzbekStems(word: string): string[] {
  const stems: string[] = []
  let rest = word
  for (let step = 0; step < 4; step++) {
    const shorter = rest.replace(SUFFIXES, '')
    if (shorter === rest || shorter.length < 4) break
    stems.push((rest = shorter))
  }
  return stems
}
