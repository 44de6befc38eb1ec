import assert from 'node:assert/strict'
import test from 'node:test'
import { russianNames, uzbekNames } from './names.ts'
import { russianFeminine, uzbekFeminine, volumePerson } from './volume-person.ts'

const people = Array.from({ length: 2000 }, (_, n) => volumePerson(n))

test('the same number is the same person', () => {
  for (const n of [0, 1, 1999, 1_000_000]) assert.deepEqual(volumePerson(n), volumePerson(n))
  assert.notDeepEqual(volumePerson(1), volumePerson(2))
})

test('a woman’s surname agrees with her name', () => {
  const table = [
    ['Орлов', 'Орлова'],
    ['Киселёв', 'Киселёва'],
    ['Лебедев', 'Лебедева'],
    ['Ильин', 'Ильина'],
    ['Островский', 'Островская'],
    ['Ким', 'Ким'],
    ['Цой', 'Цой'],
    ['Шевченко', 'Шевченко'],
  ] as const
  for (const [he, she] of table) assert.equal(russianFeminine(he), she)
  assert.equal(uzbekFeminine('Joʻrayev'), 'Joʻrayeva')
  assert.equal(uzbekFeminine('Alizoda'), 'Alizoda')
})

test('no seeded person has a first name of one gender and a surname of the other', () => {
  for (const { name, language } of people.filter((person) => person.language !== 'en')) {
    const [first, last] = name.split(' ') as [string, string]
    const bank = language === 'ru' ? russianNames : uzbekNames
    const woman = bank.she.includes(first)
    assert.equal(bank.he.includes(first), !woman, name)
    assert.doesNotMatch(last, woman ? /([оеё]в|ин|ский|[oe]v)$/ : /(ова|ева|ёва|ина|ская|ova|eva)$/, name)
  }
})

test('no first name stands in both lists, so that gender is never a guess', () => {
  for (const bank of [russianNames, uzbekNames])
    assert.deepEqual(
      bank.he.filter((name) => bank.she.includes(name)),
      [],
    )
})

test('names vary, and part of the people belong to an organisation', () => {
  assert.ok(new Set(people.map((person) => person.name)).size > 1500)
  const share = people.filter((person) => person.organisation !== null).length / people.length
  assert.ok(share > 0.35 && share < 0.45, `${share}`)
})
