// Where bytes lie. Local disk now; another place is another `Storage` that passes the same test.
import path from 'node:path'
import type { Config } from '#kernel/server/config.ts'
import { diskStorage } from './disk.ts'

/** Keys are relative paths with `/`, made by us, never by people. */
export type Storage = {
  /** All or nothing: the bytes are safe when it returns, and when it throws nothing is left. */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** Throws when nothing lies there. */
  read(key: string): Promise<import('node:stream').Readable>
  /** Nothing happens where nothing lies. */
  remove(key: string): Promise<void>
  /** The names below a key, without what lies deeper; drafts of broken writes too. */
  names(key: string): Promise<string[]>
}

export const storageOf = ({ dataDir }: Config): Storage => diskStorage(path.join(dataDir, 'files'))

/** `<tenant>/<day>/<id>`: an id knows its day, so that yesterday's leftovers are found without looking at everything. */
export const keyOf = (tenantId: string, id: string) => `${tenantId}/${dayOf(id)}/${id}`

/** The day of a version 7 uuid, whose first 48 bits are milliseconds. */
const dayOf = (id: string) =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString().slice(0, 10)
