import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Classifier, classifierOf, type Example, type Model, train } from './classifier.ts'
import { byKeywords } from './keywords.ts'
import { measure, mostFrequentOf } from './measure.ts'

const about: Record<string, string[]> = {
  till: ['касса не печатает чек', 'ошибка кассы при оплате', 'till prints no receipt', 'kassa chek chiqarmayapti'],
  net: ['нет интернета с утра', 'интернет пропадает вечером', 'no internet since morning', 'internet ishlamayapti'],
  bill: ['неверная сумма в счёте', 'счёт пришёл дважды', 'invoice has a wrong sum', 'hisobda xato summa'],
}
const places = ['Чиланзар', 'Юнусабад', 'офис', 'склад', 'магазин', 'shop', 'home', 'filial']
const examples: Example[] = places.flatMap((place) =>
  Object.entries(about).flatMap(([category, texts]) =>
    texts.map((text) => ({ title: text, description: `${place}: ${text}, прошу помочь`, category })),
  ),
)
const held = Object.entries({
  till: ['Кассу заклинило, чеков нет', 'receipt till broken', 'kassada chek yoʻq'],
  net: ['интернетом пользоваться нельзя', 'internet went away', 'internetim yoʻq'],
  bill: ['в счетах снова не та сумма', 'wrong invoice again', 'hisobim xato'],
}).flatMap(([category, titles]) => titles.map((title) => ({ title, description: '', category })))

let model: Model
let classifier: Classifier
before(async () => {
  model = (await train(examples))!
  classifier = classifierOf(model)
})

test('forms of words that were never seen are known by their beginnings and pieces, in three languages', () => {
  const measured = measure(classifier, held, 0.8, mostFrequentOf(examples))
  assert.ok(measured.accuracy >= 8 / 9, JSON.stringify(measured))
  assert.ok(measured.accuracy > measured.baseline + 0.4)
})

test('the control: with categories dealt out by chance nothing can be learned, and the measure says so', async () => {
  const ids = Object.keys(about)
  let random = 7
  const dealt = examples.map((one) => ({ ...one, category: ids[(random = (random * 48_271) % 2_147_483_647) % 3]! }))
  const confused = classifierOf((await train(dealt))!)
  const measured = measure(confused, held, 0.8, mostFrequentOf(dealt))
  assert.ok(measured.accuracy < 0.7, JSON.stringify(measured))
  assert.equal(measured.coverage, 0, 'what was not learned is not set by itself')
})

test('a guess says by which words of the text it was made', () => {
  const [best] = classifier.guess({ title: 'Здравствуйте, касса опять не печатает', description: '' })
  assert.equal(best!.category, 'till')
  const words = best!.words.map(({ word }) => word)
  assert.ok(words.includes('касса') && words.includes('печатает'), words.join())
  assert.ok(!words.includes('здравствуйте'))
})

test('where nothing is known nothing is guessed', () => {
  assert.deepEqual(classifier.guess({ title: '12345 zzqx', description: '' }), [])
  assert.deepEqual(classifier.guess({ title: '', description: '' }), [])
})

test('the same examples give the same model, and it survives being kept', async () => {
  assert.deepEqual(await train(examples), model)
  const kept = classifierOf(JSON.parse(JSON.stringify(model)) as Model)
  assert.deepEqual(kept.guess(held[0]!), classifier.guess(held[0]!))
})

test('one category, or too few of each, is nothing to learn from', async () => {
  assert.equal(await train(examples.filter(({ category }) => category === 'net')), null)
  assert.equal(await train(examples.slice(0, 8)), null)
})

const rules = [
  { id: 'till', keywords: ['касса', 'чек'] },
  { id: 'net', keywords: ['нет интернета', 'wi-fi'] },
  { id: 'none', keywords: [] },
]
const keyed: [title: string, category: string | null][] = [
  ['Кассы стоят', 'till'],
  ['В кассе нет чеков', 'till'],
  ['нет с утра интернета', 'net'],
  ['интернет есть', null],
  ['WI-FI пропал', 'net'],
  ['касса и wi-fi', null],
  ['кассационная жалоба', null],
]
for (const [title, category] of keyed)
  test(`keywords: ${title}`, () =>
    assert.equal(byKeywords(rules, { title, description: '' })?.category ?? null, category))
