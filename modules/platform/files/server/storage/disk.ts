// Bytes in a folder of this machine.
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { once } from 'node:events'
import type { Storage } from './storage.ts'

const DRAFT = '.draft'

export function diskStorage(root: string): Storage {
  const placeOf = (key: string) => path.join(root, ...key.split('/'))

  return {
    async write(key, bytes) {
      const place = placeOf(key)
      await mkdir(path.dirname(place), { recursive: true })
      const draft = `${place}${DRAFT}`
      try {
        const handle = await open(draft, 'wx', 0o600)
        try {
          for await (const chunk of bytes) await handle.writeFile(chunk)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(draft, place)
        await syncFolder(path.dirname(place))
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },
    async read(key) {
      const stream = createReadStream(placeOf(key))
      await once(stream, 'open')
      return stream
    },
    remove: (key) => rm(placeOf(key), { force: true }),
    names: (key) => readdir(placeOf(key)).catch(noneOrThrow),
  }
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
