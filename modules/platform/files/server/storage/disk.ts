// Bytes in a folder of this machine.
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { once } from 'node:events'
import { Problem } from '#kernel/contract/index.ts'
import type { Storage } from './storage.ts'

/** `permissions` are those of a finished file, whatever the umask of the process. */
export function diskStorage(root: string, permissions = 0o644): Storage {
  const placeOf = (key: string) => path.join(root, ...key.split('/'))

  return {
    async write(key, bytes) {
      const place = placeOf(key)
      await makeFolder(path.dirname(place)).catch(refuseFull)
      const draft = `${place}.${randomBytes(4).toString('hex')}.draft`
      try {
        const handle = await open(draft, 'wx', 0o600)
        try {
          for await (const chunk of bytes) await handle.writeFile(chunk)
          await handle.chmod(permissions)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(draft, place)
        await syncFolder(path.dirname(place))
      } catch (error) {
        await rm(draft, { force: true })
        return refuseFull(error)
      }
    },
    async read(key, range) {
      const stream = createReadStream(placeOf(key), range)
      await once(stream, 'open')
      return stream
    },
    remove: (key) => rm(placeOf(key), { force: true }),
    names: (key) => readdir(placeOf(key)).catch(noneOrThrow),
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT'])

function refuseFull(error: unknown): never {
  throw FULL.has((error as NodeJS.ErrnoException).code ?? '') ? new Problem('file.storage_full', 507) : error
}

/** A folder is there for good when the one above it says so. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  for (let one = first && folder; one && one.length >= first!.length; one = path.dirname(one))
    await syncFolder(path.dirname(one))
}

/** A rename is safe when its folder is; Windows cannot say so of a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function noneOrThrow(error: unknown): string[] {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
  throw error
}
