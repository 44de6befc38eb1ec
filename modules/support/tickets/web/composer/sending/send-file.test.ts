import { expect, test, vi } from 'vitest'
import { type Action, Problem } from '#kernel/contract/index.ts'
import { PIECE, sendFile } from './send-file.ts'

const lost = () => new Problem('unreachable', 0)
const watch = (more: object = {}) => ({
  onProgress: vi.fn(),
  onWaiting: vi.fn(),
  signal: new AbortController().signal,
  pauses: [0],
  ...more,
})

/** A server that keeps what arrives; `behave` may break the line before or after it heard. */
function server(
  size: number,
  behave: (what: string, count: number) => 'before' | 'after' | 'half' | null = () => null,
) {
  const kept: Blob[] = []
  const asked: string[] = []
  const received = () => kept.reduce((sum, { size: bytes }) => sum + bytes, 0)
  const answer = async ({ name }: Action, input: { offset?: number; body?: Blob }): Promise<unknown> => {
    asked.push(name)
    const fault = behave(name, asked.filter((one) => one === name).length)
    if (fault === 'before') throw lost()
    if (name === 'uploads.send') {
      if (input.offset !== received()) throw new Problem('file.offset', 409)
      kept.push(fault === 'half' ? input.body!.slice(0, input.body!.size / 2) : input.body!)
    }
    if (fault) throw lost()
    if (name === 'uploads.get') return { received: received() }
    return { id: 'u1', name: 'a.log', size, type: 'text/plain' }
  }
  return { means: { call: answer, upload: answer } as never, asked, bytes: () => new Blob(kept) }
}
const fileOf = (size: number) => new File([new Uint8Array(size).map((_, index) => index % 251)], 'a.log')

test('a small file goes at once, again when the line breaks, and not again when it is refused', async () => {
  const { means, asked } = server(3, (_what, count) => (count < 3 ? 'before' : null))
  const seen = watch()
  await sendFile(means, fileOf(3), seen)
  expect(asked).toEqual(['files.upload', 'files.upload', 'files.upload'])
  expect(seen.onWaiting.mock.calls.map(([isWaiting]) => isWaiting as boolean)).toEqual([true, true, false])
  const refused = vi.fn().mockRejectedValue(new Problem('file.type_refused', 415))
  await expect(sendFile({ call: refused, upload: refused } as never, fileOf(3), watch())).rejects.toThrow(
    'type_refused',
  )
  expect(refused).toHaveBeenCalledTimes(1)
})

test('a large file arrives whole and once, wherever the line breaks', async () => {
  const size = 2 * PIECE + 1_000
  for (const fault of ['before', 'after', 'half'] as const) {
    const behave = (what: string, count: number) => (what === 'uploads.send' && count === 2 ? fault : null)
    const { means, bytes } = server(size, behave)
    await sendFile(means, fileOf(size), watch())
    expect(await bytes().arrayBuffer()).toEqual(await fileOf(size).arrayBuffer())
  }
})

test('who gives up is not kept waiting, and nothing is left on the way', async () => {
  const stop = new AbortController()
  const { means, asked } = server(3 * PIECE, (what) => (what === 'uploads.send' ? 'before' : null))
  const sent = sendFile(means, fileOf(3 * PIECE), watch({ signal: stop.signal, pauses: [60_000] }))
  await vi.waitFor(() => expect(asked).toContain('uploads.send'))
  stop.abort()
  await expect(sent).rejects.toThrow('given up')
  expect(asked.at(-1)).toBe('uploads.remove')
})
