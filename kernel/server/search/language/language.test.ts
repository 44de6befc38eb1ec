import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tokensOf, wordsOf } from './letters.ts'
import { correctable, piecesOf, slipsBetween } from './slips.ts'
import { uzbekStems, variantsOf } from './variants.ts'

describe('letters', () => {
  const table: [string, string[]][] = [
    ['Касса — «не печатает»', ['касса', 'не', 'печатает']],
    ['Ёлка и ёж', ['елка', 'и', 'еж']],
    ['toʻlov toʼlov to‘lov to’lov to`lov', ['tolov', 'tolov', 'tolov', 'tolov', 'tolov']],
    ["don't, WN-000123; a@b.uz", ['dont', 'wn', '000123', 'a', 'b', 'uz']],
    ['أُرسلت الفاتورةُ', ['ارسلت', 'الفاتوره']],
    ['й й', ['й', 'й']],
    ['👍 ок', ['ок']],
    ['', []],
  ]
  for (const [text, words] of table) test(text, () => assert.deepEqual(wordsOf(text), words))

  test('places are those of the text as it stands', () => {
    const text = '«Toʻlov» oʻtmadi, ёлка'
    assert.deepEqual(
      tokensOf(text).map(({ from, to }) => text.slice(from, to)),
      ['Toʻlov', 'oʻtmadi', 'ёлка'],
    )
  })
})

describe('what may have been meant', () => {
  const table: [string, string, string][] = [
    ['rfccf', 'касса', 'layout'],
    ['rFCCF', 'касса', 'layout'],
    [';ehyfk', 'журнал', 'layout'],
    ['сфыр', 'cash', 'layout'],
    ['еуыр', 'tesh', 'layout'],
    ['kassa', 'касса', 'alphabet'],
    ['internet', 'интернет', 'alphabet'],
    ['schet', 'щет', 'alphabet'],
    ['касса', 'kassa', 'alphabet'],
    ['тўлов', 'tolov', 'alphabet'],
    ['to‘lov', 'тўлов', 'alphabet'],
    ["to'lov", 'тўлов', 'alphabet'],
    ['хизмат', 'xizmat', 'alphabet'],
    ['принтер', 'printer', 'alphabet'],
  ]
  for (const [typed, meant, how] of table)
    test(`${typed} → ${meant}`, () => {
      const found = variantsOf(typed).find((one) => one.words.join(' ') === meant)
      assert.equal(found?.how, how, JSON.stringify(variantsOf(typed)))
    })

  test('signs in the middle of letters are no word of another layout', () => {
    assert.deepEqual(
      variantsOf('ўзбек').filter(({ how }) => how === 'layout'),
      [],
    )
    assert.equal(
      variantsOf('фсьуюеуые')
        .find(({ how }) => how === 'layout')
        ?.words.join('.'),
      'acme.test',
    )
  })

  test('numbers, one letter and very long runs mean themselves', () => {
    for (const typed of ['12345', 'wn-12', 'a', 'x'.repeat(50)]) assert.deepEqual(variantsOf(typed), [])
  })
})

test('Uzbek endings go one after another, never below four letters', () => {
  assert.deepEqual(uzbekStems('kassalarda'), ['kassalar', 'kassa'])
  assert.deepEqual(uzbekStems('кассаларни'), ['кассалар', 'касса'])
  assert.deepEqual(uzbekStems('uyda'), [])
})

test('words one slip apart share a piece, and slips are counted', () => {
  const table: [string, string, number][] = [
    ['linux', 'linxu', 1],
    ['касса', 'каса', 1],
    ['касса', 'кассса', 1],
    ['касса', 'камса', 1],
    ['касса', 'касса', 0],
    ['интернет', 'инетренет', 2],
    ['касса', 'почта', 4],
  ]
  for (const [a, b, slips] of table) {
    assert.equal(slipsBetween(a, b), slips, `${a} ${b}`)
    assert.equal(slipsBetween(b, a), slips)
    if (slips === 1) assert.ok(piecesOf(a).some((piece) => piecesOf(b).includes(piece)))
  }
  assert.deepEqual(['кот', 'inv12', 'касса'].map(correctable), [false, false, true])
})
