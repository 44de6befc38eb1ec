// A file becomes clients: guessed, tried, written once whatever dies, and taken back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Readable } from 'node:stream'
import ExcelJS from 'exceljs'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { imports, type ImportRow } from '../contract.ts'
import { work, workPiece } from './work/work.ts'

let p: TestPlatform
let head: Call
let seller: Call
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  seller = p.as('acme', 'seller')
})
after(() => p.close())

const send = (text: string | Uint8Array, { by = head, name = 'people.csv' } = {}): Promise<ImportRow> =>
  by(imports.upload, { entity: 'client', name, body: Readable.from([Buffer.from(text as string)]) })
const go = (id: string) => work(p.running.platform, p.tenantId('acme'), id)
async function tried(text: string | Uint8Array, choices: object = {}, by = head): Promise<ImportRow> {
  const { id } = await send(text, { by })
  await by(imports.update, { id, ...choices })
  await by(imports.check, { id })
  await go(id)
  return by(imports.get, { id })
}
async function written(text: string, choices: object = {}, by = head): Promise<ImportRow> {
  const { id } = await tried(text, choices, by)
  await by(imports.run, { id })
  await go(id)
  return by(imports.get, { id })
}
const named = async (q: string) => (await head(clients.list, { q, limit: 200 })).items
const faultsOf = async (id: string, by = head) => {
  const answer = (await by(imports.faults, { id })) as RawAnswer
  return Buffer.concat(await (await answer.open()).toArray()).toString('utf8')
}

const sheet = 'Имя,Эл. почта,Телефон\r\nАнвар,anvar1@example.com,90 111 00 01\r\n'
test('a file of any encoding and delimiter is read by itself, and its columns find their fields', async () => {
  const cp1251 = Buffer.from(
    Array.from('ФИО;Почта;Телефон\nЗарина Каримова;zarina@example.com;+998901110002\n').map((letter) => {
      const code = letter.codePointAt(0)!
      return code >= 0x410 && code <= 0x44f ? code - 0x350 : code
    }),
  )
  const first = await send(cp1251)
  assert.deepEqual(first.format, { kind: 'csv', encoding: 'windows-1251', delimiter: ';', header: true })
  assert.deepEqual(first.mapping, ['name', 'email', 'phone'])
  assert.deepEqual(first.columns[0], { name: 'ФИО', samples: ['Зарина Каримова'] })
  const utf16 = await send(Buffer.from(`\uFEFF${sheet.replaceAll(',', '\t')}`, 'utf16le'))
  assert.deepEqual([utf16.format.encoding, utf16.format.delimiter], ['utf-16le', '\t'])
  assert.deepEqual(utf16.mapping, ['name', 'email', 'phone'])
  const quoted = await send('Ism,"Izoh"\n"Aliyev; Bobur","one\ntwo; ""three"""\n')
  assert.deepEqual(quoted.format.delimiter, ',')
  assert.deepEqual(quoted.columns[1]!.samples, ['one\ntwo; "three"'])
  const bare = await send('a,b\nX,who@example.com\n')
  assert.deepEqual(bare.mapping, [null, 'email'])
  const card = await send(
    'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dilnoza\r\n  Karimova\r\nTEL;VALUE=uri:tel:+998901110009\r\nitem1.EMAIL:d@example.com\r\nEND:VCARD\r\n',
    { name: 'book.vcf' },
  )
  assert.deepEqual(
    [card.format.kind, card.mapping[0], card.mapping[3], card.mapping[4]],
    ['vcard', 'name', 'email', 'phone'],
  )
  assert.deepEqual(card.columns[0]!.samples, ['Dilnoza Karimova'])
})

