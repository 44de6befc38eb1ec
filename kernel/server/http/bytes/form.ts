// A form with a file (multipart/form-data, RFC 7578), read as it comes: the fields before the file, then the file's bytes.
import { malformed } from '../../../contract/index.ts'

export type FormFile = { name: string; type: string; bytes: AsyncIterable<Uint8Array> }
export type Form = {
  /** What stands before the file; what follows it is not read. */
  fields: Record<string, string>
  file: FormFile | null
}

const MOST_FIELDS = 50
const MOST_HEAD = 8_192
const MOST_FIELD = 65_536
const LINE = Buffer.from('\r\n')

/** The boundary of a form by its media type; null where it names none. */
export function boundaryOf(type: string): string | null {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? []
  return quoted ?? plain ?? null
}

/** Reads a form up to the bytes of its first file. Throws 400 for what is none. */
export async function openForm(source: AsyncIterator<Uint8Array>, boundary: string): Promise<Form> {
  const stretch = stretches(source)
  // The very first boundary may stand without the line's end that is part of every other.
  const mark = Buffer.from(`\r\n--${boundary}`)
  await stretch.upTo(mark, MOST_FIELD)
  const fields: [string, string][] = []
  while (fields.length < MOST_FIELDS) {
    if (await stretch.isNext('--')) return { fields: Object.fromEntries(fields), file: null }
    await stretch.upTo(LINE, 100)
    const { name, filename, type } = headOf((await stretch.upTo(Buffer.from('\r\n\r\n'), MOST_HEAD)).toString())
    if (filename !== null)
      return { fields: Object.fromEntries(fields), file: { name: filename, type, bytes: stretch.bytesUpTo(mark) } }
    fields.push([name, (await stretch.upTo(mark, MOST_FIELD)).toString()])
  }
  throw malformed('malformed_form')
}

function headOf(head: string): { name: string; filename: string | null; type: string } {
  const disposition = /^content-disposition:[ \t]*form-data[ \t]*;(.*)$/im.exec(head)?.[1]
  const name = /(?:^|;)\s*name="([^"]*)"/i.exec(disposition ?? '')?.[1]
  if (!disposition || name === undefined) throw malformed('malformed_form')
  const encoded = /;\s*filename\*=utf-8''([^\s;]+)/i.exec(disposition)?.[1]
  const filename = /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]
  return {
    name: plain(name),
    filename: encoded !== undefined ? unescaped(encoded) : filename === undefined ? null : plain(filename),
    type: /^content-type:[ \t]*([^\r\n]*)$/im.exec(head)?.[1]?.trim() ?? '',
  }
}

/** Browsers write a quotation mark and a line's end in a name as %22, %0D and %0A, other programs as \". */
const plain = (name: string) =>
  name.replaceAll(/%22|%0D|%0A/gi, (code) => decodeURIComponent(code)).replaceAll('\\"', '"')

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw malformed('malformed_form')
  }
}

/** A stream by its stretches between marks. */
function stretches(source: AsyncIterator<Uint8Array>) {
  let held: Buffer = LINE
  /** Holds one more piece; throws where there is none. */
  async function more(): Promise<void> {
    const { done, value } = await source.next()
    if (done) throw malformed('malformed_form')
    held = Buffer.concat([held, value])
  }
  return {
    /** All before the mark, at most so many bytes; the mark is passed. */
    async upTo(mark: Buffer, most: number): Promise<Buffer> {
      for (;;) {
        const at = held.indexOf(mark)
        if (at > most || (at < 0 && held.length > most + mark.length)) throw malformed('malformed_form')
        if (at >= 0) {
          const stretch = held.subarray(0, at)
          held = held.subarray(at + mark.length)
          return stretch
        }
        await more()
      }
    },
    async *bytesUpTo(mark: Buffer): AsyncGenerator<Uint8Array> {
      for (;;) {
        const at = held.indexOf(mark)
        // The end of what is held may be the beginning of the mark.
        const sure = at >= 0 ? at : Math.max(held.length - mark.length + 1, 0)
        if (sure > 0) yield held.subarray(0, sure)
        held = held.subarray(sure)
        if (at >= 0) return
        await more()
      }
    },
    async isNext(text: string): Promise<boolean> {
      while (held.length < text.length) await more()
      return held.toString('latin1', 0, text.length) === text
    },
  }
}
