import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertLinear } from '../testing.ts'
import { plainSubject, subjectKey, subjectReferences, subjectWithToken } from './subjects.ts'

test('prefixes of answers and forwards fall away in many languages, repeated and counted', () => {
  for (const subject of [
    'Счёт',
    'Re: Счёт',
    'RE:RE: re : Счёт',
    'Re[2]: Счёт',
    'Re (3): Счёт',
    'Fwd: FW: Счёт',
    'Отв: Счёт',
    'ОТВ: На: Счёт',
    'Пересл: Счёт',
    'Ответ: Счёт',
    'AW: WG: Счёт',
    'SV: VS: Счёт',
    'TR: Счёт',
    'رد: Счёт',
    'إعادة توجيه: Счёт',
    'Javob: Счёт',
    'Re: [#42] Счёт',
    '[#DESK-42] Re: Счёт',
    '  Re:\r\n Счёт ',
    '回复：Счёт',
  ])
    assert.equal(plainSubject(subject), 'Счёт', subject)
})

test('words that only begin like a prefix stay', () => {
  for (const subject of ['Result: fine', 'На складе: пусто', 'Forward plan', 'Trap: open', 'I need: help'])
    assert.equal(plainSubject(subject), subject)
})

test('keys of one conversation are equal', () => {
  assert.equal(subjectKey('Re: [#1] СЧЁТ  за май'), subjectKey('Счёт за май'))
  assert.notEqual(subjectKey('Счёт за май'), subjectKey('Счёт за июнь'))
})

test('tokens are made once and found again', () => {
  assert.equal(subjectWithToken('Re: [#42] Счёт', '42'), '[#42] Счёт')
  assert.deepEqual(subjectReferences(`Re: ${subjectWithToken('Счёт', 'DESK-42')}`), ['DESK-42'])
  assert.deepEqual(subjectReferences('[#42] [#42] [#abc-7] [# 1] #5 [6] [#1234567890123]'), ['42', 'ABC-7'])
})

test('hostile subjects take linear time', () => {
  for (const piece of ['Re:', '[#', '[#1]', '[#A-', 'Re[', 'Re (1', ' ', '\r\n ', 'На: ']) {
    const read = (length: number) => {
      const subject = piece.repeat(length / piece.length)
      plainSubject(subject)
      subjectReferences(subject)
    }
    assertLinear(600_000, read, piece)
  }
})
