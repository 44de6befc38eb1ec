// The pictures of a picture: smaller ones, and one without what the camera wrote into it.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Row } from '#kernel/contract/index.ts'
import type { Platform } from '#kernel/server/context.ts'
import { type File, PREVIEW_SIZES } from '../../contract.ts'
import { keyOf, storageOf } from '../storage/storage.ts'
import type { Drawn } from './draw.ts'
import { draughtsman } from './draughtsman.ts'

type Made = Partial<Pick<Row<typeof File>, 'width' | 'height' | 'size' | 'sha256'>> & { preview: 'ready' | 'failed' }

const shared = draughtsman()
/** Ends the process that makes pictures with the platform. */
export const picturesService = {
  name: 'files.pictures',
  role: 'worker' as const,
  start: async () => ({ stop: shared.stop }),
}

/** Makes and stores pictures; `failed` when it is none that can be read within bounds. The new bytes come with `sha256`. */
export async function makePictures(
  { config, database, log }: Platform,
  tenantId: string,
  { id }: Pick<Row<typeof File>, 'id'>,
): Promise<Made> {
  const storage = storageOf(config)
  const key = keyOf(tenantId, id)
  const folder = await mkdtemp(path.join(tmpdir(), 'workernet-picture-'))
  const at = (name: string) => path.join(folder, name)
  try {
    await pipeline(await storage.read(key), createWriteStream(at('source')))
    const previews = PREVIEW_SIZES.map((side) => ({ path: at(side), side: Number(side) }))
    const drawn = await shared.draw({ source: at('source'), clean: at('clean'), previews }).catch((error: unknown) => {
      log.warn({ file: id, error: String(error) }, 'no pictures could be made')
      return { failed: 'broken' } as Drawn
    })
    if (drawn.failed) return { preview: 'failed' }
    const sizes: Record<string, number> = {}
    for (const side of PREVIEW_SIZES) {
      sizes[side] = (await stat(at(side))).size
      await storage.write(`${key}.${side}.webp`, createReadStream(at(side)))
    }
    const clean = drawn.cleaned ? await storeClean(at('clean'), `${key}.clean`) : {}
    await database.tenant(tenantId, 'write', (db) =>
      db
        .insertInto('file_keeping')
        .values({ file: id, cleaned: drawn.cleaned, previews: JSON.stringify(sizes) })
        .onConflict((clash) =>
          clash.columns(['tenant_id', 'file']).doUpdateSet({ cleaned: drawn.cleaned, previews: JSON.stringify(sizes) }),
        )
        .execute(),
    )
    return { preview: 'ready', width: drawn.width, height: drawn.height, ...clean }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }

  async function storeClean(file: string, to: string) {
    const hash = createHash('sha256')
    async function* hashed() {
      for await (const chunk of createReadStream(file)) {
        hash.update(chunk as Buffer)
        yield chunk as Buffer
      }
    }
    await storage.write(to, hashed())
    return { size: (await stat(file)).size, sha256: hash.digest('hex') }
  }
}