test('what is tried writes nothing; what was tried is written as it was said, and its faults are a file', async () => {
  const known = await head(clients.create, { name: 'Known', email: 'known@example.com', tags: ['old'] })
  const gone = await head(clients.create, { name: 'Gone', email: 'gone@example.com' })
  await head(clients.remove, { id: gone.id })
  await head(clients.create, { name: 'Other', phone: '901110099' })
  const text = [
    'Имя;Эл. почта;Телефон;Метки;Вид',
    'New One;new1@example.com;90 111 00 11;vip, gold;Компания',
    'Known Now;KNOWN@example.com;;fresh;',
    'Gone Now;gone@example.com;;;',
    'Twice;new1@example.com;;;',
    'Both;known@example.com;901110099;;',
    'Bad;not an address;;;',
    ';nameless@example.com;;;',
    '=cmd|calc;x@y;;;',
  ].join('\n')
  const run = await tried(text)
  assert.equal(run.state, 'checked', run.reason ?? '')
  const counts = { create: 1, update: 2, restore: 1, conflict: 1, error: 3 }
  assert.deepEqual([run.total, run.counts], [8, counts])
  assert.equal((await head(clients.get, { id: known.id })).name, 'Known')
  await head(imports.run, { id: run.id })
  await go(run.id)
  const over = await head(imports.get, { id: run.id })
  assert.deepEqual([over.state, over.done, over.counts], ['done', 8, counts])
  const now = await head(clients.get, { id: known.id })
  assert.deepEqual([now.name, now.tags], ['Known Now', ['old', 'fresh']])
  assert.equal((await head(clients.get, { id: gone.id })).name, 'Gone Now')
  const [made] = await named('new1@example.com')
  assert.deepEqual([made!.name, made!.kind, made!.phone], ['Twice', 'organisation', '+998901110011'])
  const file = await faultsOf(run.id)
  const lines = file.trim().split('\r\n')
  assert.equal(lines.length, 6)
  assert.match(lines[3]!, /^Bad,not an address,,,,7,Error,E-mail: /)
  assert.match(lines[5]!, /^'=cmd\|calc,/)

  await head(clients.update, { id: known.id, name: 'Changed since' })
  await head(imports.undo, { id: run.id })
  await go(run.id)
  const back = await head(imports.get, { id: run.id })
  assert.deepEqual([back.state, back.undone], ['undone', 3])
  const after = await head(clients.get, { id: known.id })
  assert.deepEqual([after.name, after.tags], ['Changed since', ['old']])
  await assert.rejects(head(clients.get, { id: gone.id }), { status: 404 })
  await assert.rejects(head(clients.get, { id: String(made!.id) }), { status: 404 })
  await assert.rejects(head(imports.undo, { id: run.id }), { status: 409 })
})

test('on a match: skip leaves alone, create makes another without what belongs to the first', async () => {
  await head(clients.create, { name: 'Match', email: 'match@example.com' })
  const text = 'name,email\nMatch Two,match@example.com\n'
  const skipped = await written(text, { on_match: 'skip' })
  assert.deepEqual(skipped.counts, { skip: 1 })
  const apart = await written(text, { on_match: 'create' })
  assert.deepEqual([apart.counts, apart.faults], [{ create: 1 }, 1])
  assert.deepEqual(new Set((await named('Match')).map(({ email }) => email)), new Set(['match@example.com', null]))
})

test('only who may, only their own, and of others’ clients nothing is changed or told', async () => {
  const hidden = await head(clients.create, {
    name: 'Hidden',
    email: 'hidden@example.com',
    owner: p.id('acme', 'sales_manager'),
  })
  const run = await written('name,email\nMine,hidden@example.com\nMine too,mine@example.com\n', {}, seller)
  assert.deepEqual(run.counts, { conflict: 1, create: 1 })
  assert.equal((await head(clients.get, { id: hidden.id })).name, 'Hidden')
  assert.equal((await named('mine@example.com'))[0]!.owner, p.id('acme', 'seller'))
  await assert.rejects(send('a\nb\n', { by: p.as('acme', 'agent') }), { status: 403 })
  await assert.rejects(p.as('acme', 'admin')(imports.get, { id: run.id }), { status: 404 })
  await assert.rejects(p.as('globex', 'sales_manager')(imports.faults, { id: run.id }), { status: 404 })
})

const many = (count: number, word: string) =>
  ['name,email,phone', ...Array.from({ length: count }, (_none, at) => `${word} ${at},${word}${at}@example.com,`)].join(
    '\n',
  )

test('a worker that dies loses its piece only, two at once write nothing twice, and what is stopped can be taken back', async () => {
  const run = await tried(many(1_200, 'kill'))
  assert.deepEqual([run.total, run.counts], [1_200, { create: 1_200 }])
  await head(imports.run, { id: run.id })
  const { platform } = p.running
  const tenant = p.tenantId('acme')
  await workPiece(platform, tenant, run.id)
  // Dies in the middle of a piece: everything of it is rolled back.
  const dying = {
    ...platform,
    within: (actor: never, meta: never, then: (context: never) => Promise<unknown>) =>
      platform.within(actor, meta, async (context) => {
        const done = await then(context as never)
        if ((meta as { cause?: string }).cause) throw new Error('killed')
        return done
      }),
  } as unknown as typeof platform
  await assert.rejects(workPiece(dying, tenant, run.id), /killed/)
  assert.equal((await head(imports.get, { id: run.id })).done, 1_000)
  const other = await p.beside()
  await Promise.all([work(platform, tenant, run.id), work(other.running.platform, tenant, run.id)])
  await other.stop()
  const over = await head(imports.get, { id: run.id })
  assert.deepEqual([over.state, over.counts], ['done', { create: 1_200 }])
  const count = () =>
    platform.database.tenant(tenant, 'read', async (db) => {
      const rows = await db
        .selectFrom('clients')
        .select('id')
        .where('name', 'like', 'kill %')
        .where('deleted_at', 'is', null)
        .execute()
      return rows.length
    })
  assert.equal(await count(), 1_200)
  await head(imports.undo, { id: run.id })
  await go(run.id)
  assert.deepEqual([(await head(imports.get, { id: run.id })).undone, await count()], [1_200, 0])

  const second = await tried(many(1_050, 'stop'))
  await head(imports.run, { id: second.id })
  await workPiece(platform, tenant, second.id)
  await head(imports.cancel, { id: second.id })
  await go(second.id)
  assert.deepEqual((({ state, done }) => [state, done])(await head(imports.get, { id: second.id })), [
    'cancelled',
    1_000,
  ])
})

test('somebody who writes the same client down meanwhile is found, not doubled', async () => {
  const run = await tried(many(300, 'race'))
  await head(imports.run, { id: run.id })
  const [done] = await Promise.all([
    go(run.id),
    ...[5, 150, 299].map((at) =>
      head(clients.create, { name: 'Form', email: `race${at}@example.com` }).catch(() => null),
    ),
  ])
  assert.equal(done, undefined)
  const { rows } = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', async (db) => ({
    rows: await db.selectFrom('clients').select('email').where('email', 'like', 'race%').execute(),
  }))
  assert.equal(rows.length, 300)
  assert.equal((await head(imports.get, { id: run.id })).done, 300)
})

