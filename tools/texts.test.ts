import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkTexts } from './texts.ts'
import { withTree } from './tree.ts'

type Tree = { [key: string]: string | Tree }
type Texts = Record<'ru' | 'en' | 'uz' | 'ar', Tree>

const folder = 'modules/support/tickets/text'
const healthy: Texts = {
  ru: {
    list: {
      title: 'Обращения',
      found_one: '{{count}} обращение',
      found_few: '{{count}} обращения',
      found_many: '{{count}} обращений',
      found_other: '{{count}} обращения',
    },
  },
  en: { list: { title: 'Tickets', found_one: '{{count}} ticket', found_other: '{{count}} tickets' } },
  uz: { list: { title: 'Murojaatlar', found_one: '{{count}} murojaat', found_other: '{{count}} murojaat' } },
  ar: {
    list: {
      title: 'التذاكر',
      found_zero: 'لا تذاكر',
      found_one: 'تذكرة',
      found_two: 'تذكرتان',
      found_few: '{{count}} تذاكر',
      found_many: '{{count}} تذكرة',
      found_other: '{{count}} تذكرة',
    },
  },
}
const page = { 'modules/support/tickets/web/list.tsx': `t('list.title'); t('list.found', { count })` }

const merge = (a: Tree, b: Tree): Tree => {
  const merged = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const there = merged[key]
    merged[key] = typeof value === 'object' && typeof there === 'object' ? merge(there, value) : value
  }
  return merged
}
const files = (texts: Texts, at = folder) =>
  Object.fromEntries(Object.entries(texts).map(([language, tree]) => [`${at}/${language}.json`, JSON.stringify(tree)]))

/** Faults of the healthy catalogues with `changes` laid over them and `code` beside them. */
const check = (changes: Partial<Texts> = {}, code: Record<string, string> = {}) => {
  const texts = { ...healthy }
  for (const [language, tree] of Object.entries(changes))
    texts[language as keyof Texts] = merge(texts[language as keyof Texts], tree)
  return withTree({ ...files(texts), ...page, ...code }, checkTexts)
}
/** The same new key in all languages, used by the code. */
const added = (ru: string, en: string, uz: string, ar: string) =>
  check({ ru: { x: ru }, en: { x: en }, uz: { x: uz }, ar: { x: ar } }, { 'kernel/web/a.tsx': `t('x')` })

test('catalogues in order have no faults', () => {
  assert.deepEqual(check(), [])
  assert.deepEqual(added('Почта {{name}}', 'Mail {{name}}', 'Pochta {{name}}', 'بريد {{name}}'), [])
})

