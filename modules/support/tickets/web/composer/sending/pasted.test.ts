import { expect, test } from 'vitest'
import { pastedIn } from './attachments.ts'

const data = (...names: string[]) =>
  ({ files: names.map((name) => new File(['x'], name, { type: 'image/png' })) }) as unknown as DataTransfer

test('a pasted picture gets a name of its own, a file keeps the one it has', () => {
  const names = pastedIn(data('image.png', 'plan.png'), () => 'Pasted 09.30').map(({ name }) => name)
  expect(names).toEqual(['Pasted 09.30.png', 'plan.png'])
  expect(pastedIn(null, () => 'x')).toEqual([])
})
