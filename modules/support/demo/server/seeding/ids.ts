// Ids that are the same at every seeding, so that what is there is known by its id.
import { createHash } from 'node:crypto'

const digest = (names: readonly string[]) =>
  createHash('sha1')
    .update(['workernet', ...names].join('\n'))
    .digest()

/** A uuid by name (RFC 9562, version 5 in form): the same names always give the same id. */
export const stableId = (...names: string[]): string => asUuid(digest(names), 0x50)

/**
 * A uuid that sorts by its moment (version 7), for rows whose order of writing is the order of their ids. `order` keeps
 * rows of the same millisecond apart and in turn, 0 to 4095; the rest follows from the names.
 */
export function momentId(at: string | number, order: number, ...names: string[]): string {
  const bytes = digest(names)
  bytes.writeUIntBE(typeof at === 'number' ? at : Date.parse(at), 0, 6)
  bytes.writeUInt16BE(order & 0xfff, 6)
  return asUuid(bytes, 0x70)
}

function asUuid(bytes: Buffer, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | version
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
