import { expect, test } from 'vitest'
import { peopleIn } from './people-in.ts'

test('lines as people paste them become people, each once', () => {
  expect(peopleIn('a@b.test\n\nAnna Lee <anna@b.test>; "Bob", bob@b.test\nCarl\tcarl@b.test\nA@b.test')).toEqual([
    { email: 'A@b.test' },
    { email: 'anna@b.test', name: 'Anna Lee' },
    { email: 'bob@b.test', name: 'Bob' },
    { email: 'carl@b.test', name: 'Carl' },
  ])
})

test('what is no address stays as it is, so that its refusal can name it', () => {
  expect(peopleIn('nobody')).toEqual([{ email: 'nobody' }])
  expect(peopleIn(Array.from({ length: 60 }, (_, n) => `p${n}@b.test`).join('\n'))).toHaveLength(50)
})
