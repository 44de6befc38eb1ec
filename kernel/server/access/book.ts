// The built-in roles: what the modules grant them, and everything to administrators.
import { ANYONE, type Grants, SIGNED_IN } from '../../contract/index.ts'
import type { ServerModule } from '../module.ts'

export type AccessBook = {
  /** Role → permission → scope. */
  roles: ReadonlyMap<string, Grants>
  /** Permission → the actions that need it. */
  permissions: ReadonlyMap<string, readonly string[]>
}

export const ADMIN = 'admin'
/** Permissions that only the platform's own administrators hold. */
const PLATFORM_ROLE = 'super_admin'

export function accessBook(modules: readonly ServerModule[]): AccessBook {
  const permissions = new Map<string, string[]>()
  const platformOnly = new Set<string>()
  for (const { action } of modules.flatMap((module) => module.actions)) {
    if (action.can === ANYONE || action.can === SIGNED_IN) continue
    permissions.set(action.can, [...(permissions.get(action.can) ?? []), action.name])
    if (action.across) platformOnly.add(action.can)
  }
  const roles = new Map<string, Record<string, Grants[string]>>()
  for (const [role, grants] of modules.flatMap((module) => Object.entries(module.grants ?? {}))) {
    roles.set(role, { ...roles.get(role), ...grants })
    for (const permission of Object.keys(grants)) if (!permissions.has(permission)) permissions.set(permission, [])
  }
  const everything = [...permissions.keys()].filter((permission) => !platformOnly.has(permission))
  roles.set(ADMIN, Object.fromEntries(everything.map((permission) => [permission, 'all'])))
  roles.set(PLATFORM_ROLE, Object.fromEntries([...platformOnly].map((permission) => [permission, 'all'])))
  return { roles, permissions }
}
