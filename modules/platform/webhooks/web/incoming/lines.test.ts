import { expect, test } from 'vitest'
import { fieldsOf, linesOf } from './lines.ts'

test('templates go through lines and back', () => {
  const fields = { title: 'Alert {{a.b}} = high', text: 'one\ntwo', tags: '{{tags}}' }
  expect(fieldsOf(linesOf(fields))).toEqual(fields)
})

test('what is half typed says nothing', () => {
  expect(fieldsOf('title\n = x\n\nname=  y ')).toEqual({ name: 'y' })
})
