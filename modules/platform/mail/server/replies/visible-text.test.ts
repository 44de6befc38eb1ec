import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { assertLinear } from '../testing.ts'
import { REPLY_MARKERS } from './marker.ts'
import { splitReply, visibleText } from './visible-text.ts'

const loose = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()

test('replies of many mail programs, with the visible part their collector states', async () => {
  const cases: { name: string; text: string; visible: string }[] = JSON.parse(
    await readFile(new URL('../fixtures/replies/replies.json', import.meta.url), 'utf8'),
  )
  const wrong = cases
    .filter(({ text, visible }) => loose(splitReply(text).visible) !== loose(visible))
    .map(({ name }) => name)
  // In email_7 the mail program wrapped quoted lines in a way that looks like an answer between quotes.
  assert.deepEqual(wrong, ['email_7'])
  assert.equal(cases.length, 49)
})

const HEADERS = [
  'ср, 30 апр. 2025 г. в 15:19, Анна Каримова <desk@acme.test>:',
  '30.04.2025, 15:19, "Анна Каримова" <desk@acme.test>:',
  '30.04.2025 15:19, Анна Каримова пишет:',
  '30 апр. 2025 г., в 15:19, Анна <desk@acme.test> написал(а):',
  'Среда, 30 апреля 2025, 15:19 +05:00 от Анна Каримова <desk@acme.test>:',
  'On Wed, 30 Apr 2025 at 15:19, Anna <desk@acme.test> wrote:',
  'On Wed, Apr 30, 2025 at 3:19 PM Anna Karimova Support Department <\ndesk@acme.test> wrote:',
  'Le mer. 30 avr. 2025 à 15:19, Anna <desk@acme.test> a écrit :',
  'Am Mi., 30. Apr. 2025 um 15:19 Uhr schrieb Anna <desk@acme.test>:',
  'chor, 30-apr, 2025, 15:19 sanasida Anna <desk@acme.test> yozdi:',
  '2025-yil 30-aprel 15:19, Anna Karimova <desk@acme.test> yozgan:',
  'في الأربعاء، 30 أبريل 2025 في 3:19 م كتب Anna ‏<desk@acme.test>‏:',
  'في 30/04/2025 15:19، كتب Anna <desk@acme.test>:',
  '-----Исходное сообщение-----',
  '-----Original Message-----',
  '-------- Asl xabar --------',
  '----- الرسالة الأصلية -----',
  'От: Анна <desk@acme.test>\nОтправлено: 30 апреля 2025 г. 15:19\nКому: client@x.test\nТема: Счёт',
  'From: Anna <desk@acme.test>\nSent: Wednesday, April 30, 2025 3:19 PM\nTo: client@x.test\nSubject: Invoice',
  'Kimdan: Anna <desk@acme.test>\nYuborilgan: 30-aprel, 2025 15:19\nKimga: client@x.test\nMavzu: Hisob',
  'من: Anna <desk@acme.test>\nتاريخ الإرسال: 30/04/2025 15:19\nإلى: client@x.test\nالموضوع: فاتورة',
  ...Object.values(REPLY_MARKERS),
]

test('history below the headers of mail programs in Russian, English, Uzbek, Arabic and others is folded', () => {
  for (const header of HEADERS) {
    for (const history of ['Прежний текст\n\nещё', '> Прежний текст\n>\n> ещё']) {
      const { visible, quoted } = splitReply(`Спасибо, помогло.\n\n${header}\n${history}`)
      assert.equal(visible, 'Спасибо, помогло.', header)
      assert.equal(quoted, `${header}\n${history}`, header)
    }
  }
})

test('sentences that only look like headers stay', () => {
  for (const text of [
    'Вчера в 10:30 мастер мне написал:\nзавтра приду\n\nНо не пришёл.',
    'В 10:30 он мне написал:\nприду',
    'Here are 3 things I wrote:\none\ntwo\nthree',
    'In 2024 my manager wrote:\nplease pay',
    'Please write at 10:30 to bob@x.test:\nhe knows',
    'From: Tashkent\nTo: Samarkand\n\nHow long does the parcel take?',
    'Sent from my desk, is much easier than my phone.',
    'I am writing with regards\nto the invoice',
    '>>> http://x.test <<<\nlook here',
  ]) {
    assert.deepEqual(splitReply(text), { visible: text, quoted: '', signature: '' })
  }
})

