// Who may let others see a view, and who may change one that others see.
import { forbidden, invalid } from '#kernel/contract/index.ts'
import { scopeOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { SHARE, type ViewRow } from '../contract.ts'

type Seen = Pick<ViewRow, 'visibility' | 'team'>

/** Throws 403 when the caller may not show a view to these people, 422 when the team is missing or not there. */
export async function demandSharing(context: Context, { visibility, team }: Seen): Promise<void> {
  if (visibility === 'personal') return
  if (visibility === 'shared') {
    if (scopeOf(context.actor, SHARE) !== 'all') throw forbidden(SHARE)
    return
  }
  if (team === null) throw invalid([{ pointer: '/team', code: 'required' }])
  if (!(await keepsTeam(context, team))) throw forbidden(SHARE)
}

/** Throws 403 when others keep this view: it may be copied. */
export async function demandKeeping(context: Context, view: ViewRow): Promise<void> {
  if (view.owner === context.actor.user_id) return
  await demandSharing(context, view)
}

/** Whether the caller leads the team or may share with it; throws 422 when it is not there. */
async function keepsTeam({ db, actor }: Context, id: string): Promise<boolean> {
  const team = (await db
    .selectFrom('teams')
    .select('lead')
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()) as { lead: string | null } | undefined
  if (!team) throw invalid([{ pointer: '/team', code: 'unknown_reference' }])
  const scope = scopeOf(actor, SHARE)
  return team.lead === actor.user_id || scope === 'all' || (scope === 'team' && actor.teams.includes(id))
}