test('a workbook is read by what its cells show: dates, long numbers, formulas and rich texts', async () => {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('Клиенты')
  sheet.addRow(['Имя', 'Телефон', 'ИНН', 'Примечание'])
  sheet.addRow(['Книга Первая', 998901230001, 301234599, new Date('2026-11-21T00:00:00Z')])
  sheet.addRow([
    { richText: [{ text: 'Книга ' }, { text: 'Вторая', font: { bold: true } }] },
    '+998 90 123-00-02',
    null,
    { formula: 'A2', result: 'из формулы' },
  ])
  sheet.addRow([])
  sheet.addRow(["'=Книга Третья", '', '', { text: 'ссылка', hyperlink: 'https://example.com' }])
  const { id } = await head(imports.upload, {
    entity: 'client',
    name: 'book.xlsx',
    body: Readable.from([Buffer.from(await book.xlsx.writeBuffer())]),
  })
  const begun = await head(imports.get, { id })
  assert.deepEqual([begun.format.kind, begun.mapping], ['xlsx', ['name', 'phone', 'tax_number', 'notes']])
  await head(imports.check, { id })
  await go(id)
  await head(imports.run, { id })
  await go(id)
  assert.deepEqual((await head(imports.get, { id })).counts, { create: 3 })
  const first = (await named('Книга Первая'))[0]!
  assert.deepEqual([first.phone, first.tax_number], ['+998901230001', '301234599'])
  assert.equal((await head(clients.get, { id: String(first.id) })).notes, '2026-11-21')
  assert.equal((await named('Книга Вторая'))[0]!.phone, '+998901230002')
  assert.equal((await named('Книга Третья'))[0]!.name, '=Книга Третья')
})
