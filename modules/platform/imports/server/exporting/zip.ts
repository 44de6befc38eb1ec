// A ZIP archive written as a stream (APPNOTE 6.3.10): sizes stand behind the bytes, so that nothing is kept.
import { crc32, createDeflateRaw } from 'node:zlib'
import { pipeline, Readable } from 'node:stream'
import { Problem } from '#kernel/contract/index.ts'

export type Part = { name: string; content: Iterable<string> | AsyncIterable<string> }

const SIZES_BEHIND = 0x0008
const DEFLATED = 8
const VERSION = 20
/** Four bytes say how large a part is; where eight do, spreadsheets of many kinds read nothing at all. */
const LARGEST = 0xffff_ffff

export async function* zipped(parts: readonly Part[]): AsyncGenerator<Buffer> {
  const entries: Buffer[] = []
  let at = 0
  for (const { name, content } of parts) {
    const head = localHead(name)
    yield head
    const sum = { crc: 0, size: 0 }
    let packed = 0
    // What goes wrong while the content is read comes out here.
    const bytes = pipeline(Readable.from(counted(content, sum)), createDeflateRaw(), () => undefined)
    for await (const chunk of bytes) {
      packed += (chunk as Buffer).length
      yield chunk as Buffer
    }
    const behind = fields([0x08074b50, 4], [sum.crc, 4], [packed, 4], [sum.size, 4])
    yield behind
    entries.push(entryOf(name, at, { ...sum, packed }))
    at += head.length + packed + behind.length
  }
  const directory = Buffer.concat(entries)
  yield directory
  const { length } = entries
  yield fields([0x06054b50, 4], [0, 2], [0, 2], [length, 2], [length, 2], [directory.length, 4], [at, 4], [0, 2])
}

async function* counted(content: Part['content'], sum: { crc: number; size: number }): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text)
    sum.crc = crc32(bytes, sum.crc)
    sum.size += bytes.length
    if (sum.size > LARGEST) throw new Problem('export_run.workbook_too_large', 422)
    yield bytes
  }
}

const fields = (...values: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer => {
  const buffer = Buffer.alloc(values.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of values) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}

/** The first of January 1980: when it was made is nobody's business, and the same content makes the same archive. */
const UNDATED = [
  [0, 2],
  [0x21, 2],
] as const

const localHead = (name: string): Buffer =>
  Buffer.concat([
    fields([0x04034b50, 4], [VERSION, 2], [SIZES_BEHIND, 2], [DEFLATED, 2], ...UNDATED, [0, 4], [0, 4], [0, 4]),
    fields([Buffer.byteLength(name), 2], [0, 2]),
    Buffer.from(name),
  ])

const entryOf = (name: string, at: number, { crc, packed, size }: { crc: number; packed: number; size: number }) =>
  Buffer.concat([
    fields([0x02014b50, 4], [VERSION, 2], [VERSION, 2], [SIZES_BEHIND, 2], [DEFLATED, 2], ...UNDATED, [crc, 4]),
    fields([packed, 4], [size, 4], [Buffer.byteLength(name), 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
    Buffer.from(name),
  ])
