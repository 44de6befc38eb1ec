// Whom and what a ticket may name: records of this tenant that are there, and an assignee who can work on it.
import { invalid, Problem, type Refusal } from '#kernel/contract/index.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { erpModules } from '#modules/support/erp-modules/contract.ts'
import { teams, users } from '#modules/platform/identity/contract.ts'
import { ticketGrants } from '../contract.ts'
import type { TicketContext, TicketRow } from './tables.ts'

type Named = Partial<Pick<TicketRow, 'requester' | 'assignee' | 'team' | 'category' | 'erp_modules'>>

/** Roles whose people work on tickets; the administrator may do everything. */
const works = (role: string) => role === 'admin' || ticketGrants[role]?.['tickets.update'] !== undefined

/** Throws 422 naming every reference that leads nowhere. The foreign keys stand behind this. */
export async function refuseUnknown(context: TicketContext, named: Named): Promise<void> {
  const refusals = [...(await people(context, named)), ...(await records(context, named))]
  if (refusals.length > 0) throw invalid(refusals)
}

async function people({ call }: TicketContext, { requester, assignee }: Named): Promise<Refusal[]> {
  const ids = [requester, assignee].filter((id) => id !== undefined && id !== null)
  if (ids.length === 0) return []
  const { items } = await call(users.cards, { ids: [...new Set(ids)] })
  const roles = new Map(items.map(({ id, role }) => [id, role]))
  const left = new Set(items.filter(({ is_active }) => !is_active).map(({ id }) => id))
  const refusals: Refusal[] = []
  if (requester && !roles.has(requester)) refusals.push(unknown('requester'))
  if (assignee && !roles.has(assignee)) refusals.push(unknown('assignee'))
  else if (assignee && !works(roles.get(assignee)!)) refusals.push({ pointer: '/assignee', code: 'not_staff' })
  else if (assignee && left.has(assignee)) refusals.push({ pointer: '/assignee', code: 'not_active' })
  return refusals
}

async function records({ call }: TicketContext, { team, category, erp_modules = [] }: Named): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  if (team && !(await isThere(() => call(teams.get, { id: team })))) refusals.push(unknown('team'))
  if (category && !(await isThere(() => call(categories.get, { id: category })))) refusals.push(unknown('category'))
  for (const [index, one] of erp_modules.entries())
    if (!(await isThere(() => call(erpModules.get, { id: one })))) refusals.push(unknown(`erp_modules/${index}`))
  return refusals
}

/** The department a team belongs to: a ticket's follows its team. */
export const departmentOf = async ({ call }: TicketContext, team: string): Promise<string | null> =>
  (await call(teams.get, { id: team })).department

const unknown = (field: string): Refusal => ({ pointer: `/${field}`, code: 'unknown_reference' })

/** Whether a record is found: its 404 is an answer here. */
export const isThere = async (get: () => Promise<unknown>): Promise<boolean> => (await foundOrNull(get)) !== null

/** What `get` finds, or null where it answers 404. */
export async function foundOrNull<T>(get: () => Promise<T>): Promise<T | null> {
  try {
    return await get()
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null
    throw error
  }
}
