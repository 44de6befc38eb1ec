// Transfer and escalation: a ticket goes on to others, with a word about why.
import { conflict, invalid, type Out, type Parsed, type Row } from '#kernel/contract/index.ts'
import { changeBy } from '#kernel/server/crud.ts'
import { departments, type Team, teams, users } from '#modules/platform/identity/contract.ts'
import { Ticket } from '../../contract.ts'
import { type handingOn, ticketEscalated, ticketTransferred } from '../../contract/handing-on.ts'
import { comment } from '../conversation/comments.ts'
import { foundOrNull } from '../references.ts'
import type { TicketContext, TicketRow } from '../tables.ts'
import { changesBetween, lineOf } from '../ticket-line.ts'
import { escalationOf } from './escalation.ts'

type Where = { team: string | null; department: string | null }
const MOST_TEAMS = 200

export async function transfer(
  context: TicketContext,
  { id, team, department, note }: Parsed<typeof handingOn.transfer>,
): Promise<Out<typeof handingOn.transfer>> {
  if ((team === undefined) === (department === undefined))
    throw invalid([{ pointer: '/team', code: 'team_or_department' }])
  const { before, after } = await changeBy(context, Ticket, id, 'tickets.assign', async (ticket) => {
    refuseClosed(ticket)
    const to = team === undefined ? await inDepartment(context, department!) : await inTeam(context, team)
    if (to.team === ticket.team && to.department === ticket.department) throw conflict('ticket.already_there')
    return {
      team: to.team,
      department: to.department,
      assignee: await keeps(context, ticket, to),
      // What goes down a level has not been escalated there.
      ...(to.level < ticket.escalation_level ? { escalation_level: to.level } : {}),
    }
  })
  const words = note.trim()
  context.emit(ticketTransferred, { ticket: lineOf(after), changes: changesBetween(before, after), note: words })
  if (words !== '') await comment(context, { id, text: words, internal: true, attachments: [] })
  return after
}

export async function escalate(
  context: TicketContext,
  { id, reason, ...asked }: Parsed<typeof handingOn.escalate>,
): Promise<Out<typeof handingOn.escalate>> {
  const words = reason.trim()
  if (words === '') throw invalid([{ pointer: '/reason', code: 'required' }])
  const { before, after } = await changeBy(context, Ticket, id, 'tickets.assign', async (ticket) => {
    refuseClosed(ticket)
    const desk = await deskOf(context, ticket)
    if (asked.team !== undefined && !desk.teams.some((one) => one.id === asked.team))
      throw invalid([{ pointer: '/team', code: 'unknown_reference' }])
    const to = escalationOf(ticket, asked, desk)
    if (to.kind === 'top') throw conflict('ticket.top_level', { level: ticket.escalation_level })
    if (to.kind === 'not_higher')
      throw invalid([{ pointer: `/${to.field}`, code: 'not_higher', params: { level: ticket.escalation_level } }])
    const department = desk.teams.find((one) => one.id === to.team)?.department ?? ticket.department
    return { escalation_level: to.level, team: to.team, department, assignee: to.assignee }
  })
  context.emit(ticketEscalated, { ticket: lineOf(after), changes: changesBetween(before, after), reason: words })
  await comment(context, { id, text: words, internal: true, attachments: [] })
  return after
}

function refuseClosed({ status }: TicketRow): void {
  if (status === 'closed') throw conflict('ticket.is_closed')
}

/** What escalation looks at: the teams of the organisation and who stands above. */
async function deskOf({ call }: TicketContext, { department }: TicketRow) {
  const { items } = await call(teams.list, { limit: MOST_TEAMS, sort: 'name' })
  const lead = department && (await foundOrNull(() => call(departments.get, { id: department })))?.lead
  const managers = await call(users.addressees, { roles: ['manager'] })
  const active = lead ? (await call(users.addressees, { ids: [lead] })).items : []
  return {
    teams: items,
    departmentLead: active[0]?.id ?? null,
    managers: managers.items.map((one) => one.id),
  }
}

async function inTeam({ call }: TicketContext, id: string): Promise<Where & { level: number }> {
  const team = await foundOrNull(() => call(teams.get, { id }))
  if (!team) throw invalid([{ pointer: '/team', code: 'unknown_reference' }])
  return { team: team.id, department: team.department, level: team.level }
}

/** A department's tickets begin at its lowest level. */
async function inDepartment({ call }: TicketContext, id: string): Promise<Where & { level: number }> {
  if (!(await foundOrNull(() => call(departments.get, { id }))))
    throw invalid([{ pointer: '/department', code: 'unknown_reference' }])
  const { items } = await call(teams.list, { department: id, limit: MOST_TEAMS, sort: 'name' })
  const [first] = (items as Row<typeof Team>[]).toSorted((a, b) => a.level - b.level)
  return { team: first?.id ?? null, department: id, level: first?.level ?? 1 }
}

/** The assignee, if they work where the ticket goes; nobody else can be expected to do its work from there. */
async function keeps({ call }: TicketContext, { assignee }: TicketRow, to: Where): Promise<string | null> {
  if (assignee === null) return null
  if (to.team === null) {
    const department = await call(departments.get, { id: to.department! })
    return department.lead === assignee ? assignee : null
  }
  const { items } = await call(users.addressees, { ids: [assignee] })
  return items[0]?.teams.includes(to.team) ? assignee : null
}
