import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Asked, type Desk, type Escalation, escalationOf } from './escalation.ts'

const team = (id: string, level: number, department: string | null = 'net', lead: string | null = null) => ({
  id,
  name: id,
  level,
  department,
  lead,
})
const desk = (change: Partial<Desk> = {}): Desk => ({
  teams: [team('first', 1, 'net', 'fay'), team('second', 2), team('third', 3), team('other', 2, 'bills')],
  departmentLead: 'dora',
  managers: ['max', 'moe'],
  ...change,
})
const at = (level: number, change: object = {}) => ({
  team: 'first',
  department: 'net',
  assignee: 'ann',
  escalation_level: level,
  ...change,
})
const to = (level: number, where: string | null, assignee: string | null = null): Escalation => ({
  kind: 'to',
  level,
  team: where,
  assignee,
})
const alone = [team('first', 1, 'net', 'fay')]

const table: [string, ReturnType<typeof at>, Asked, Desk, Escalation][] = [
  ['the next level of the department', at(1), {}, desk(), to(2, 'second')],
  ['not the next level of another one', at(1, { department: 'bills', team: null }), {}, desk(), to(2, 'other')],
  ['over a level without a team', at(1), {}, desk({ teams: [team('first', 1), team('third', 3)] }), to(3, 'third')],
  ['to the level asked for', at(1), { level: 3 }, desk(), to(3, 'third')],
  ['to the team asked for, wherever it belongs', at(1), { team: 'other' }, desk(), to(2, 'other')],
  ['to the lead where no team is', at(1), {}, desk({ teams: alone }), to(2, 'first', 'dora')],
  [
    'to the team’s lead where the department has none',
    at(1),
    {},
    desk({ teams: alone, departmentLead: null }),
    to(2, 'first', 'fay'),
  ],
  ['past the lead who has it already', at(1, { assignee: 'dora' }), {}, desk({ teams: alone }), to(2, 'first', 'fay')],
  [
    'to a manager where nobody leads',
    at(1, { team: null, department: null }),
    {},
    desk({ teams: [], departmentLead: null }),
    to(2, null, 'max'),
  ],
  [
    'stays with whoever has it when nobody is above',
    at(1),
    {},
    desk({ teams: [], departmentLead: null, managers: [] }),
    to(2, 'first', 'ann'),
  ],
  ['not above the top', at(3), {}, desk(), { kind: 'top' }],
  ['above three when a team is', at(3), {}, desk({ teams: [team('fourth', 4)] }), to(4, 'fourth')],
  ['not to a level it has', at(2), { level: 2 }, desk(), { kind: 'not_higher', field: 'level' }],
  ['not to a team below', at(2), { team: 'first' }, desk(), { kind: 'not_higher', field: 'team' }],
]
for (const [name, ticket, asked, given, expected] of table)
  test(name, () => assert.deepEqual(escalationOf(ticket, asked, given), expected))
