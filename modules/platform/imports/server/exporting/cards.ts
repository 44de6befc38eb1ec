// Records as an address book: vCard 3.0 (RFC 2426), which telephones of every kind read.
import { may } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Card, Exportable } from '#kernel/server/imports/exportable.ts'
import type { Column } from './columns.ts'
import type { ExportPage } from './open.ts'

type Cards = { pages: AsyncIterable<ExportPage>; contacts: boolean }

/** A card for each record, with those of its people behind it where they are asked for. */
export async function* cardsOf(
  context: Context,
  { card, clear }: Exportable,
  columns: readonly Column[],
  { pages, contacts }: Cards,
): AsyncGenerator<string> {
  if (!card) return
  const { platform, actor } = context
  const isWhole = may(actor, clear)
  for await (const { rows, cells } of pages) {
    const people =
      contacts && isWhole
        ? await platform.database.tenant(actor.tenant_id, 'read', (db) => card.people({ ...context, db }, rows))
        : new Map<string, readonly Card[]>()
    let text = ''
    for (const [at, row] of rows.entries()) {
      const said = (field: string) => String(cells[at]![columns.findIndex(({ name }) => name === field)] ?? '')
      text += cardText(row.id, card.of(row, said))
      for (const one of people.get(row.id) ?? []) text += cardText(one.id ?? row.id, one, row.id)
    }
    yield text
  }
}

/** One card; `ofRecord` marks a person who belongs to a record: an import leaves those out. */
export function cardText(id: string, card: Card, ofRecord?: string): string {
  const isOrganisation = card.kind === 'organisation'
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `UID:urn:uuid:${id}`,
    // By which an import here finds the record: programs give every card an UID of their own.
    ofRecord ? `X-CONTACT-OF:${ofRecord}` : `X-RECORD-ID:${id}`,
    `FN:${escaped(card.name)}`,
    // Nobody said which word is the family's: the whole name is given where telephones sort by.
    isOrganisation ? 'N:;;;;' : `N:${escaped(card.name)};;;;`,
    ...(isOrganisation ? [`ORG:${escaped(card.name)}`, 'X-ABSHOWAS:COMPANY'] : []),
    ...(card.company ? [`ORG:${escaped(card.company)}`] : []),
    ...(card.job ? [`TITLE:${escaped(card.job)}`] : []),
    ...(card.email ? [`EMAIL;TYPE=INTERNET:${escaped(card.email)}`] : []),
    ...(card.phone ? [`TEL;TYPE=${isOrganisation ? 'WORK' : 'CELL'}:${escaped(card.phone)}`] : []),
    ...(card.address ? [`ADR;TYPE=WORK:;;${escaped(card.address)};;;;`] : []),
    ...(card.note ? [`NOTE:${escaped(card.note)}`] : []),
    ...(card.tags && card.tags.length > 0 ? [`CATEGORIES:${card.tags.map(escaped).join(',')}`] : []),
    'END:VCARD',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('')
}

const escaped = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '')

const LONGEST_LINE = 75

/** A line in pieces of at most 75 bytes, no letter cut through; each further one begins with a blank. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= LONGEST_LINE) return line
  let text = ''
  let size = 0
  for (const letter of line) {
    const bytes = Buffer.byteLength(letter)
    if (size + bytes > LONGEST_LINE) {
      text += '\r\n '
      size = 1
    }
    text += letter
    size += bytes
  }
  return text
}
