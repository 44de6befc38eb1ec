import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { diskStorage } from '../storage/disk.ts'
import { checkArchive } from './archive.ts'

let root = ''
before(async () => void (root = await mkdtemp(path.join(tmpdir(), 'workernet-archive-'))))
after(() => rm(root, { recursive: true, force: true }))

type Part = { name: string; unpacked?: number; locked?: boolean; packed?: number }

/** A zip file whose table of contents says what we like (APPNOTE 4.3.7, 4.3.12, 4.3.16). */
function zip(parts: readonly Part[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name, unpacked = 3, locked = false, packed = 3 } of parts) {
    const bytes = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x800 | (locked ? 1 : 0), 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(packed, 14)
    fields.writeUInt32LE(unpacked, 18)
    fields.writeUInt16LE(bytes.length, 22)
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), fields, bytes, Buffer.from('abc')])
    const more = Buffer.alloc(14)
    more.writeUInt32LE(at, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, more, bytes]))
    local.push(head)
    at += head.length
  }
  const table = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(table.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...local, table, Buffer.from('PK\x05\x06'), end])
}

async function checked(bytes: Buffer, name = 'a.zip'): Promise<string> {
  const storage = diskStorage(root)
  await storage.write(
    'one',
    (async function* () {
      yield bytes
    })(),
  )
  return checkArchive({ storage, key: 'one', size: bytes.length, name }).then(
    () => 'taken',
    ({ code }: { code: string }) => code.replace('file.', ''),
  )
}

const many = (count: number, name: (index: number) => string): Part[] =>
  Array.from({ length: count }, (_, index) => ({ name: name(index) }))

const table: [what: string, parts: Part[], outcome: string, name?: string][] = [
  ['an honest archive', [{ name: 'a.txt' }, { name: 'folder/б.log' }], 'taken'],
  ['an empty one', [], 'taken'],
  ['one that unpacks to too much', [{ name: 'a', unpacked: 2_000_000_000 }], 'archive.bomb'],
  ['one that is nearly empty and unpacks to much', [{ name: 'a', unpacked: 30_000_000 }], 'archive.bomb'],
  [
    'one whose parts lie over one another',
    [
      { name: 'a', packed: 200 },
      { name: 'b', packed: 200 },
    ],
    'archive.bomb',
  ],
  ['one with too many files', many(10_001, String), 'archive.bomb'],
  ['one with a password', [{ name: 'a', locked: true }], 'archive.locked'],
  ['one that leads out of its folder', [{ name: '../../etc/cron.d/x' }], 'archive.paths'],
  ['one with an absolute path', [{ name: '/etc/passwd' }], 'archive.paths'],
  ['one with a path of Windows', [{ name: '..\\x' }], 'archive.paths'],
  ['archives in an archive', many(11, (index) => `${index}.zip`), 'archive.nested'],
  ['a few logs that were packed', many(5, (index) => `${index}.log.gz`), 'taken'],
  ['a document', [{ name: '[Content_Types].xml' }, { name: 'word/document.xml' }], 'taken', 'a.docx'],
  ['an archive under the name of a document', [{ name: 'a.txt' }], 'ending_differs', 'a.docx'],
]
for (const [what, parts, outcome, name] of table)
  test(`${what}: ${outcome}`, async () => assert.equal(await checked(zip(parts), name), outcome))

test('an archive that is cut off or is none is refused, and hangs nobody', async () => {
  const whole = zip([{ name: 'a.txt' }, { name: 'b.txt' }])
  for (let length = 0; length < whole.length; length += 7)
    assert.equal(await checked(whole.subarray(0, length)), 'archive.damaged', String(length))
  const mad = Buffer.from(whole)
  mad.fill(0xff, 40, 70)
  assert.match(await checked(mad), /^archive\.|^taken$/)
})
