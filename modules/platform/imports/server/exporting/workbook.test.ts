// What no workbook can hold is refused, and what breaks off in its middle is told.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseLarge } from './open.ts'
import { workbook } from './workbook.ts'

const russian = { actor: { language: 'ru' } } as Parameters<typeof refuseLarge>[0]

test('a sheet takes what its format takes; of more it is said how many there are, and other files have no end', () => {
  refuseLarge(russian, { format: 'xlsx' }, 1_048_575)
  assert.throws(() => refuseLarge(russian, { format: 'xlsx' }, 1_048_576), {
    code: 'export_run.workbook_too_long',
    status: 422,
    params: { count: (1_048_576).toLocaleString('ru'), most: (1_048_575).toLocaleString('ru') },
  })
  refuseLarge(russian, { format: 'csv' }, 5_000_000)
  refuseLarge(russian, { format: 'vcard' }, 5_000_000)
})

test('rows that break off in the middle of a workbook break it off, and nothing else', async () => {
  async function* rows() {
    yield [['Name']]
    throw new Error('stopped')
  }
  await assert.rejects(Array.fromAsync(workbook('Clients', rows())), { message: 'stopped' })
})
