// What kind of thing an entry is, told by the declaration of its action; in SQL for lists, in JavaScript for reports and rules.
import { sql, type Expression, type SqlBool } from 'kysely'
import type { Action } from '#kernel/contract/index.ts'
import type { SECTIONS } from '../contract.ts'

export type Section = (typeof SECTIONS)[number]
type Actions = ReadonlyMap<string, Action>
type Told = { action: string; outcome: string; role: string; actor_kind: string }

export const ADMINS: ReadonlySet<string> = new Set(['admin', 'super_admin'])

const opensSession = (action: Action | undefined) => action?.session === 'open'
const isExport = (action: Action | undefined) => action?.audited === 'export'
const isRead = (action: Action | undefined) => action?.kind === 'query' && !isExport(action)

/** The sections an entry belongs to; an administrator's export is in two. */
export function sectionsOf({ action, outcome, role, actor_kind }: Told, actions: Actions): Section[] {
  const known = actions.get(action)
  const found: Section[] = []
  if (opensSession(known)) found.push(outcome === 'done' ? 'sign_ins' : 'sign_in_failures')
  else if (outcome === 'refused') found.push('refused')
  if (outcome === 'done' && isRead(known)) found.push('reads')
  if (outcome === 'done' && isExport(known)) found.push('exports')
  if (ADMINS.has(role) && known?.kind === 'command' && !known.session) found.push('admin')
  if (actor_kind === 'database') found.push('outside')
  return found
}

/** The same as a condition on entries called `e`. */
export function sectionFilter(section: Section, actions: Actions): Expression<SqlBool> {
  const named = (fits: (action: Action) => boolean) => {
    const names = [...actions.values()].filter(fits).map(({ name }) => name)
    return sql<SqlBool>`e.action in (${sql.join(names.map((name) => sql.lit(name)))})`
  }
  switch (section) {
    case 'sign_ins':
      return sql`${named(opensSession)} and e.outcome = 'done'`
    case 'sign_in_failures':
      return sql`${named(opensSession)} and e.outcome <> 'done'`
    case 'refused':
      return sql`e.outcome = 'refused' and not ${named(opensSession)}`
    case 'reads':
      return sql`${named((action) => isRead(action) && mayBeRead(action))} and e.outcome = 'done'`
    case 'exports':
      return sql`${named(isExport)} and e.outcome = 'done'`
    case 'admin':
      return sql`e.role in ('admin', 'super_admin') and ${named((action) => action.kind === 'command' && !action.session)}`
    case 'outside':
      return sql`e.action in ('sql.change', 'sql.upkeep') and e.actor_kind = 'database'`
  }
}

const mayBeRead = (action: Action) => action.audited !== 'none' && action.internal !== true
