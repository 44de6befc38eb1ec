// People of a large desk, as rows: the staff it needs and any number of customers.
import { seeded } from '../content/volume/seeded.ts'
import { volumePerson } from '../content/volume/volume-person.ts'
import type { UserRow } from '../seeding/desk-records.ts'
import { stableId } from '../seeding/ids.ts'

/** One in fifty people works on the desk. */
export const STAFF_SHARE = 1 / 50

const DOMAINS = ['mail.example', 'post.example', 'office.example', 'home.example']
const LETTERS: Record<string, string> = Object.fromEntries(
  'а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ  ы y ь  э e ю yu я ya'
    .split(/ (?=[а-яё])/)
    .map((pair) => pair.split(' ') as [string, string]),
)

/** `Шерзод Алимов` → `sherzod.alimov`, as people make addresses of their names. */
export const addressOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[а-яё]/g, (letter) => LETTERS[letter] ?? '')
    .replaceAll(/\s+/g, '.')
    .replaceAll(/[^a-z.]/g, '')

type Kind = { role: 'client' } | { role: 'agent'; domain: string; teams: readonly string[] }

/** The `n`-th customer or agent of a tenant; people joined within the last two years before `now` (ms). */
export function volumeUser(slug: string, n: number, kind: Kind, now: number): UserRow {
  const random = seeded(n, 12)
  // Other tenants have other people.
  const person = volumePerson(n + Number.parseInt(stableId(slug).slice(0, 5), 16))
  const staff = kind.role === 'agent'
  const joined = new Date(now - random.whole(staff ? 600 : 1, 720) * 86_400_000).toISOString()
  return {
    id: stableId('volume', slug, kind.role, `${n}`),
    created_at: joined,
    updated_at: joined,
    name: person.name,
    email: `${addressOf(person.name)}.${n}@${staff ? kind.domain : random.pick(DOMAINS)}`,
    role: kind.role,
    language: person.language,
    organisation: staff ? null : person.organisation,
    phone: null,
    teams: staff ? [random.pick(kind.teams)] : [],
    is_active: true,
  }
}
