import { expect, test } from 'vitest'
import * as z from 'zod'
import { choicesOf, hintsOf, prose, settingsOf, whole, yesNo, choice, line } from '#kernel/contract/index.ts'
import { settingsEntity } from './settings-entity.ts'

test('a form made from a schema has the fields, kinds and bounds that the component declares', () => {
  const declared = settingsOf('thing_settings', {
    days: whole({}, [1, 365]).default(7),
    loud: yesNo().default(false),
    tone: choice(['warm', 'dry']).default('warm'),
    name: line(40).default(''),
    words: prose(2_000).default(''),
    most: whole({}, [1, 9]).nullable().default(null),
    deep: z.object({ a: z.string() }).default({ a: '' }),
  })
  const schema = z.toJSONSchema(declared.draft, { io: 'input', unrepresentable: 'any' })
  const of = settingsEntity('thing_settings', schema as Record<string, unknown>)
  const field = (name: string) => of.draft.shape[name] as z.ZodType
  // What no control can draw is left to programs.
  expect(Object.keys(of.draft.shape)).toEqual(['days', 'loud', 'tone', 'name', 'words', 'most'])
  expect(['days', 'loud', 'tone', 'name', 'words', 'most'].map((name) => hintsOf(of.fields[name]!).control)).toEqual([
    'whole',
    'yes_no',
    'choice',
    'line',
    'prose',
    'whole',
  ])
  expect([0, 1, 365, 366].map((days) => field('days').safeParse(days).success)).toEqual([false, true, true, false])
  expect(choicesOf(of.fields['tone']!)).toEqual(['warm', 'dry'])
  expect(field('most').safeParse(null).success).toBe(true)
})
