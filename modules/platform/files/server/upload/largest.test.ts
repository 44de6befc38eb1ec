// The largest file that is taken: 50 MB to the byte, and not one more.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'

const FIFTY_MB = 52_428_800
const PIECE = Buffer.alloc(1_048_576, 'строка\n')

let p: TestPlatform
let dataDir: string
let address: string
let headers: { authorization: string }
before(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'workernet-largest-'))
  p = await testPlatform({ DATA_DIR: dataDir })
  const app = await p.edge()
  headers = await p.signIn(app, 'acme', 'client')
  address = await app.listen({ port: 0, host: '127.0.0.1' })
})
after(async () => {
  await p.close()
  await rm(dataDir, { recursive: true, force: true })
})

function* pieces(size: number) {
  for (let left = size; left > 0; left -= PIECE.length) yield left < PIECE.length ? PIECE.subarray(0, left) : PIECE
}
/** `told`: says its length before, as browsers do; else it comes in pieces of which nobody knows how many there will be. */
async function upload(size: number, told: boolean) {
  const answer = await fetch(`${address}/api/files?name=large.log`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/plain' },
    body: told ? Buffer.concat([...pieces(size)]) : (Readable.toWeb(Readable.from(pieces(size))) as ReadableStream),
    duplex: 'half',
  })
  return { status: answer.status, body: (await answer.json()) as { code?: string; detail?: string; size?: number } }
}
const stored = async () =>
  (await readdir(path.join(dataDir, 'files'), { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
    .length

for (const told of [true, false]) {
  test(`50 MB are taken whole, one byte more is refused in words${told ? '' : ', also without a length'}`, async () => {
    const taken = await upload(FIFTY_MB, told)
    assert.deepEqual([taken.status, taken.body.size], [201, FIFTY_MB])
    const before = await stored()
    const refused = await upload(FIFTY_MB + 1, told)
    assert.deepEqual([refused.status, refused.body.code], [413, 'file.too_large'])
    assert.match(refused.body.detail ?? '', /50/)
    assert.equal(await stored(), before)
  })
}
