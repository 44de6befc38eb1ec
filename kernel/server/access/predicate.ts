// The SQL twin of `matches` in kernel/contract/access.ts.
import { expressionBuilder, type Expression, type SqlBool } from 'kysely'
import { type Condition, isAny, type Viewer } from '../../contract/index.ts'
import { slot } from '../database/statement/shape.ts'
import { type Actor, isOpen, scopeOf } from './actor.ts'

/** A condition on rows as an SQL predicate; `table` qualifies the columns. */
export function predicate(condition: Condition | boolean, viewer: Viewer, table?: string): Expression<SqlBool> {
  const eb = expressionBuilder<any, any>()
  const column = (field: string) => (table ? `${table}.${field}` : field)
  const build = (one: Condition | boolean): Expression<SqlBool> => {
    if (typeof one === 'boolean') return eb.lit(one)
    if (isAny(one)) return eb.or(one.any.map(build))
    return eb.and(
      Object.entries(one).map(([field, wanted]) => {
        if (wanted === 'me') return eb(column(field), '=', viewer.user_id)
        if (wanted === 'my_teams')
          return viewer.teams.length > 0 ? eb(column(field), 'in', viewer.teams) : eb.lit(false)
        if (wanted === 'my_organisation')
          return viewer.membership ? eb(column(field), '=', viewer.membership.organisation) : eb.lit(false)
        return wanted === null ? eb(column(field), 'is', null) : eb(column(field), '=', wanted)
      }),
    )
  }
  return build(condition)
}

/** In what predicates of one entity and permission may differ between viewers, beside `viewerValues`. */
export const shapeOf = (actor: Actor, permission: string): string =>
  `${scopeOf(actor, permission)} ${actor.teams.length}${actor.membership ? (isOpen(actor, permission) ? ' open' : ' member') : ''}`

/** What a predicate takes from its viewer, in the order of `viewerSlots`. */
export const viewerValues = ({ user_id, teams, membership }: Viewer): string[] =>
  membership ? [user_id, ...teams, membership.organisation] : [user_id, ...teams]

/** A viewer made of placeholders that begin at `first`: for statements that are built once for all viewers. */
export const viewerSlots = ({ teams, membership }: Viewer, first: number): Viewer => ({
  user_id: slot(first),
  teams: teams.map((_team, index) => slot(first + 1 + index)),
  ...(membership ? { membership: { organisation: slot(first + 1 + teams.length), opens: [] } } : {}),
})
