// What rules may do with tickets, beside what they may do with every record.
import * as z from 'zod'
import { choice, prose, reference, tags } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { type Doing, step } from '#kernel/server/rules/step.ts'
import { filled } from '#kernel/server/rules/words.ts'
import { teams } from '#modules/platform/identity/contract.ts'
import { sql } from 'kysely'
import { answerAutomatically } from '../conversation/automatic.ts'
import { Ticket, ticketGrants, tickets } from '../../contract.ts'

const assignParams = z.strictObject({
  how: choice(['person', 'least_busy'], { filterable: false }).default('person'),
  assignee: reference('user').nullable().default(null),
  team: reference('team').nullable().default(null),
})
type Asked = z.output<typeof assignParams>

/** To a person, to a team, or to whoever of a team has the fewest open tickets. */
const assign = step('tickets.assign', assignParams, {
  of: Ticket,
  check: async (_context, _ruled, { how, assignee, team }: Asked) => {
    if (how === 'least_busy') return team === null ? [{ pointer: '/team', code: 'required' }] : []
    return assignee === null && team === null ? [{ pointer: '/assignee', code: 'required' }] : []
  },
  effects: ({ how, assignee, team }: Asked) => [
    {
      entity: Ticket.name,
      as: 'changed',
      fields: [...(assignee || how === 'least_busy' ? ['assignee'] : []), ...(team ? ['team', 'department'] : [])],
    },
  ],
  async perform(context, { record, params: { how, assignee, team } }) {
    const person = how === 'least_busy' && team ? await leastBusy(context, team) : assignee
    return context.call(tickets.assign, {
      id: record.id,
      ...(person ? { assignee: person } : {}),
      ...(team ? { team } : {}),
    })
  },
})

const works = (role: string) => role === 'admin' || ticketGrants[role]?.['tickets.update'] !== undefined

/** Null for a team where nobody works on tickets: the team alone has it then. */
async function leastBusy({ call, db }: Context, team: string): Promise<string | null> {
  const { items } = await call(teams.members, { id: team })
  const people = items.filter(({ is_active, role }) => is_active && works(role)).map(({ id }) => id)
  if (people.length === 0) return null
  const { rows } = await sql<{ assignee: string; count: number }>`
    select assignee, count(*)::int as count from tickets
    where assignee in (${sql.join(people)}) and status in ('new', 'in_progress', 'waiting') and deleted_at is null
    group by assignee`.execute(db)
  const busy = new Map(rows.map(({ assignee, count }) => [assignee, count]))
  return people.toSorted((a, b) => (busy.get(a) ?? 0) - (busy.get(b) ?? 0) || a.localeCompare(b))[0]!
}

const tag = step(
  'tickets.tag',
  z.strictObject({ tags: tags(), mode: choice(['add', 'remove'], { filterable: false }).default('add') }),
  {
    of: Ticket,
    effects: () => [{ entity: Ticket.name, as: 'changed', fields: ['tags'] }],
    perform: ({ call }, { record, params }) => call(tickets.tag, { id: record.id, ...params }),
  },
)

const answerParams = z.strictObject({ text: prose(10_000).min(1) })

/** A ready answer to a typical question; `{{requester}}` is the name of whoever asked. */
const answer = step('tickets.answer', answerParams, {
  of: Ticket,
  perform: (context, doing: Doing<z.output<typeof answerParams>>) =>
    answerAutomatically(context, {
      ticket: doing.record.id,
      author: doing.rule.author,
      text: (requester) =>
        filled(doing.params.text.replaceAll(REQUESTER, requester), doing, context.platform.config.publicUrl),
    }),
})
const REQUESTER = /\{\{\s*requester\s*\}\}/g

export const ticketSteps = [answer, assign, tag]
