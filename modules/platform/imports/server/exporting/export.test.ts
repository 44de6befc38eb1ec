// What is exported says of every record what an import would fill in: read back, nothing changes.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Readable } from 'node:stream'
import ExcelJS from 'exceljs'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { imports, type ImportRow } from '../../contract.ts'
import { work } from '../work/work.ts'

let p: TestPlatform
let head: Call
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  await p.as('acme', 'admin')(fields.create, {
    entity: 'client',
    key: 'size',
    type: 'number',
    labels: { ru: 'Размер', en: 'Size' },
  })
  await head(clients.create, {
    name: '=Опасное & "имя"',
    email: 'danger@example.com',
    phone: '+998901234567',
    tags: ['опт', 'vip'],
    notes: 'строка\nвторая; с «точкой», "кавычками"',
    consent: true,
    custom: { size: 12.5 },
  })
  await head(clients.create, { name: 'Без ничего', kind: 'organisation', owner: p.id('acme', 'seller') })
  await head(clients.create, { name: "-1+2'", tax_number: '301234567', stage: 'client' })
})
after(() => p.close())

const bytesOf = async (input: object, by = head): Promise<Buffer> => {
  const answer = (await by(clients.export, input as never)) as RawAnswer
  return Buffer.concat((await (await answer.open()).toArray()).map((chunk) => Buffer.from(chunk as Uint8Array)))
}
async function importedBack(bytes: Buffer, name: string): Promise<ImportRow> {
  const { id } = await head(imports.upload, { entity: 'client', name, body: Readable.from([bytes]) })
  await head(imports.check, { id })
  await work(p.running.platform, p.tenantId('acme'), id)
  return head(imports.get, { id })
}

for (const [name, how] of [
  ['people.csv', { format: 'csv' }],
  ['people;.csv', { format: 'csv', delimiter: 'semicolon', bom: false }],
  ['people-tab.csv', { format: 'csv', delimiter: 'tab' }],
  ['people.xlsx', { format: 'xlsx' }],
  ['people.vcf', { format: 'vcard', contacts: true }],
] as const)
  test(`an export as ${name}, imported again, changes nothing`, async () => {
    const run = await importedBack(await bytesOf(how), name)
    assert.equal(run.state, 'checked', run.reason ?? '')
    // Of an address book, columns that nobody fills stay without a field.
    assert.ok(
      run.mapping.every(
        (field, at) => field !== null || run.columns[at]!.samples.length === 0 || name === 'people.vcf',
      ),
      JSON.stringify([run.columns, run.mapping]),
    )
    assert.deepEqual([run.total, run.counts], [3, { same: 3 }])
  })

test('a workbook opens in a program for workbooks, with numbers as numbers and nothing that calculates', async () => {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await bytesOf({ format: 'xlsx' })) as never)
  const [sheet] = book.worksheets
  const titles = (sheet!.getRow(1).values as string[]).slice(1)
  const at = (title: string) => titles.indexOf(title) + 1
  assert.equal(sheet!.rowCount, 4)
  assert.equal(sheet!.getRow(2).getCell(at('Size')).value, 12.5)
  assert.equal(sheet!.getRow(2).getCell(at('Name')).value, `'=Опасное & "имя"`)
  assert.equal(sheet!.getRow(2).getCell(at('Phone')).value, '+998901234567')
})

test('cells that a spreadsheet would run are texts, and the mark for Excel is a matter of choice', async () => {
  const text = (await bytesOf({ format: 'csv', bom: false })).toString('utf8')
  assert.ok(!text.startsWith('\uFEFF'))
  assert.match(text, /"'=Опасное & ""имя"""/)
  assert.match(text, /'-1\+2'/)
  assert.ok((await bytesOf({ format: 'csv' })).toString('utf8').startsWith('\uFEFF'))
})

test('a filter narrows the file; roles see what they may, masked where they may not have it whole', async () => {
  const lines = (buffer: Buffer) => buffer.toString('utf8').trim().split('\r\n')
  assert.equal(lines(await bytesOf({ kind: 'organisation' })).length, 2)
  const masked = (await bytesOf({}, p.as('acme', 'analyst'))).toString('utf8')
  assert.doesNotMatch(masked, /danger@example|901234567|301234567|Без ничего/)
  assert.match(masked, /•••/)
  await assert.rejects(bytesOf({}, p.as('acme', 'seller')), { status: 403 })
  await assert.rejects(bytesOf({}, p.as('acme', 'agent')), { status: 403 })
  assert.equal(lines(await bytesOf({}, p.as('globex', 'sales_manager'))).length, 1)
})

test('an export is in the audit with its filter and how many records it handed out', async () => {
  await bytesOf({ stage: 'lead' })
  const entries = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db.selectFrom('audit_details').select(['facts', 'origin']).orderBy('position', 'desc').limit(20).execute(),
  )
  const found = entries.find(
    ({ facts }) => (JSON.parse(facts as string) as { action: string }).action === 'clients.export',
  )
  assert.equal((JSON.parse(found!['facts'] as string) as { count: number }).count, 2)
  assert.match(found!['origin'] as string, /"stage":"lead"/)
})

test('over HTTP the file comes without a length, with a name, and is shown by no page', async () => {
  const app = await p.edge()
  const headers = await p.signIn(app, 'acme', 'sales_manager')
  const answer = await app.inject({ url: '/api/clients/export?format=xlsx&stage=lead', headers })
  assert.equal(answer.statusCode, 200)
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename=".*\.xlsx"/)
  assert.equal(answer.headers['content-length'], undefined)
  assert.equal(answer.rawPayload.subarray(0, 2).toString(), 'PK')
})
