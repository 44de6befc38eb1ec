// Who asks, and how far their permissions reach.
import {
  ANYONE,
  conditionOf,
  type Condition,
  type Entity,
  forbidden,
  type Grants,
  type Membership,
  type Scope,
  SIGNED_IN,
  unauthorized,
  type Viewer,
} from '../../contract/index.ts'

export type Actor = Viewer & {
  kind: 'anonymous' | 'person' | 'system'
  tenant_id: string
  session_id: string | null
  role: string
  grants: Grants
  language: string
  /** Stands in the log in place of the request's id: by it whoever reads an event tells what it goes back to. */
  mark?: string
}

/** What is known of a person's rights. */
export type PersonRights = {
  id: string
  role: string
  teams: readonly string[]
  language: string
  membership?: Membership | null
}

/** A person as an actor; without a session when the platform acts on their behalf (mail). */
export const personOf = (
  roles: ReadonlyMap<string, Grants>,
  tenantId: string,
  { id, role, teams, language, membership }: PersonRights,
  sessionId: string | null = null,
): Actor => ({
  kind: 'person',
  tenant_id: tenantId,
  user_id: id,
  session_id: sessionId,
  role,
  grants: roles.get(role) ?? {},
  teams,
  language,
  ...(membership ? { membership } : {}),
})

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** A caller who has not signed in: belongs to no tenant and may do only what anyone may. */
export const anonymous = (language: string): Actor => ({
  kind: 'anonymous',
  tenant_id: NOBODY,
  user_id: NOBODY,
  session_id: null,
  role: 'anonymous',
  grants: {},
  teams: [],
  language,
})

/** The platform acting on a tenant's behalf: jobs and subscriptions. */
export const systemOf = (tenantId: string): Actor => ({
  kind: 'system',
  tenant_id: tenantId,
  user_id: NOBODY,
  session_id: null,
  role: 'system',
  grants: {},
  teams: [],
  language: 'en',
})

/** How far a permission reaches for this actor; undefined = not at all. */
export function scopeOf(actor: Actor, permission: string): Scope | undefined {
  if (permission === ANYONE || actor.kind === 'system') return 'all'
  if (actor.kind === 'anonymous') return undefined
  return permission === SIGNED_IN ? 'all' : actor.grants[permission]
}

export const may = (actor: Actor, permission: string): boolean => scopeOf(actor, permission) !== undefined

/** Throws 401 for those who have not signed in and 403 for those who have but may not. */
export function demand(actor: Actor, permission: string): void {
  if (may(actor, permission)) return
  throw actor.kind === 'anonymous' ? unauthorized() : forbidden(permission)
}

/** Whether a permission reaches the records of the actor's colleagues too. */
export const isOpen = ({ membership }: Actor, permission: string): boolean =>
  membership?.opens.includes(permission) ?? false

/** What of an entity this actor reaches with a permission, as a condition on its rows. */
export const reach = (actor: Actor, of: Entity, permission: string): Condition | boolean =>
  conditionOf(of.access, scopeOf(actor, permission), isOpen(actor, permission))
