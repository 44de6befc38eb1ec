// Address books: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), one row for each card.
import type { ReadRow } from './read.ts'

/** The columns that cards are read into; several numbers or addresses of a kind are columns of their own. */
export const CARD_COLUMNS = [
  'FN',
  'ORG',
  'TITLE',
  'EMAIL',
  'TEL',
  'ADR',
  'NOTE',
  'CATEGORIES',
  'EMAIL 2',
  'TEL 2',
  // Of cards that were exported here.
  'RECORD ID',
] as const
type Columns = (typeof CARD_COLUMNS)[number]

type Property = { name: string; params: string; value: string }

export async function* readCards(text: AsyncIterable<string>): AsyncGenerator<ReadRow> {
  yield { line: 1, cells: [...CARD_COLUMNS] }
  let card: Property[] | null = null
  let begins = 0
  for await (const { line, at } of unfolded(text)) {
    const property = propertyOf(line)
    if (!property) continue
    const said = property.value.trim().toUpperCase()
    if (property.name === 'BEGIN' && said === 'VCARD') {
      card = []
      begins = at
    } else if (property.name === 'END' && said === 'VCARD') {
      // A person who belongs to a record that was exported here is none of its own.
      if (card && !card.some(({ name }) => name === 'X-CONTACT-OF')) yield { line: begins + 1, cells: rowOf(card) }
      card = null
    } else card?.push(property)
  }
}

/** Logical lines with the number of the line where they begin, from 0: a line that begins with a blank goes on the one before. */
async function* unfolded(text: AsyncIterable<string>): AsyncGenerator<{ line: string; at: number }> {
  let held: { line: string; at: number } | null = null
  let number = 0
  for await (const line of lines(text)) {
    const goesOn: boolean = held !== null && (/^[ \t]/.test(line) || isSoft(held.line))
    if (goesOn)
      held!.line = isSoft(held!.line) ? held!.line.slice(0, -1) + line.trimStart() : held!.line + line.slice(1)
    else {
      if (held) yield held
      held = { line: number === 0 ? line.replace(/^\uFEFF/, '') : line, at: number }
    }
    number += 1
  }
  if (held) yield held
}

/** A soft line break of vCard 2.1. */
const isSoft = (line: string) => /QUOTED-PRINTABLE/i.test(line) && line.endsWith('=')

async function* lines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of text) {
    const parts = (rest + chunk).split(/\r?\n/)
    rest = parts.pop()!
    yield* parts
  }
  if (rest) yield rest
}

function propertyOf(line: string): Property | null {
  const found = /^(?:[\w-]+\.)?([\w-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)*):(.*)$/s.exec(line)
  return found && { name: found[1]!.toUpperCase(), params: found[2]!, value: found[3]! }
}

function rowOf(card: readonly Property[]): string[] {
  const all = (name: string) =>
    card
      .filter((one) => one.name === name)
      .map(valueOf)
      .filter((value) => value !== '')
  const names = all('N')[0]?.split('\u0001') ?? []
  const full = all('FN')[0] ?? [names[1], names[2], names[0]].filter(Boolean).join(' ')
  const [email = '', second = ''] = all('EMAIL')
  // As an address of RFC 3966 a number has parameters behind it.
  const [tel = '', other = ''] = all('TEL').map((value) => value.replace(/^tel:/i, '').replace(/;.*$/s, ''))
  const spread = (value = '') => value.split('\u0001').filter(Boolean).join(', ')
  const cells: Record<Columns, string> = {
    // Telephones keep companies by their name only, and mail programs people by their address.
    FN: full.replaceAll('\u0001', ' ').trim() || spread(all('ORG')[0]) || email,
    ORG: spread(all('ORG')[0]),
    TITLE: all('TITLE')[0] ?? '',
    EMAIL: email,
    TEL: tel,
    ADR: spread(all('ADR')[0]),
    NOTE: all('NOTE').join('\n'),
    CATEGORIES: all('CATEGORIES').join(','),
    'EMAIL 2': second,
    'TEL 2': other,
    'RECORD ID': all('X-RECORD-ID')[0] ?? '',
  }
  return CARD_COLUMNS.map((name) => cells[name])
}

/** A value without its escapes; the parts of a structured one apart by U+0001. */
function valueOf({ name, params, value }: Property): string {
  const plain = /QUOTED-PRINTABLE/i.test(params) ? unquoted(value) : value
  const isParted = name === 'N' || name === 'ORG' || name === 'ADR'
  // In one go: what an escaped backslash stands before is no escape.
  return plain
    .replaceAll(/\\(.)|;/gs, (mark, letter?: string) => {
      if (letter === undefined) return isParted ? '\u0001' : mark
      return /n/i.test(letter) ? '\n' : /[,;:\\]/.test(letter) ? letter : mark
    })
    .trim()
}

const unquoted = (value: string): string =>
  Buffer.from(
    value.replaceAll(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
