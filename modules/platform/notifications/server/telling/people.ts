// Who is told: recipients as they are at the moment of telling.
import { type Event, SIGNED_IN, type Out } from '#kernel/contract/index.ts'
import { personOf } from '#kernel/server/access/actor.ts'
import { mayHear } from '#kernel/server/access/hearing.ts'
import type { Telling } from '#kernel/server/module.ts'
import type { NoticeKind } from '#kernel/contract/index.ts'
import { users } from '#modules/platform/identity/contract.ts'
import type { NoticeContext } from '../tables.ts'

export type Addressee = Out<typeof users.addressees>['items'][number]

/** The people that a telling names. Those of a permission are asked only where somebody wants to be told. */
export async function addressees(context: NoticeContext, kind: NoticeKind, to: Telling['to']): Promise<Addressee[]> {
  const { call, platform } = context
  if (!('permission' in to)) return to.length === 0 ? [] : (await call(users.addressees, { ids: [...to] })).items
  const roles = [...platform.access.roles].flatMap(([role, grants]) => (grants[to.permission] ? [role] : []))
  if (kind.mandatory || Object.values(kind.channels).some(Boolean))
    return (await call(users.addressees, { roles })).items
  const wishing = await context.db
    .selectFrom('notification_choices')
    .select('user_id')
    .where('kind', '=', kind.name)
    .where('is_on', '=', true)
    .execute()
  if (wishing.length === 0) return []
  if (wishing.some(({ user_id }) => user_id === null)) return (await call(users.addressees, { roles })).items
  return (await call(users.addressees, { roles, ids: wishing.map(({ user_id }) => user_id!) })).items
}

/** Leaves those whom the kind is for, and who may hear of the event where its plan does not vouch for them. */
export function entitled(
  { platform, actor }: NoticeContext,
  kind: NoticeKind,
  people: readonly Addressee[],
  told: { event: Event; payload: unknown } | null,
): Addressee[] {
  const record = told && told.event.record(told.payload)
  return people.filter((person) => {
    const self = personOf(platform.access.roles, actor.tenant_id, person)
    if (kind.can !== SIGNED_IN && self.grants[kind.can] === undefined) return false
    return kind.trusted || told === null || mayHear(self, told.event, record!, told.payload)
  })
}
