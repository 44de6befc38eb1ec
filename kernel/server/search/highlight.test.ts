import assert from 'node:assert/strict'
import { test } from 'node:test'
import { marksIn, snippetOf } from './highlight.ts'

const marked = (text: string, ...stems: string[]) => marksIn(text, stems).map(([from, to]) => text.slice(from, to))

test('words are marked in all their forms, where they stand', () => {
  assert.deepEqual(marked('Касса, кассы и «кассовый» чек; Кассандра Иванова', 'касс', 'чек'), [
    'Касса',
    'кассы',
    'кассовый',
    'чек',
    'Кассандра',
  ])
  assert.deepEqual(marked('Toʻlov oʻtmadi', 'tolov'), ['Toʻlov'])
  assert.deepEqual(marked('на кассе нет связи', 'нет', 'связ'), ['нет связи'])
  assert.deepEqual(marked('номер 1200', '12'), [])
})

test('a range is a range of the text, whatever stands in it', () => {
  const text = '<b>касса</b> & "касса" 👍 касса'
  assert.deepEqual(marked(text, 'касс'), ['касса', 'касса', 'касса'])
})

test('a snippet is one line around the first words that were found', () => {
  const text = `${'вступление '.repeat(60)}касса\n\nне печатает ${'конец '.repeat(60)}`
  const { text: line, marks } = snippetOf(text, ['касс'])
  assert.ok(line.length <= 182 && line.startsWith('…') && line.endsWith('…'))
  assert.deepEqual(
    marks.map(([from, to]) => line.slice(from, to)),
    ['касса'],
  )
  assert.ok(!line.includes('\n'))
  assert.deepEqual(snippetOf('короткий текст', ['касс']), { text: 'короткий текст', marks: [] })
  assert.ok(snippetOf('😀'.repeat(200), []).text.isWellFormed())
})
