// The parts of a workbook's archive (ECMA-376 part 2), each unpacked as a stream of text.
import path from 'node:path'
import type { Readable } from 'node:stream'
import { type Entry, fromBufferPromise } from 'yauzl'
import { attribute, eachTag } from './xml.ts'

export type Archive = {
  /** The text of a part in pieces; null for a part that there is not. */
  read: (part: string) => Promise<AsyncIterable<string> | null>
  /** Where a part leads to, by the last word of the relation's type and by its id. */
  leads: (part: string) => Promise<Lead[]>
}
export type Lead = { id: string; kind: string; part: string }

/** Opens an archive that stands in memory packed. Throws where it is none. */
export async function archiveOf(bytes: Buffer): Promise<Archive> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true })
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry)
  const read: Archive['read'] = async (part) => {
    const entry = entries.get(part.toLowerCase())
    return entry ? decoded(await zip.openReadStreamPromise(entry, {})) : null
  }
  return {
    read,
    leads: async (part) => {
      const folder = path.posix.dirname(part)
      const relations = await read(path.posix.join(folder, '_rels', `${path.posix.basename(part)}.rels`))
      const found: Lead[] = []
      if (!relations) return found
      await eachTag(relations, (name, attributes) => {
        const target = attribute(attributes, 'Target')
        if (name !== 'Relationship' || !target || attribute(attributes, 'TargetMode') === 'External') return
        const whole = target.startsWith('/') ? target.slice(1) : path.posix.join(folder, target)
        const kind = (attribute(attributes, 'Type') ?? '').split('/').at(-1)!
        found.push({ id: attribute(attributes, 'Id') ?? '', kind, part: whole })
      })
      return found
    },
  }
}

async function* decoded(bytes: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const chunk of bytes) yield decoder.decode(chunk as Uint8Array, { stream: true })
}
