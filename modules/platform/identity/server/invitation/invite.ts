// Inviting people: they are there at once, and sign in when they have set a password by the mailed link.
import { conflict, type Out, type Parsed, type Row } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { findLocked } from '#kernel/server/crud.ts'
import type { Db } from '#kernel/server/database/index.ts'
import { User, userChanged, type users } from '../../contract.ts'
import { writeLetter } from '../letters.ts'
import { organisationAt } from '../organisations/organisations.ts'
import { endLinks, makeLink } from '../links.ts'
import type { IdentityTables } from '../tables.ts'

type In = Context<IdentityTables>
type UserRow = Row<typeof User>
const GOOD_FOR_DAYS = 7
const columns = Object.keys(User.fields)

/** Invites people one by one; an address that the organisation knows already is answered as `known`. */
export async function invite(
  context: In,
  { people, ...common }: Parsed<typeof users.invite>,
): Promise<Out<typeof users.invite>> {
  const db = context.db as unknown as Db
  const items: Out<typeof users.invite>['items'] = []
  for (const { email, name } of people) {
    const known = await db
      .selectFrom('users')
      .select('id')
      .where('email', '=', email)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (known) {
      items.push({ email, outcome: 'known', user: null })
      continue
    }
    const organisation =
      common.organisation === null && common.role === 'client' ? await organisationAt(db, email) : common.organisation
    const { id } = (await db
      .insertInto('users')
      .values({
        ...common,
        organisation,
        email,
        name: name ?? nameFrom(email),
        is_active: true,
        phone: null,
        last_sign_in_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()) as { id: string }
    await context.db
      .insertInto('sign_in_names')
      .values({ name: email, user_id: id })
      .onConflict((c) => c.columns(['name', 'tenant_id']).doUpdateSet({ user_id: id }))
      .execute()
    items.push({ email, outcome: 'invited', user: await mailInvitation(context, id) })
  }
  return { items }
}

const nameFrom = (email: string) => email.split('@')[0]!.slice(0, 100)

/** Mails a new link to somebody who has no password yet; throws 409 for everybody else. */
export async function sendInvitation(context: In, { id }: { id: string }): Promise<UserRow> {
  const user = await findLocked(context, User, id, 'users.create')
  if (!user.is_active) throw conflict('user.inactive')
  await refuseThoseWithPassword(context, id)
  return mailInvitation(context, id)
}

/** Makes the link void; the person stays, without a way in. */
export async function withdrawInvitation(context: In, { id }: { id: string }): Promise<UserRow> {
  const db = context.db as unknown as Db
  const user = await findLocked(context, User, id, 'users.update')
  if (user.invited_until === null) throw conflict('user.not_invited')
  await refuseThoseWithPassword(context, id)
  await endLinks(db, id, 'invitation', 'withdrawn', context.now)
  const after = await db
    .updateTable('users')
    .set({ invited_until: null })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  context.emit(userChanged, { user: after as UserRow })
  return after as UserRow
}

async function refuseThoseWithPassword({ db }: In, userId: string): Promise<void> {
  const has = await db.selectFrom('credentials').select('user_id').where('user_id', '=', userId).executeTakeFirst()
  if (has) throw conflict('user.has_password')
}

async function mailInvitation(context: In, id: string): Promise<UserRow> {
  const { actor, platform } = context
  const { token, expires_at } = await makeLink(context, {
    user_id: id,
    purpose: 'invitation',
    minutes: GOOD_FOR_DAYS * 24 * 60,
  })
  const user = (await (context.db as unknown as Db)
    .updateTable('users')
    .set({ invited_until: expires_at })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()) as UserRow
  await context.as(systemOf(actor.tenant_id), (system) =>
    writeLetter(system, user, 'invitation', {
      link: `${platform.config.publicUrl}/invitation#${token}`,
      days: String(GOOD_FOR_DAYS),
    }),
  )
  context.emit(userChanged, { user })
  return user
}
