import { expect, test } from 'vitest'
import { inOrder, pastedIn } from './attachments.ts'

const data = (...names: string[]) =>
  ({ files: names.map((name) => new File(['x'], name, { type: 'image/png' })) }) as unknown as DataTransfer

test('a pasted picture gets a name of its own, a file keeps the one it has', () => {
  const names = pastedIn(data('image.png', 'plan.png'), () => 'Pasted 09.30').map(({ name }) => name)
  expect(names).toEqual(['Pasted 09.30.png', 'plan.png'])
  expect(pastedIn(null, () => 'x')).toEqual([])
})

test('files stand in the order in which they were chosen, whichever arrives first', () => {
  const order = new Map([
    ['first', 1],
    ['second', 2],
    ['third', 3],
  ])
  const arrive = (...ids: string[]) =>
    ids.reduce<{ id: string }[]>((there, id) => inOrder(there, { id }, order), [{ id: 'kept' }]).map(({ id }) => id)
  expect(arrive('third', 'first', 'second')).toEqual(['kept', 'first', 'second', 'third'])
  expect(arrive('second', 'third', 'first')).toEqual(['kept', 'first', 'second', 'third'])
})
