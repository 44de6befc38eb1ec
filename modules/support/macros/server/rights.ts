// Who may let others use a macro, and change one that others use.
import { forbidden, invalid, Problem, type Draft } from '#kernel/contract/index.ts'
import { scopeOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { teams } from '#modules/platform/identity/contract.ts'
import { type Macro, SHARE } from '../contract.ts'

type Seen = Pick<Draft<typeof Macro>, 'visibility' | 'team'>

/** Throws 403 when the caller may not share with these people, 422 when the team is missing or not there. */
export async function demandSharing(context: Context, { visibility, team }: Seen): Promise<void> {
  if (visibility === 'personal') return
  const scope = scopeOf(context.actor, SHARE)
  if (visibility === 'shared') {
    if (scope !== 'all') throw forbidden(SHARE)
    return
  }
  if (team === null) throw invalid([{ pointer: '/team', code: 'required' }])
  const lead = await leadOf(context, team)
  const isTheirs = scope === 'team' && context.actor.teams.includes(team)
  if (scope !== 'all' && lead !== context.actor.user_id && !isTheirs) throw forbidden(SHARE)
}

async function leadOf({ call }: Context, id: string): Promise<string | null> {
  try {
    return (await call(teams.get, { id })).lead
  } catch (error) {
    if (error instanceof Problem && error.status === 404)
      throw invalid([{ pointer: '/team', code: 'unknown_reference' }])
    throw error
  }
}
