import { expect, test } from 'vitest'
import { type Here, stepOf, type There } from './step.ts'

const here = (change: Partial<Here> = {}): Here => ({
  content: 'a',
  isEmpty: false,
  version: 1,
  dirty: false,
  ...change,
})
const empty = { content: '', isEmpty: true }
const there: There = { content: 'b', version: 2 }

const cases: [name: string, Here, There | null, ReturnType<typeof stepOf>][] = [
  ['nothing anywhere', here({ ...empty, version: null }), null, 'none'],
  ['written here first', here({ version: null, dirty: true }), null, 'push'],
  ['kept by an earlier release of this page', here({ version: null }), null, 'push'],
  ['sent from another device', here(), null, 'forget'],
  ['sent from another device, changed here since', here({ dirty: true }), null, 'push'],
  ['in step', here({ version: 2 }), there, 'none'],
  ['changed here', here({ version: 2, dirty: true }), there, 'push'],
  ['emptied here', here({ ...empty, version: 2, dirty: true }), there, 'discard'],
  ['changed there', here(), there, 'adopt'],
  ['opened on a new device', here({ ...empty, version: null }), there, 'adopt'],
  ['the same on both', here({ content: 'b', dirty: true }), there, 'match'],
  ['changed on both', here({ dirty: true }), there, 'ask'],
]
test.each(cases)('%s', (_name, local, remote, step) => expect(stepOf(local, remote)).toBe(step))
