// How phrase banks are written and how a template with slots becomes a sentence.
import type { Seeded } from './seeded.ts'

/** One thing that befalls customers. Titles and details may hold slots like `{address}`; any title of it goes with any detail of it. */
export type Situation = { category: string; titles: readonly string[]; details: readonly string[] }

/** All that one company's customers write in one language. Openings and closings frame a detail; either may be left out. */
export type PhraseBank = {
  openings: readonly string[]
  closings: readonly string[]
  situations: readonly Situation[]
  slots: Slots
}

/**
 * Fillers by slot name. A filler is never inflected: it is either a number, a name, or a phrase kept whole in the one case
 * its slot stands in, so that any combination agrees.
 */
export type Slots = Record<string, readonly string[] | ((random: Seeded) => string)>

/**
 * Fills every slot of a template; throws on a slot that the bank does not know. `told` keeps what a slot was filled with,
 * so that the account in a title is the account in its text.
 */
export function fill(template: string, slots: Slots, random: Seeded, told: Map<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const before = told.get(name)
    if (before !== undefined) return before
    const filler = slots[name]
    if (filler === undefined) throw new Error(`No filler for {${name}} in "${template}"`)
    const value = typeof filler === 'function' ? filler(random) : random.pick(filler)
    told.set(name, value)
    return value
  })
}

const grouped = (amount: number) => String(amount).replace(/\B(?=(\d{3})+$)/g, ' ')
const digits = (random: Seeded, count: number) => String(random.whole(0, 10 ** count - 1)).padStart(count, '0')

/** Slots that read the same in every language: numbers, models, codes. */
export const commonSlots = {
  account: (random) => `1004-${digits(random, 5)}`,
  invoice: (random) => `INV-00${random.whole(2000, 9999)}`,
  contract: (random) => `AT-${random.whole(100, 2999)}`,
  order: (random) => `GX-${random.whole(100000, 199999)}`,
  article: (random) => String(random.whole(10000, 39999)),
  receipt: (random) => digits(random, 6),
  transfer: (random) => `000-00${random.whole(1000, 9999)}`,
  extension: (random) => String(random.whole(100, 399)),
  store: (random) => String(random.whole(2, 24)),
  till: (random) => String(random.whole(1, 6)),
  count: (random) => String(random.whole(3, 96)),
  soum: (random) => grouped(random.whole(18, 960) * 1000),
  roubles: (random) => grouped(random.whole(190, 18900)),
  promised: ['50', '100', '200', '300', '500'],
  got: (random) => String(random.whole(2, 38)),
  ping: (random) => String(random.whole(90, 480)),
  loss: (random) => String(random.whole(2, 30)),
  time: (random) => `${random.whole(8, 22)}:${String(random.whole(0, 59)).padStart(2, '0')}`,
  dbm: (random) => `−${random.whole(27, 33)},${random.whole(0, 9)}`,
  router: [
    'Keenetic Hopper',
    'Keenetic Viva',
    'TP-Link Archer C6',
    'TP-Link Archer AX23',
    'MikroTik hAP ac²',
    'MikroTik hAP ax³',
    'Huawei AX3',
    'Xiaomi AX3000',
    'ZTE F670L',
    'Huawei HG8245H',
  ],
  phone: ['Yealink T31P', 'Yealink T33G', 'Grandstream GXP1625', 'Fanvil X3SP', 'Cisco SPA303', 'Snom D120'],
  kkm: ['АТОЛ 30Ф', 'АТОЛ 91Ф', 'Штрих-М-01Ф', 'Эвотор 7.3', 'Эвотор 10', 'Меркурий-115Ф'],
  scanner: ['Honeywell 1450g', 'Zebra DS2208', 'Mertech 2310', 'Datalogic QD2430'],
  printer: ['Zebra ZD220', 'Zebra ZT230', 'TSC TE200', 'Godex G500'],
  card: ['Uzcard', 'Humo', 'Visa', 'Mastercard'],
  code: ['0x8A', '0x51', 'E-104', 'E-217', '05', '91', '96', '-31050', '504'],
} satisfies Slots
