// How an organisation's people work together: departments, and teams in them at levels of support.
import * as z from 'zod'
import { actions, command, crud, email, entity, id, line, query, reference, whole } from '#kernel/contract/index.ts'

/** The highest level of support that a team can stand at; 1 is the first line. */
export const MOST_LEVEL = 5

export const Department = entity('department', {
  table: 'departments',
  written: {
    name: line(100, { searched: 'A', sortable: true }),
    lead: reference('user').nullable().default(null),
    /** Where the department is written to; told to people, mail does not come in by it. */
    email: email({ personal: false }).nullable().default(null),
  },
})

export const Team = entity('team', {
  table: 'teams',
  written: {
    name: line(100, { searched: 'A', sortable: true }),
    department: reference('department').nullable().default(null),
    lead: reference('user').nullable().default(null),
    /** Support level: 1 is the first line, what it cannot do is escalated to the next. */
    level: whole({}, [1, MOST_LEVEL]).default(1),
  },
})

const byId = z.strictObject({ id: id() })
const Member = z.object({ id: id(), name: z.string(), role: z.string(), is_active: z.boolean() })

export const departments = actions('departments', '/departments', crud(Department, 'departments'))

export const teams = actions('teams', '/teams', {
  ...crud(Team, 'teams'),
  /** Who works in the team, by name; at most 500. */
  members: query('GET /:id/members', {
    in: byId,
    out: z.object({ items: z.array(Member) }),
    can: 'teams.read',
  }),
  /** Takes people into the team and out of it; whoever is both added and removed is out. */
  changeMembers: command('POST /:id/members', {
    in: byId.extend({ add: z.array(id()).max(100).default([]), remove: z.array(id()).max(100).default([]) }),
    out: z.object({ items: z.array(Member) }),
    can: 'teams.update',
  }),
})
