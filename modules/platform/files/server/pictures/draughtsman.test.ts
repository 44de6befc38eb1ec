// The process that reads strangers' pictures: within its limits, and there again after it died.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { draughtsman } from './draughtsman.ts'
import { MOST_PIXELS, pictureSize } from './picture-size.ts'

let folder = ''
before(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'workernet-draw-'))))
after(() => rm(folder, { recursive: true, force: true }))

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#884422' }, limitInputPixels: false })
const order = (source: string) => ({
  source: path.join(folder, source),
  clean: path.join(folder, 'clean'),
  previews: [{ path: path.join(folder, 'small'), side: 320 }],
})

test('the size of every kind of picture stands in its head', async () => {
  for (const kind of ['png', 'jpeg', 'gif', 'webp'] as const) {
    const bytes = await blank(321, 123).toFormat(kind).toBuffer()
    assert.deepEqual(pictureSize(bytes), { width: 321, height: 123 }, kind)
    for (let length = 0; length < 40; length++) pictureSize(bytes.subarray(0, length))
  }
  assert.deepEqual(pictureSize(await blank(50, 60).webp({ lossless: true }).toBuffer()), { width: 50, height: 60 })
  assert.equal(pictureSize(Buffer.from('no picture at all')), null)
})

test('a picture of too many pixels or too many frames, and one that is none, give no pictures', async () => {
  const artist = draughtsman()
  const side = Math.ceil(Math.sqrt(MOST_PIXELS)) + 10
  await blank(side, side).png({ compressionLevel: 1 }).toFile(path.join(folder, 'large'))
  assert.equal((await artist.draw(order('large'))).failed, 'too_large')
  const frames = await sharp(Buffer.alloc(2 * 2 * 600 * 3), {
    raw: { width: 2, height: 2 * 600, channels: 3, pageHeight: 2 },
    limitInputPixels: false,
  })
    .gif({ loop: 0, delay: Array.from({ length: 600 }, () => 10) })
    .toBuffer()
  await writeFile(path.join(folder, 'frames'), frames)
  const many = await artist.draw(order('frames'))
  if ((await sharp(frames).metadata()).pages === 600) assert.equal(many.failed, 'too_large')
  await writeFile(path.join(folder, 'none'), 'no picture')
  assert.equal((await artist.draw(order('none'))).failed, 'broken')
  await artist.stop()
})

test('one that takes too much memory or too long dies alone, and the next is drawn', async () => {
  await blank(4_000, 4_000).png().toFile(path.join(folder, 'heavy'))
  await blank(30, 20).png().toFile(path.join(folder, 'light'))
  const poor = draughtsman({ memory: 40 * 1_048_576 })
  await assert.rejects(poor.draw(order('heavy')), /died/)
  await poor.stop()
  const hasty = draughtsman({ timeMs: 1 })
  await assert.rejects(hasty.draw(order('heavy')), /died/)
  await hasty.stop()
  const artist = draughtsman()
  const [first, second] = await Promise.all([artist.draw(order('light')), artist.draw(order('light'))])
  assert.deepEqual([first.failed, second.failed, first.width], [null, null, 30])
  await artist.stop()
  assert.equal((await artist.draw(order('light'))).failed, null)
  await artist.stop()
  assert.ok((await readdir(folder)).includes('small'))
})
