// A file of lines that is put aside when it is large or a day old: `application.log`, `application.log.1` … as many as are kept
// hot, then compressed in `archive/` for a year. Several processes may write to one file.
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  statSync,
  writeSync,
} from 'node:fs'
import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

export type LineFile = { write(line: string): void; flush(): void; close(): Promise<void> }

export type LineFileOptions = {
  /** Absolute. */
  file: string
  /** Bytes. */
  maxSize: number
  /** Files that are kept as they are, with the one that is written to. */
  hot: number
  daily: boolean
  /** Milliseconds since 1970. */
  now?: () => number
}

const FLUSH_MS = 200
const MOST_WAITING = 64 * 1024
const LOOK_MS = 1_000
const YEAR_MS = 366 * 86_400_000
const STALE_LOCK_MS = 60_000

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export function openLineFile({ file, maxSize, hot, daily, now = Date.now }: LineFileOptions): LineFile {
  mkdirSync(path.dirname(file), { recursive: true })
  let waiting: string[] = []
  let length = 0
  let looked = 0
  let timer: NodeJS.Timeout | null = null
  let archiving: Promise<void> = Promise.resolve()
  let fd = openSync(file, 'a', 0o640)

  function reopen(): void {
    closeSync(fd)
    fd = openSync(file, 'a', 0o640)
  }

  /** Another process may have put the file aside: what is written goes into the new one. */
  function follow(): void {
    const ours = fstatSync(fd)
    if (!existsSync(file) || statSync(file).ino !== ours.ino) reopen()
  }

  /** Whether the file must make room for `more` bytes. */
  function isDue(more: number): boolean {
    const { size, mtimeMs } = fstatSync(fd)
    return size > 0 && (size + more > maxSize || (daily && dayOf(mtimeMs) < dayOf(now())))
  }

  function putAside(): void {
    const lock = `${file}.lock`
    try {
      mkdirSync(lock)
    } catch {
      // Another process does it, or died at it.
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > STALE_LOCK_MS) rmdirSync(lock)
      return
    }
    try {
      const last = `${file}.${hot - 1}`
      const oldest = hot > 1 ? last : file
      if (existsSync(oldest)) {
        const aside = `${file}.${now()}.${process.pid}.aside`
        renameSync(oldest, aside)
        archiving = archiving.then(() => archive(file, aside, now())).catch(() => undefined)
      }
      for (let n = hot - 2; n >= 1; n--) if (existsSync(`${file}.${n}`)) renameSync(`${file}.${n}`, `${file}.${n + 1}`)
      if (hot > 1) renameSync(file, `${file}.1`)
    } finally {
      rmdirSync(lock)
    }
    reopen()
  }

  function flush(): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (waiting.length === 0) return
    const text = waiting.join('')
    waiting = []
    length = 0
    try {
      if (Date.now() - looked > LOOK_MS) {
        looked = Date.now()
        follow()
      }
      if (isDue(Buffer.byteLength(text))) putAside()
      writeSync(fd, text)
    } catch {
      // A full disk must not end the product: standard output has the line.
    }
  }
  process.on('exit', flush)

  return {
    write(line) {
      waiting.push(line)
      length += line.length
      if (length > MOST_WAITING) flush()
      else timer ??= setTimeout(flush, FLUSH_MS).unref()
    },
    flush,
    async close() {
      flush()
      process.off('exit', flush)
      await archiving
      closeSync(fd)
    },
  }
}

/** Compresses a file into the archive beside it, and forgets what lies there for more than a year. */
async function archive(file: string, aside: string, at: number): Promise<void> {
  const folder = path.join(path.dirname(file), 'archive')
  mkdirSync(folder, { recursive: true })
  const { mtimeMs } = await stat(aside)
  const stamp = new Date(mtimeMs).toISOString().replaceAll(/[:.]/g, '-')
  const target = path.join(folder, `${path.basename(file)}.${stamp}.gz`)
  await pipeline(createReadStream(aside), createGzip(), createWriteStream(`${target}.part`, { mode: 0o640 }))
  await rename(`${target}.part`, target)
  await unlink(aside)
  for (const name of await readdir(folder)) {
    const day = /\.(\d{4}-\d\d-\d\d)T[\d-]+Z\.gz$/.exec(name)?.[1]
    if (day && Date.parse(day) < at - YEAR_MS) await rm(path.join(folder, name), { force: true })
  }
}
