// What is drawn is read back by another engine, with every letter and every figure.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { sheetOf } from '../sheet.ts'
import { draw } from './draw.ts'
import { facesOf } from './fonts.ts'
import { levelsOf, runsOf } from './runs.ts'

const offer = {
  language: 'ru' as const,
  number: 7,
  issued_on: '2026-11-21',
  valid_until: '2026-12-05',
  organisation: 'Acme',
  client: 'ООО «Ромашка»',
  contact: 'Анна',
  author: 'Борис',
  title: 'Внедрение',
  lines: [
    { name: 'Лицензия', quantity: 2.5, price: 100_050, discount: 10 },
    { name: 'Oʻrnatish va oʻgʻitish', quantity: 1, price: 1, discount: 0 },
  ],
  tax_included: true,
  amount: 225_114,
  currency: 'RUB',
  terms: 'Оплата в течение пяти дней.',
}
const say = (key: string, params: Record<string, unknown> = {}) => [key, ...Object.values(params)].join(' ')
async function read(bytes: Uint8Array): Promise<{ text: string; pages: number }> {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const { text, totalPages } = await extractText(document, { mergePages: true })
  return { text: text.replaceAll('\u00A0', ' '), pages: totalPages }
}

test('a quote is one page with its lines, discounts and total as the language writes them', async () => {
  const bytes = await draw(sheetOf(offer, say))
  const { text, pages } = await read(bytes)
  assert.equal(pages, 1)
  for (const wanted of [
    'Acme',
    'ООО «Ромашка»',
    '21 ноября 2026 г.',
    '5 декабря 2026 г.',
    'Лицензия',
    '2,5',
    '1 000,50 ₽',
    '10 %',
    '2 251,13 ₽',
    'Oʻrnatish va oʻgʻitish',
    '2 251,14 ₽',
    '2 501,26 ₽',
    'Оплата в течение пяти дней.',
  ])
    assert.ok(text.includes(wanted), `${wanted} in ${text}`)
  const { info } = await getMeta(await getDocumentProxy(new Uint8Array(bytes)))
  assert.equal(info['Title'], 'quote.heading 7')
})

test('taxes stand with their rate at each line, and with their sum below: within the total, or before it', async () => {
  const lines = [
    { name: 'Лицензия', quantity: 1, price: 112_000, discount: 0, tax: 12 },
    { name: 'Книга', quantity: 1, price: 10_000, discount: 0, tax: 0 },
    { name: 'Прочее', quantity: 1, price: 1_000, discount: 0 },
  ]
  const within = await read(await draw(sheetOf({ ...offer, lines, amount: 123_000 }, say)))
  for (const wanted of ['quote.tax', '12 %', 'quote.tax_within 12 %', '120,00 ₽', 'quote.tax_within 0 %', '1 230,00 ₽'])
    assert.ok(within.text.includes(wanted), `${wanted} in ${within.text}`)
  const onTop = await read(await draw(sheetOf({ ...offer, lines, tax_included: false, amount: 136_440 }, say)))
  for (const wanted of ['quote.net', '1 230,00 ₽', 'quote.tax_of 12 %', '134,40 ₽', '1 364,40 ₽'])
    assert.ok(onTop.text.includes(wanted), `${wanted} in ${onTop.text}`)
  assert.ok(!onTop.text.includes('quote.tax_within') && !onTop.text.includes('quote.off'))
})

test('an amount stands on one line, however long the names beside it are', async () => {
  const name = 'Прокладка кабеля и настройка оборудования '.repeat(3)
  const lines = [{ name, quantity: 12, price: 28_800_000_00, discount: 10, tax: 12 }]
  for (const currency of ['UZS', 'USD']) {
    const { text } = await read(await draw(sheetOf({ ...offer, lines, currency, amount: 311_040_000_00 }, say)))
    const word = currency === 'UZS' ? 'сум' : '$'
    for (const wanted of [`28 800 000,00 ${word}`, `311 040 000,00 ${word}`])
      assert.ok(text.includes(wanted), `${wanted} in ${text}`)
  }
})

test('amounts of the country are written with the word for its money, to the last figure', async () => {
  const words = { ru: '2 251,14 сум', uz: '2 251,14 soʻm', en: 'UZS 2,251.14' } as const
  for (const language of ['ru', 'uz', 'en'] as const) {
    const { text } = await read(await draw(sheetOf({ ...offer, language, currency: 'UZS' }, say)))
    assert.ok(text.includes(words[language]), `${words[language]} in ${text}`)
  }
})

test('the most lines with the longest names go over several pages, and none is lost', async () => {
  const lines = Array.from({ length: 100 }, (_none, at) => ({
    name: `Позиция${at} ${'Ж'.repeat(180)}`,
    quantity: 1,
    price: 1_000_000_000_000,
    discount: 0,
  }))
  const { text, pages } = await read(await draw(sheetOf({ ...offer, lines, terms: 'х '.repeat(1_000) }, say)))
  assert.ok(pages > 3 && pages < 40, String(pages))
  for (let at = 0; at < 100; at++) assert.match(text, new RegExp(`Позиция${at}\\s`))
  assert.ok(text.includes(`quote.page ${pages} ${pages}`))
})

test('hostile text is drawn as text and breaks nothing', async () => {
  const name = '\u202Eevil\u202C (a) \uD83D\uDE00 \u0000 中文 עברית'.toWellFormed().replaceAll('\u0000', '')
  const { pages } = await read(await draw(sheetOf({ ...offer, client: name, title: '', contact: '\n\n' }, say)))
  assert.equal(pages, 1)
})

test('Arabic runs from the right, its figures and Latin words from the left, brackets turned', () => {
  const shown = (text: string) =>
    runsOf(text, levelsOf(text, true), [0, text.length], facesOf(400))
      .map((run) => run.text.trim())
      .filter(Boolean)
  // Drawn from the left: what is read first stands last.
  assert.deepEqual(shown('عرض 12 سعر'), ['سعر', '12', 'عرض'])
  assert.deepEqual(shown('شركة Acme Ltd'), ['Acme Ltd', 'شركة'])
  assert.equal(shown('شركة (عربية)').join(''), '(عربية)شركة')
})

const poppler = spawnSync('pdftotext', ['-v']).error ? 'pdftotext is not installed' : false
test('an Arabic quote is read back in whole words and amounts', { skip: poppler }, async () => {
  const terms = 'الدفع خلال خمسة أيام'
  const arabic = { ...offer, language: 'ar' as const, client: 'شركة النور', currency: 'AED', terms }
  const input = await draw(sheetOf(arabic, () => 'عرض سعر'))
  const { stdout } = spawnSync('pdftotext', ['-', '-'], { input, encoding: 'utf8' })
  // A ligature is one shape for two letters: which of them comes first, readers guess.
  for (const wanted of ['النور', 'عرض سعر', 'الدفع', 'أيام', '1,000.50'])
    assert.ok(stdout.replaceAll(/[\u200E\u200F\u202A-\u202E]/g, '').includes(wanted), `${wanted} in ${stdout}`)
})
