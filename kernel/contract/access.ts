// Who may see a record: conditions as data, so that SQL lists and live events are filtered by the same words.

/** `me`, `my_teams` and `my_organisation` stand for the caller; anything else is compared as it is. */
export type Condition =
  | { readonly [field: string]: 'me' | 'my_teams' | 'my_organisation' | boolean | null }
  | { readonly any: readonly Condition[] }

export type Scope = 'own' | 'team' | 'all'

/**
 * What `own` and `team` mean for an entity. `all` needs no words, except for what belongs to one person alone
 * (notifications): there it says how far even an administrator reaches. `colleagues` is what `own` reaches beside it with
 * the permissions that the caller's organisation opens to its people.
 */
export type Access = { own?: Condition; colleagues?: Condition; team?: Condition; all?: Condition }

/** Permission → how far it reaches. */
export type Grants = Readonly<Record<string, Scope>>

/** The organisation that a person belongs to, and the permissions that reach its other people's records. */
export type Membership = { organisation: string; opens: readonly string[] }

export type Viewer = { user_id: string; teams: readonly string[]; membership?: Membership | null }

export const isAny = (condition: Condition): condition is { any: readonly Condition[] } =>
  Array.isArray((condition as { any?: unknown }).any)

/** The condition that a scope puts on an entity's rows: `true` = everything, `false` = nothing. `open`: to colleagues. */
export function conditionOf(
  access: Access | undefined,
  scope: Scope | undefined,
  open: boolean = false,
): Condition | boolean {
  if (!scope) return false
  if (scope === 'all') return access?.all ?? true
  const own = open ? [access?.own, access?.colleagues] : [access?.own]
  const reached = scope === 'own' ? own : [...own, access?.team]
  const conditions = reached.filter((condition) => condition !== undefined)
  return conditions.length > 0 && { any: conditions }
}

/** Whether a row satisfies a condition for this viewer; the twin of the SQL predicate in kernel/server/access. */
export function matches(condition: Condition | boolean, row: Record<string, unknown>, viewer: Viewer): boolean {
  if (typeof condition === 'boolean') return condition
  if (isAny(condition)) return condition.any.some((one) => matches(one, row, viewer))
  return Object.entries(condition).every(([field, wanted]) => {
    const value = row[field]
    if (wanted === 'me') return value === viewer.user_id
    if (wanted === 'my_organisation') return value === viewer.membership?.organisation && value !== undefined
    if (wanted === 'my_teams') return typeof value === 'string' && viewer.teams.includes(value)
    return value === wanted
  })
}
