// Where bytes lie: a folder or an S3 bucket. Another place is another `Storage` that passes `storage.test.ts`.
import path from 'node:path'
import type { Readable } from 'node:stream'
import type { Config } from '#kernel/server/config.ts'
import type { ByteRange } from '#kernel/server/http/bytes/answer.ts'
import { diskStorage } from './disk.ts'
import { s3Storage } from './s3.ts'

/**
 * Keys are relative paths with `/`, made by us, never by people. Everything throws `file.storage_down` (503) while the
 * place cannot be reached.
 */
export type Storage = {
  /** All or nothing: the bytes are safe when it returns, and when it throws nothing is left. Throws 507 for a full disk. */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** The whole or a part of it. Throws an error with the code ENOENT when nothing lies there. */
  read(key: string, range?: ByteRange): Promise<Readable>
  /** Nothing happens where nothing lies. */
  remove(key: string): Promise<void>
  /** The names below a key, without what lies deeper; drafts of broken writes too. */
  names(key: string): Promise<string[]>
}

const made = new WeakMap<Config['files'], Storage>()

/** The storage that is configured; one for each configuration, so that its connections are shared. */
export function storageOf({ files, dataDir }: Config): Storage {
  const known = made.get(files)
  if (known) return known
  const { s3, folder, permissions } = files
  const storage = s3 ? s3Storage(s3) : diskStorage(folder ?? path.join(dataDir, 'files'), permissions)
  made.set(files, storage)
  return storage
}

/** Tests put another storage in the place of the configured one. */
export const useStorage = ({ files }: Config, storage: Storage): void => void made.set(files, storage)

/** `<tenant>/<day>/<id>`: an id knows its day, so that yesterday's leftovers are found without looking at everything. */
export const keyOf = (tenantId: string, id: string) => `${tenantId}/${dayOf(id)}/${id}`

/** The day of a version 7 uuid, whose first 48 bits are milliseconds. */
export const dayOf = (id: string) =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString().slice(0, 10)