const broken: [rule: string, faults: () => string[], fault: RegExp][] = [
  [
    'a key missing in one language',
    () =>
      check(
        { en: { list: { more: 'More' } }, ru: { list: { more: 'Ещё' } }, ar: { list: { more: 'المزيد' } } },
        { 'ui/a.tsx': `t('list.more')` },
      ),
    /uz.json: "list.more" is missing/,
  ],
  [
    'a catalogue missing as a whole',
    () =>
      withTree(
        {
          ...page,
          'kernel/text/en.json': '{}',
          'kernel/text/ru.json': '{}',
          'kernel/text/uz.json': '{}',
          ...files(healthy),
        },
        checkTexts,
      ),
    /kernel\/text\/ar.json: missing/,
  ],
  ['an empty text', () => added('Да', 'Yes', ' ', 'نعم'), /uz.json: "x" is empty/],
  [
    'a placeholder lost',
    () => added('Почта', 'Mail {{name}}', 'Pochta {{name}}', 'بريد {{name}}'),
    /ru.json: "x" has no placeholders, English has {{name}}/,
  ],
  [
    'a placeholder renamed',
    () => added('Почта {{имя}}', 'Mail {{name}}', 'Pochta {{name}}', 'بريد {{name}}'),
    /ru.json: "x" has/,
  ],
  ['a tag lost', () => added('<b>Да</b>', '<b>Yes</b>', '<b>Ha</b>', 'نعم'), /ar.json: "x" has no placeholders/],
  ['English left in Russian', () => added('Reply', 'Reply', 'Javob', 'رد'), /ru.json: "x" is still English/],
  ['English left in Arabic', () => added('Ответ', 'Reply', 'Javob', 'Reply'), /ar.json: "x" is still English/],
  ['Cyrillic in Uzbek', () => added('Ответ', 'Reply', 'Жавоб', 'رد'), /Uzbek is written in Latin/],
  ['an apostrophe instead of oʻ', () => added('Отдел', 'Team', "Bo'lim", 'فريق'), /U\+02BB/],
  ['an exclamation mark', () => added('Готово!', 'Done', 'Tayyor', 'تم'), /ru.json: "x": no exclamation marks/],
  ['"successfully"', () => added('Готово', 'Successfully saved', 'Tayyor', 'تم'), /no "successfully"/],
  [
    'a key used in code that has no text',
    () => check({}, { 'ui/a.tsx': `t("list.titel")` }),
    /ui\/a.tsx: t\('list.titel'\) has no text/,
  ],
  [
    'a key that no code uses',
    () => withTree({ ...files(healthy), 'ui/a.tsx': `t('list.title')` }, checkTexts),
    /"list.found" is not used/,
  ],
  [
    'the same key in two places',
    () =>
      check(
        {},
        files(
          {
            ru: { list: { title: 'Список' } },
            en: { list: { title: 'List' } },
            uz: { list: { title: 'Roʻyxat' } },
            ar: { list: { title: 'قائمة' } },
          },
          'kernel/text',
        ),
      ),
    /"list.title" stands in kernel\/text too/,
  ],
]
for (const [rule, faults, fault] of broken) {
  test(`refused: ${rule}`, () => {
    const found = faults()
    assert.equal(found.length, 1, `one fault expected: ${found.join('; ')}`)
    assert.match(found[0]!, fault)
  })
}

test('refused: plural forms that a language lacks or does not have', () => {
  const { found_few: _few, ...rest } = healthy.ru.list as Record<string, string>
  const lacking = withTree({ ...page, ...files({ ...healthy, ru: { list: rest } }) }, checkTexts)
  assert.deepEqual(lacking, [`${folder}/ru.json: "list.found" lacks the plural few`])
  const odd = check({ en: { list: { found_many: '{{count}} tickets' } } })
  assert.deepEqual(odd, [`${folder}/en.json: "list.found" has the plural many, which this language has not`])
})

test('refused: a refusal without a text', () => {
  const code = `throw conflict('ticket.gone'); throw notFound('ticket'); throw invalid([{ pointer: '/a', code: 'odd' }])`
  const internal = (text: string) => ({ problem: { internal: text } })
  const begun = { ru: internal('Сбой'), en: internal('Failed'), uz: internal('Xato'), ar: internal('خطأ') }
  assert.deepEqual(check(begun, { 'modules/support/tickets/server/a.ts': code }), [
    `modules/support/tickets/server/a.ts: the refusal 'ticket.gone' has no text "problem.ticket.gone"`,
    `modules/support/tickets/server/a.ts: the refusal 'ticket' has no text "problem.ticket.not_found"`,
    `modules/support/tickets/server/a.ts: the refusal 'odd' has no text "invalid.odd"`,
  ])
})

test('keys that code builds at run time count as used', () => {
  const texts = (key: string): Partial<Texts> => ({
    ru: { [key]: { a: 'Да' } },
    en: { [key]: { a: 'Yes' } },
    uz: { [key]: { a: 'Ha' } },
    ar: { [key]: { a: 'نعم' } },
  })
  assert.deepEqual(check(texts('problem')), [])
  assert.deepEqual(
    check(texts('note'), { 'modules/support/tickets/contract.ts': `export const Note = entity('note', {})` }),
    [],
  )
  assert.deepEqual(check(texts('tab'), { 'ui/a.tsx': 't(`tab.${name}`)' }), [])
  assert.equal(check(texts('tab'))[0], `${folder}: "tab.a" is not used`)
})

test('brand and format words may stay Latin', () => {
  assert.deepEqual(added('API', 'API', 'API', 'API'), [])
})
