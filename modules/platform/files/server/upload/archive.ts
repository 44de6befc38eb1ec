// Archives by their table of contents, before anybody unpacks them: what it says of sizes and names, within bounds.
import { PassThrough, type Readable } from 'node:stream'
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl'
import { Problem } from '#kernel/contract/index.ts'
import type { Storage } from '../storage/storage.ts'
import { endingOf } from './file-name.ts'

const MOST_ENTRIES = 10_000
const MOST_UNPACKED = 1_073_741_824
/** Text packs to a hundredth at most; what is smaller than the first figure may. */
const RATIO_FROM = 20 * 1_048_576
const MOST_RATIO = 200
const MOST_NESTED = 10
const NESTED = new Set('zip,rar,7z,gz,tgz,bz2,xz,zst,tar,jar,cab,iso,lzma'.split(','))

/** What an office file has at its root, by its ending. */
const OFFICE: Readonly<Record<string, string>> = { docx: 'word/', xlsx: 'xl/', pptx: 'ppt/' }

const refused = (why: 'damaged' | 'bomb' | 'locked' | 'paths' | 'nested') => new Problem(`file.archive.${why}`, 422)

type Packed = { storage: Storage; key: string; size: number; name: string }

/** Throws 422 for an archive that would fill a disk, leave its folder, hide what is in it, or is none at all. */
export async function checkArchive({ storage, key, size, name }: Packed): Promise<void> {
  const zip = await opened(storage, key, size)
  try {
    if (zip.entryCount > MOST_ENTRIES) throw refused('bomb')
    const roots = await contents(zip, size)
    const root = OFFICE[endingOf(name) ?? '']
    if (root && !roots.has(root))
      throw new Problem('file.ending_differs', 415, { ending: endingOf(name)!, kind: 'zip' })
  } finally {
    zip.close()
  }
}

/** Reads every entry of the table; answers the folders at the root. */
function contents(zip: ZipFile, size: number): Promise<Set<string>> {
  const roots = new Set<string>()
  let [packed, unpacked, nested] = [0, 0, 0]
  const look = (entry: Entry) => {
    packed += entry.compressedSize
    unpacked += entry.uncompressedSize
    // Parts that lie over one another say more than the file holds.
    if (packed > size || unpacked > MOST_UNPACKED) throw refused('bomb')
    if (unpacked > RATIO_FROM && unpacked > size * MOST_RATIO) throw refused('bomb')
    if (entry.isEncrypted()) throw refused('locked')
    if (NESTED.has(endingOf(entry.fileName) ?? '') && (nested += 1) > MOST_NESTED) throw refused('nested')
    roots.add(`${entry.fileName.split('/')[0]}/`)
  }
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      try {
        look(entry)
        zip.readEntry()
      } catch (error) {
        reject(error as Error)
      }
    })
    zip.once('end', () => resolve(roots))
    zip.once('error', (error: Error) => reject(plain(error)))
    zip.readEntry()
  })
}

/** yauzl itself refuses absolute paths, backslashes and `..`. */
function plain(error: Error): Error {
  if (error instanceof Problem || (error as { code?: string }).code) return error
  return refused(
    /invalid (characters in fileName|relative path)|absolute path/.test(error.message) ? 'paths' : 'damaged',
  )
}

function opened(storage: Storage, key: string, size: number): Promise<ZipFile> {
  const reader = new StoredBytes(storage, key)
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true }
    fromRandomAccessReader(reader, size, options, (error, zip) => (error ? reject(plain(error)) : resolve(zip)))
  })
}

/** A class because yauzl wants one: it asks for parts by their place. */
class StoredBytes extends RandomAccessReader {
  readonly storage: Storage
  readonly key: string
  constructor(storage: Storage, key: string) {
    super()
    this.storage = storage
    this.key = key
  }
  override _readStreamForRange(start: number, end: number): Readable {
    const through = new PassThrough()
    this.storage.read(this.key, { start, end: end - 1 }).then(
      (bytes) => bytes.on('error', (error) => through.destroy(error)).pipe(through),
      (error: Error) => through.destroy(error),
    )
    return through
  }
}
