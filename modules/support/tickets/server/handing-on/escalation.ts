// Where an escalated ticket goes: a rule over plain data.

type Team = { id: string; name: string; level: number; department: string | null; lead: string | null }
type Standing = { team: string | null; department: string | null; assignee: string | null; escalation_level: number }
export type Desk = {
  teams: readonly Team[]
  /** Who leads the ticket's department. */
  departmentLead: string | null
  /** Managers who are there, the one to ask first in front. */
  managers: readonly string[]
}
export type Asked = { level?: number | undefined; team?: string | undefined }
export type Escalation =
  | { kind: 'to'; level: number; team: string | null; assignee: string | null }
  | { kind: 'top' }
  | { kind: 'not_higher'; field: 'level' | 'team' }

/** Even a desk without teams of that level has this many: the lead, then the manager. */
const LEVELS = 3

/** The highest level that there is on a desk. */
export const topLevel = (teams: readonly Team[]): number => Math.max(LEVELS, ...teams.map(({ level }) => level))

export function escalationOf(ticket: Standing, asked: Asked, desk: Desk): Escalation {
  const { escalation_level: now } = ticket
  const named = desk.teams.find(({ id }) => id === asked.team)
  if (named && named.level <= now) return { kind: 'not_higher', field: 'team' }
  if (now >= topLevel(desk.teams)) return { kind: 'top' }
  if (named) return { kind: 'to', level: named.level, team: named.id, assignee: null }
  if (asked.level !== undefined && asked.level <= now) return { kind: 'not_higher', field: 'level' }
  const least = asked.level ?? now + 1
  const [next] = desk.teams
    .filter(({ department, level, id }) => department === ticket.department && level >= least && id !== ticket.team)
    .toSorted((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1))
  if (next) return { kind: 'to', level: next.level, team: next.id, assignee: null }
  const teamLead = desk.teams.find(({ id }) => id === ticket.team)?.lead ?? null
  const above = [desk.departmentLead, teamLead, ...desk.managers].find((id) => id !== null && id !== ticket.assignee)
  return { kind: 'to', level: least, team: ticket.team, assignee: above ?? ticket.assignee }
}
