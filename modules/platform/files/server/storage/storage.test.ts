// One contract for every place where bytes lie.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Readable } from 'node:stream'
import { diskStorage } from './disk.ts'
import { s3Storage } from './s3.ts'
import type { Storage } from './storage.ts'
import { startBucket, type Bucket } from './testing/bucket.ts'

const MEGABYTE = 1_048_576
let root = ''
let bucket: Bucket
before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'workernet-storage-'))
  bucket = await startBucket()
})
after(async () => {
  await bucket.stop()
  await rm(root, { recursive: true, force: true })
})

async function* pieces(...all: (Buffer | Error)[]) {
  for (const one of all) {
    if (one instanceof Error) throw one
    yield one
  }
}
/** Without the comparison of every byte that an assertion would print. */
const same = (found: Buffer, wanted: Buffer) =>
  assert.ok(found.equals(wanted), `${found.length} bytes instead of ${wanted.length}, or other ones`)
const whole = async (stream: Readable) => Buffer.concat(await stream.toArray())

const places: [name: string, open: () => Storage][] = [
  ['a folder', () => diskStorage(path.join(root, 'files'))],
  ['a bucket', () => s3Storage(bucket.place)],
]
for (const [name, open] of places)
  describe(name, () => {
    let storage: Storage
    before(() => void (storage = open()))

    test('gives back what was written, as a whole and in parts', async () => {
      const bytes = randomBytes(100_000)
      await storage.write('t/day/one', pieces(bytes.subarray(0, 7), bytes.subarray(7, 60_000), bytes.subarray(60_000)))
      same(await whole(await storage.read('t/day/one')), bytes)
      for (const [start, end] of [
        [0, 4],
        [7, 7],
        [5, 70_000],
        [99_999, 99_999],
      ] as const)
        same(await whole(await storage.read('t/day/one', { start, end })), bytes.subarray(start, end + 1))
    })

    test('takes what is larger than any of its parts, of a length that nobody said', async () => {
      const many = Array.from({ length: 12 }, (_, index) => Buffer.alloc(MEGABYTE, `${index} `))
      await storage.write('t/day/large', pieces(...many))
      assert.ok((await whole(await storage.read('t/day/large'))).equals(Buffer.concat(many)))
      await storage.remove('t/day/large')
    })

    test('keeps nothing of a write that broke, early or late', async () => {
      const before = await storage.names('t/day')
      for (const megabytes of [0, 1, 11]) {
        const some = Array.from({ length: megabytes }, () => Buffer.alloc(MEGABYTE))
        await assert.rejects(storage.write('t/day/half', pieces(...some, new Error('line cut'))), /line cut/)
        await assert.rejects(storage.read('t/day/half'), { code: 'ENOENT' })
      }
      assert.deepEqual(await storage.names('t/day'), before)
    })

    test('a key that is written again has the later bytes', async () => {
      await storage.write('t/again/one', pieces(Buffer.from('first, and longer')))
      await storage.write('t/again/one', pieces(Buffer.from('second')))
      assert.equal(String(await whole(await storage.read('t/again/one'))), 'second')
    })

    test('names are those of one folder; what is removed is gone, and may be removed again', async () => {
      await storage.write('n/day/b', pieces(Buffer.from('b')))
      await storage.write('n/day/a', pieces(Buffer.from('a')))
      await storage.write('n/other/c', pieces(Buffer.from('c')))
      assert.deepEqual((await storage.names('n/day')).toSorted(), ['a', 'b'])
      assert.deepEqual(await storage.names('n/nowhere'), [])
      for (const _twice of [1, 2]) await storage.remove('n/day/a')
      assert.deepEqual(await storage.names('n/day'), ['b'])
      await assert.rejects(storage.read('n/day/a'), { code: 'ENOENT' })
    })

    test('many may write at the same time, and the same key too', async () => {
      const contents = Array.from({ length: 6 }, (_, index) => `content ${index}`)
      await Promise.all(contents.map((text) => storage.write('t/same/key', pieces(Buffer.from(text)))))
      assert.ok(contents.includes(String(await whole(await storage.read('t/same/key')))))
      assert.deepEqual(await storage.names('t/same'), ['key'])
    })
  })

test('a bucket that is away, silent or unknown is a refusal, never a hang', async () => {
  const unreachable = s3Storage({ ...bucket.place, endpoint: 'http://127.0.0.1:9' })
  const refused = { code: 'file.storage_down', status: 503 }
  await assert.rejects(unreachable.write('a', pieces(Buffer.from('x'))), refused)
  await assert.rejects(unreachable.read('a'), refused)
  await assert.rejects(unreachable.names('a'), refused)
  const rude = createServer((socket) => void socket.on('error', () => undefined).once('data', () => socket.destroy()))
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
  const { port } = rude.address() as { port: number }
  await assert.rejects(s3Storage({ ...bucket.place, endpoint: `http://127.0.0.1:${port}` }).read('a'), refused)
  rude.close()
})

test('files in a folder have the permissions that were asked for', { skip: process.platform === 'win32' }, async () => {
  for (const permissions of [0o644, 0o600]) {
    const folder = path.join(root, String(permissions))
    await diskStorage(folder, permissions).write('a/b', pieces(Buffer.from('x')))
    assert.equal((await stat(path.join(folder, 'a/b'))).mode & 0o777, permissions)
  }
})

test(
  'a folder that may not be written to keeps its error',
  { skip: process.getuid?.() === 0 && 'root may do all' },
  async () => {
    const folder = path.join(root, 'closed')
    await diskStorage(folder).write('a/b', pieces(Buffer.from('x')))
    await chmod(folder, 0o500)
    await assert.rejects(diskStorage(folder).write('c/d', pieces(Buffer.from('x'))), { code: 'EACCES' })
  },
)
