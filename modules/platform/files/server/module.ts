import { Problem, type Row } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import type { RawAnswer } from '#kernel/server/http/routes.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { File, files } from '../contract.ts'
import { typeOf } from './content-type.ts'
import { type Bytes, discard, read, store } from './storage.ts'

const fields = Object.keys(File.fields) as (keyof Row<typeof File>)[]

/** Browsers may show these in place; everything else, whatever it pretends to be, is saved. */
const SHOWN = /^(image\/(png|jpeg|gif|webp)|application\/pdf|video\/(mp4|webm))$/

const own = implement(
  files,
  { tables: [File] },
  {
    /** The bytes go first, without a transaction: a row without bytes would be a lie, bytes without a row are only waste. */
    async upload({ platform, actor, id: newId }, { name, body }) {
      const { dataDir, files: limits } = platform.config
      const place = { dataDir, tenant: actor.tenant_id, id: newId() }
      const { head, size, sha256 } = await store(place, body as Bytes, limits.maxSize)
      try {
        const type = typeOf(head, name, limits.types)
        if (!type) throw new Problem('file.type_refused', 415, { types: limits.types.join(', ') })
        const row = { id: place.id, name, type, size, sha256, uploaded_by: actor.user_id }
        return await platform.within(
          actor,
          {},
          async ({ db }) =>
            (await db.insertInto('files').values(row).returning(fields).executeTakeFirstOrThrow()) as Row<typeof File>,
        )
      } catch (error) {
        await discard(place)
        throw error
      }
    },

    get: (context, { id }) => find(context, File, id, 'files.read'),

    async content(context, { id }): Promise<RawAnswer> {
      const { name, type, size } = await find(context, File, id, 'files.read')
      const { dataDir } = context.platform.config
      return {
        stream: read({ dataDir, tenant: context.actor.tenant_id, id }),
        type,
        name,
        size,
        inline: SHOWN.test(type),
      }
    },
  },
)

const uses = { 'files.upload': 'own', 'files.read': 'own' } as const

export default serverModule({
  name: 'platform/files',
  actions: own,
  grants: { manager: uses, agent: uses, client: uses },
})