test('a marker line of ours cuts in any language, quoted or in html, header and all', () => {
  const html = `<div>Готово</div><div>on a date nobody knows:<blockquote><p>${REPLY_MARKERS.ru}</p><p>Здравствуйте</p></blockquote></div>`
  const { visible, quoted } = visibleText({ text: null, html })
  assert.equal(visible, 'Готово\non a date nobody knows:')
  assert.match(quoted, /Здравствуйте/)
})

test('an answer below or around one quote is visible without it; answers between quotes keep them', () => {
  const below = splitReply('On 04/19/2011 07:10 AM, Roman wrote:\n> Which colour?\n\nBlue, please.')
  assert.deepEqual(below, {
    visible: 'Blue, please.',
    quoted: 'On 04/19/2011 07:10 AM, Roman wrote:\n> Which colour?',
    signature: '',
  })

  const between = '> Какой цвет?\nСиний.\n\n> Какой размер?\nБольшой.'
  assert.deepEqual(splitReply(between), { visible: between, quoted: '', signature: '' })
})

test('a forwarded mail is the message itself', () => {
  for (const line of [
    '---------- Forwarded message ---------',
    '-------- Пересылаемое сообщение --------',
    'Начало переадресованного сообщения:',
  ]) {
    const text = `Разберитесь, пожалуйста\n\n${line}\nFrom: John <john@x.test>\nDate: Mon, Dec 15, 2024 at 3:00 PM\nSubject: Broken lift\nTo: me@x.test\n\nThe lift is broken.`
    assert.equal(splitReply(text).visible, text)
  }
})

test('signatures and lines of phones are folded', () => {
  for (const [signature, text] of [
    ['--\nRick', 'Hello'],
    [
      '-- \nАнна\n+998 90 000 00 00\n\nКонфиденциально. Если письмо попало к вам случайно, удалите его.',
      'Когда приедет мастер?',
    ],
    ['С уважением,\nАнна Каримова\nООО «Ромашка»', 'Когда приедет мастер?'],
    ['Hurmat bilan,\nAnna', 'Usta qachon keladi?'],
    ['مع أطيب التحيات،\nآنا', 'متى يصل الفني؟'],
    ['Sent from my iPhone', 'ok'],
    ['Отправлено с iPhone', 'да'],
    ['Отправлено из мобильной Почты Mail', 'да'],
    ['أرسل من الـ iPhone الخاص بي', 'نعم'],
  ] as const) {
    assert.deepEqual(splitReply(`${text}\n\n${signature}`), {
      visible: text,
      quoted: '',
      signature: signature.replace('-- \n', '--\n'),
    })
  }
})

test('a mail that is only signature or only quote stays visible', () => {
  for (const text of [
    '-- \nRoman',
    'С уважением,\nАнна',
    '> just a quote',
    'On 04/19/2011 07:10 AM, Roman wrote:\n> Test',
  ]) {
    assert.equal(splitReply(text).visible, loose(text))
    assert.equal(splitReply(text).quoted, '')
  }
})

test('no line with words is ever lost', async () => {
  const cases: { text: string }[] = JSON.parse(
    await readFile(new URL('../fixtures/replies/replies.json', import.meta.url), 'utf8'),
  )
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .toSorted()
  for (const { text } of cases) {
    const { visible, quoted, signature } = splitReply(text)
    const rules = /^[-_=*—\s]+$/
    assert.deepEqual(
      lines([visible, quoted, signature].join('\n')).filter((line) => !rules.test(line)),
      lines(text.replaceAll('\r', '')).filter((line) => !rules.test(line)),
    )
  }
})

test('adversarial texts take linear time', () => {
  for (const [piece, end = ''] of [
    ['a'],
    ['> '],
    ['>\n'],
    ['-'],
    ['- '],
    ['_ '],
    ['wrote:\n'],
    ['On '],
    ['On 1 Jan wrote:\n'],
    ['<'],
    ['<a@b'],
    ['a@'],
    ['From: a\n'],
    ['From: a\n\n'],
    ['Sent from my iPhone\n', 'x'],
    ['Sent from my iPhone\n\n', 'x'],
    ['Regards,\n', 'x'],
    ['--\n'],
    ['\n'],
    [' \n', 'x'],
    ['>a\nb\n'],
    ['1/1/2020, 10:00 <a@b>:\n'],
    [`${' '.repeat(5_000)}:\n`],
    [`> ${'a '.repeat(300)}\n\n\n`],
    ['x\n> y\n'],
    ['——\n'],
  ] as [string, string?][]) {
    const text = (length: number) => piece.repeat(Math.ceil(length / piece.length)) + end
    assertLinear(200_000, (length) => splitReply(text(length)), JSON.stringify(piece.slice(0, 20)))
  }
})
