// Keeping tags in order: a batch at once, a long tail by a job, each ticket told of like any other change.
import { invalid, type Out, type Parsed } from '#kernel/contract/index.ts'
import { jobKind, worker } from '#kernel/server/jobs.ts'
import { implement } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { ticketTags } from '../../contract/tags.ts'
import { tellChanges } from '../edit.ts'
import { tables, type TagTable, ticketFields, type TicketContext } from '../tables.ts'

const MOST_LISTED = 500
const BATCH = 200

const retagJob = jobKind<{ change: string }>('tickets.retag')

/** Changes one batch of the tickets that have a tag; answers how many. */
async function changeBatch(context: TicketContext, tag: string, becomes: string | null): Promise<number> {
  const { db } = context
  const before = await db
    .selectFrom('tickets')
    .select(ticketFields)
    .where('id', 'in', (eb) =>
      eb.selectFrom('ticket_tags').select('ticket').where('tag', '=', tag).orderBy('ticket').limit(sql.lit(BATCH)),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  if (before.length === 0) return 0
  const removed = sql<string[]>`array_remove(tags, ${tag})`
  const after = await db
    .updateTable('tickets')
    // The new word stands where the old one stood, unless it is there already.
    .set({
      tags:
        becomes === null
          ? removed
          : sql<
              string[]
            >`case when ${becomes} = any(tags) then ${removed} else array_replace(tags, ${tag}, ${becomes}) end`,
    })
    .where(
      'id',
      'in',
      before.map(({ id }) => id),
    )
    .returning(ticketFields)
    .execute()
  const now = new Map(after.map((ticket) => [ticket.id, ticket]))
  for (const ticket of before) tellChanges(context, ticket, now.get(ticket.id)!)
  return before.length
}

async function retag(
  context: TicketContext,
  tag: string,
  becomes: string | null,
): Promise<Out<typeof ticketTags.rename>> {
  const changed = await changeBatch(context, tag, becomes)
  const goes_on = changed === BATCH
  if (goes_on) {
    const { id } = await context.db
      .insertInto('ticket_tag_changes')
      .values({ tag, becomes, made_by: context.actor.user_id, changed })
      .returning('id')
      .executeTakeFirstOrThrow()
    await context.enqueue(retagJob, { change: id })
  }
  return { changed, goes_on }
}

/** One more batch of a change; the next one asks for the one after it. */
async function goOn(context: TicketContext, { change }: { change: string }): Promise<void> {
  const { db } = context
  const asked = await db
    .selectFrom('ticket_tag_changes')
    .select(['tag', 'becomes', 'changed'])
    .where('id', '=', change)
    .where('done_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!asked) return
  const changed = await changeBatch(context, asked.tag, asked.becomes)
  await db
    .updateTable('ticket_tag_changes')
    .set({ changed: asked.changed + changed, ...(changed < BATCH ? { done_at: context.now } : {}) })
    .where('id', '=', change)
    .execute()
  if (changed === BATCH) await context.enqueue(retagJob, { change })
}

async function listed(
  { db }: TicketContext,
  { q }: Parsed<typeof ticketTags.list>,
): Promise<Out<typeof ticketTags.list>> {
  let rows = db
    .selectFrom('ticket_tags')
    .select((eb) => ['tag', eb.fn.countAll<number>().as('tickets')] as const)
    .groupBy('tag')
    .orderBy('tickets', 'desc')
    .orderBy('tag')
    .limit(sql.lit(MOST_LISTED))
  if (q) rows = rows.where(sql<boolean>`position(lower(${q}) in tag) > 0`)
  return { items: await rows.execute() }
}

export const tagJobs = [worker(retagJob, goOn)]
export const tagActions = implement(
  ticketTags,
  { tables, extra: {} as TagTable },
  {
    list: listed,
    async rename(context, { tag, becomes }) {
      if (tag === becomes) throw invalid([{ pointer: '/becomes', code: 'same_tag' }])
      return retag(context, tag, becomes)
    },
    remove: (context, { tag }) => retag(context, tag, null),
  },
)
