// The operations of the description, with records that their ids can hit.
import { type Action, ANYONE, SIGNED_IN } from '#kernel/contract/index.ts'
import { openApi } from '#kernel/server/http/docs/openapi.ts'
import type { TenantSlug, TestPlatform } from '#app/testing.ts'
import { exampleOf, subjectOf } from '../examples.ts'
import { recordOf } from '../records.ts'
import type { Operation, Target } from './calls.ts'
import type { Role } from './people.ts'
import type { Random } from './random.ts'

/** Ids by the name of their entity. */
export type Pool = Map<string, string[]>

/** A record of every entity of a tenant that an address can name. */
export async function poolOf(desk: TestPlatform, tenant: TenantSlug): Promise<Pool> {
  const pool: Pool = new Map()
  const { actions } = desk.running
  const named = actions
    .filter(({ internal, path }) => !internal && path.includes('/:id'))
    .map((action) => subjectOf(actions, action))
  for (const name of new Set(named)) if (name) pool.set(name, [await recordOf(desk, tenant, name)])
  pool.get('user')?.push(desk.id(tenant, 'agent'), desk.id(tenant, 'client'))
  return pool
}

/** What hashes passwords, draws on paper, asks names of other machines or ends what the others stand on is called, but seldom. */
const SELDOM: Readonly<Record<string, number>> = {
  'auth.login': 0.05,
  'auth.updateMe': 0.4,
  'users.setPassword': 0.05,
  'passwords.reset': 0.1,
  'passwords.accept': 0.1,
  'quotes.create': 0.1,
  'webhooks.test': 0.02,
  'tenants.create': 0.1,
  'tenants.replace': 0.1,
  'users.remove': 0.2,
  'users.endSessions': 0.1,
  'sessions.endOthers': 0.1,
  'auth.logout': 0.2,
  'security.set': 0.2,
}

/** Calls that are refused at the door are made too, but seldom: they say nothing of what is behind it. */
const REFUSED = 0.3

function weightOf({ platform }: TestPlatform['running'], { name, can }: Action, role: Role): number {
  const signedIn = role !== 'anonymous'
  const granted = can === ANYONE || (signedIn && (can === SIGNED_IN || can in (platform.access.roles.get(role) ?? {})))
  return (SELDOM[name] ?? 1) * (granted ? 1 : REFUSED)
}

/** How the description names the operation of an action. */
function describing({ running: { actions, entities, platform } }: TestPlatform): (action: Action) => Operation {
  const document = JSON.parse(JSON.stringify(openApi(actions, entities, platform.texts, 'en'))) as {
    paths: Record<string, Record<string, Operation>>
  }
  return ({ path, method }) => document.paths[`/api${path.replaceAll(/:(\w+)/g, '{$1}')}`]![method.toLowerCase()]!
}

/** Every operation that the description names, with a call that works; `before` gives the examples that no new one replaces. */
export async function targetsOf(
  desk: TestPlatform,
  role: Role,
  pool: Pool,
  before: readonly Target[],
): Promise<Target[]> {
  const { actions } = desk.running
  const operationOf = before.length > 0 ? null : describing(desk)
  const targets: Target[] = []
  for (const action of actions.filter(({ internal }) => !internal)) {
    const known = before.find((one) => one.action === action)
    const operation = known?.operation ?? operationOf!(action)
    // What the calls so far have made impossible, a limit reached for example, stays as it was.
    const made = await exampleOf(desk, 'acme', action).catch((error: unknown) => {
      if (known) return known.example
      throw error
    })
    const { body: _body, type: _type, ...example } = made
    const subject = subjectOf(actions, action)
    const subjects = (subject && pool.get(subject)) || []
    targets.push({ action, operation, example, subjects, weight: weightOf(desk.running, action, role) })
  }
  return targets
}

/** Ids for a field of a name: mostly of its own entity, now and then of another one or another tenant's. */
export function idsFrom(random: Random, own: Pool, foreign: Pool): (name: string) => string {
  return (name) => {
    const from = random.chance(0.12) ? foreign : own
    const entity = [name, name.replace(/_?ids?$|s$/, ''), NAMED[name] ?? ''].find((one) => from.has(one))
    const ids = from.get(entity && random.chance(0.85) ? entity : random.pick([...from.keys()])) ?? []
    return ids.length > 0 && random.chance(0.93) ? random.pick(ids) : '0190a000-0000-7000-8000-000000000000'
  }
}

const NAMED: Readonly<Record<string, string>> = {
  assignee: 'user',
  requester: 'user',
  author: 'user',
  lead: 'user',
  people: 'user',
  parent: 'category',
  attachments: 'file',
}
