// A form with a file (multipart/form-data, RFC 7578), read as it comes: the fields before the file, then the file's bytes.
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { addAbortSignal, pipeline, Readable } from 'node:stream'
import { malformed } from '../../../contract/index.ts'

export type FormFile = { name: string; type: string; bytes: AsyncIterable<Uint8Array> }
export type Form = {
  /** What stands before the file; what follows it is not read. */
  fields: Record<string, string>
  file: FormFile | null
}

const LIMITS = { fields: 50, fieldSize: 65_536, files: 1, headerSize: 8_192 }

/**
 * Reads a form up to the bytes of its first file. Throws 400 for what is none, also while these are read. Lets go of the source
 * at its end, or when `over` says that nobody reads any more.
 */
export function openForm(source: AsyncIterable<Uint8Array>, type: string, over: AbortSignal): Promise<Form> {
  return new Promise((resolve, reject) => {
    const fields: [string, string][] = []
    const form = (file: FormFile | null): Form => ({ fields: Object.fromEntries(fields), file })
    let bytes: Readable | undefined
    const parser = addAbortSignal(over, parserOf(type))
    const refuse = () => void parser.destroy(malformed('malformed_form'))
    // It tells its errors also when nobody reads any more, or not yet.
    const broken = (error: Error) => void bytes?.destroy(error)
    parser.on('error', broken)
    parser.on('fieldsLimit', refuse)
    parser.on('field', (name, value, _isNameCut, isCut) => (isCut ? refuse() : fields.push([name, value])))
    parser.on('file', (_field, stream, name, _encoding, type) => {
      bytes = stream.on('error', broken)
      resolve(form({ name: plain(name ?? ''), type, bytes: whole(stream) }))
    })
    pipeline(Readable.from(piecesOf(source)), parser, (error) => {
      if (!error) return resolve(form(null))
      broken(error)
      reject(malformed('malformed_form'))
    })
  })
}

/** `yield*` would throw into the source when the form is given up, and so break the request before it is answered. */
async function* piecesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of source) yield piece
}

function parserOf(type: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': type }, limits: LIMITS })
  } catch {
    throw malformed('malformed_form')
  }
}

/** The bytes of a file; what breaks before its end is a broken form. */
async function* whole(bytes: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } catch {
    throw malformed('malformed_form')
  }
}

/** Browsers write a quotation mark and a line's end in a name as %22, %0D and %0A. */
const plain = (name: string) => name.replaceAll(/%22|%0D|%0A/gi, (code) => decodeURIComponent(code))
