// Cards as other programs write them; what is read of whole files is in imports.test.ts.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { CARD_COLUMNS, readCards } from './vcard.ts'

async function first(...lines: string[]): Promise<Record<string, string>> {
  const rows = readCards(Readable.from([['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')]))
  await rows.next()
  const { cells } = (await rows.next()).value!
  return Object.fromEntries(CARD_COLUMNS.map((name, at) => [name, cells[at]!]))
}

test('a card without a name is called by its company, or by its address', async () => {
  assert.equal((await first('VERSION:3.0', 'N:;;;;', 'FN:', 'ORG:Silk Road;Sales', 'TEL:1'))['FN'], 'Silk Road, Sales')
  assert.equal((await first('VERSION:2.1', 'EMAIL;PREF:ann@example.com'))['FN'], 'ann@example.com')
  assert.equal((await first('VERSION:2.1', 'N:Doe;John', 'ORG:Acme'))['FN'], 'John Doe')
})

test('a number that is written as an address is read without what stands behind it', async () => {
  assert.equal(
    (await first('VERSION:4.0', 'FN:Ann', 'TEL;VALUE=uri;TYPE="voice,home":tel:+1-418-656-9254;ext=102'))['TEL'],
    '+1-418-656-9254',
  )
})
