// Somebody with the right to do so tells people something.
import { invalid, type Out, type Parsed } from '#kernel/contract/index.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { notifications } from '../../contract.ts'
import type { NoticeContext } from '../tables.ts'
import { messageKind } from '../telling/order.ts'
import { tellAll } from '../telling/spread.ts'

type Asked = Parsed<typeof notifications.send>

/** Tells everybody who is meant, the sender included where they named themselves. Throws 422 when nobody is there. */
export async function send(
  context: NoticeContext,
  { to, title, body, link }: Asked,
): Promise<Out<typeof notifications.send>> {
  const wanted = 'users' in to ? { ids: to.users } : 'role' in to ? { roles: [to.role] } : { team: to.team }
  const id = context.id()
  const recipients = await context.as(systemOf(context.actor.tenant_id), async (system: NoticeContext) => {
    const { items } = await system.call(users.addressees, wanted)
    if (items.length === 0 || ('users' in to && items.length < new Set(to.users).size))
      throw invalid([{ pointer: '/to', code: 'unknown_recipients' }])
    const ordered = {
      cause: `message:${id}`,
      kind: messageKind.name,
      actor: context.actor.kind === 'person' ? context.actor.user_id : null,
      about: null,
      record: null,
      link,
      values: { title, body },
    }
    await tellAll(system, ordered, items)
    return items.length
  })
  return { id, recipients }
}
