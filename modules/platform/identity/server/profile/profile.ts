// One's own face and availability.
import { conflict, invalid, notFound, type Out, type Parsed, type Row } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { implement, type TablesOf } from '#kernel/server/module.ts'
import { files, fileStore } from '#modules/platform/files/contract.ts'
import { profile, User, userChanged, type users } from '../../contract.ts'

type UserRow = Row<typeof User>
type In = Context<TablesOf<[typeof User]>>
type Own = Pick<UserRow, 'avatar' | 'availability' | 'availability_note' | 'availability_until'>

const fields = Object.keys(User.fields) as (keyof UserRow)[]

/** Shown small everywhere; the larger picture stays where it is. */
const SIZE = '320'

async function keep(context: In, changes: Partial<Own>): Promise<UserRow> {
  const user = (await context.db
    .updateTable('users')
    .set(changes)
    .where('id', '=', context.actor.user_id)
    .where('deleted_at', 'is', null)
    .returning(fields)
    .executeTakeFirst()) as UserRow | undefined
  if (!user) throw notFound(User.name)
  context.emit(userChanged, { user })
  return user
}

/** The picture one had until now; the files module keeps it for as long as it keeps what was let go. */
async function letGo(context: In): Promise<void> {
  const { db, actor } = context
  const before = await db.selectFrom('users').select('avatar').where('id', '=', actor.user_id).executeTakeFirst()
  if (before?.avatar)
    await context.as(systemOf(actor.tenant_id), ({ call }) => call(fileStore.release, { ids: [before.avatar!] }))
}

/** The bytes of somebody's picture, as the files module drew it anew: small and without what a camera wrote into it. */
export async function picture(context: In, { id }: Parsed<typeof users.picture>): Promise<Out<typeof files.content>> {
  const person = await context.db.selectFrom('users').select('avatar').where('id', '=', id).executeTakeFirst()
  if (!person?.avatar) throw notFound('picture')
  return context.as(systemOf(context.actor.tenant_id), ({ call }) =>
    call(files.content, { id: person.avatar!, size: SIZE }),
  )
}

export default implement(
  profile,
  { tables: [User] },
  {
    async setPicture(context, { file }) {
      const found = await context.call(files.get, { id: file }).catch(() => null)
      if (!found) throw invalid([{ pointer: '/file', code: 'unknown_reference' }])
      if (found.scan === 'waiting' || found.preview === 'waiting') throw conflict('file.checking')
      const isFace = found.purpose === 'avatar' && found.preview === 'ready' && found.type.startsWith('image/')
      if (!isFace) throw invalid([{ pointer: '/file', code: 'no_picture' }])
      await context.call(fileStore.claim, { ids: [file] })
      await letGo(context)
      return keep(context, { avatar: file })
    },
    async removePicture(context) {
      await letGo(context)
      return keep(context, { avatar: null })
    },
    setAvailability(context, { state, note, until }) {
      if (until !== null && Date.parse(until) <= Date.parse(context.now))
        throw invalid([{ pointer: '/until', code: 'over_already' }])
      return keep(
        context,
        state === null
          ? { availability: null, availability_note: null, availability_until: null }
          : { availability: state, availability_note: note, availability_until: until },
      )
    },
  },
)
