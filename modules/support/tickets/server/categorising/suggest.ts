// A new ticket without a category gets a thought about it, after its commit: nobody waits for it.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { onMany } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { categories } from '#modules/support/categories/contract.ts'
import { Ticket, ticketCreated } from '../../contract.ts'
import type { suggesting } from '../../contract/categorising.ts'
import { edit, tellChanges } from '../edit.ts'
import { ticketFields, type TicketContext, type TicketRow } from '../tables.ts'
import type { Guess } from './classifier.ts'
import { byKeywords, type Keyed } from './keywords.ts'
import { learnedBy } from './learned.ts'
import { settle } from './settle.ts'

type Thought = { by_keywords: boolean; candidates: Guess[] }
const MOST_CATEGORIES = 200
/** Below this a guess would only mislead. */
const FAINTEST = 0.2

export const suggestionSubscriptions = [
  onMany(ticketCreated, 'tickets.categorise', (context: TicketContext, told) =>
    suggest(
      context,
      told.flatMap(({ payload: { ticket } }) => (ticket.category === null ? [ticket.id] : [])),
    ),
  ),
]

/** Thinks of categories, and sets one where the thought is sure enough and nobody has chosen one meanwhile. */
export async function suggest(context: TicketContext, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { db } = context
  // A person who is changing one of them right now goes first.
  const { rows } = await sql<TicketRow>`
    select ${COLUMNS} from tickets where id = any(${ids}::uuid[]) and deleted_at is null and category is null
    order by id for update`.execute(db)
  if (rows.length === 0) return
  const [{ classifier, threshold }, { items }] = await Promise.all([
    learnedBy(context),
    context.call(categories.list, { limit: MOST_CATEGORIES, sort: 'name', fields: ['id', 'keywords'] }),
  ])
  const thoughts = rows.flatMap((ticket) => {
    const { by_keywords, candidates } = think(items, ticket, classifier)
    const [best] = candidates
    if (!best || best.confidence < FAINTEST) return []
    const isSure = by_keywords ? threshold < 1 : best.confidence >= threshold && threshold < 1
    return [{ ticket, category: best.category, confidence: best.confidence, by_keywords, candidates, isSure }]
  })
  await write(context, thoughts)
}

type Found = Thought & { ticket: TicketRow; category: string; confidence: number; isSure: boolean }

async function write(context: TicketContext, thoughts: readonly Found[]): Promise<void> {
  if (thoughts.length === 0) return
  const { db } = context
  await db
    .insertInto('ticket_suggestions')
    .values(
      thoughts.map(({ ticket: { id }, category, confidence, by_keywords, candidates, isSure }) => ({
        ticket: id,
        category,
        confidence,
        by_keywords,
        state: isSure ? ('set' as const) : ('offered' as const),
        candidates: JSON.stringify(candidates),
      })),
    )
    .onConflict((met) => met.doNothing())
    .execute()
  for (const { ticket, category, isSure } of thoughts) {
    if (!isSure) continue
    const after = await db
      .updateTable('tickets')
      .set({ category })
      .where('id', '=', ticket.id)
      .returning(ticketFields)
      .executeTakeFirstOrThrow()
    tellChanges(context, ticket, after)
  }
}
const COLUMNS = sql.raw(ticketFields.join(', '))

/** Keywords first, what was learned after them; categories that are gone are nobody's guess. */
function think(
  items: readonly Keyed[],
  text: Pick<TicketRow, 'title' | 'description'>,
  classifier: Awaited<ReturnType<typeof learnedBy>>['classifier'],
): Thought {
  const there = new Set(items.map(({ id }) => id))
  const learned = (classifier?.guess(text, 5) ?? []).filter(({ category }) => there.has(category)).slice(0, 3)
  const keyed = byKeywords(items, text)
  if (!keyed) return { by_keywords: false, candidates: learned }
  const others = learned.filter(({ category }) => category !== keyed.category).slice(0, 2)
  return { by_keywords: true, candidates: [keyed, ...others] }
}

export async function suggestion(
  context: TicketContext,
  { id }: Parsed<typeof suggesting.suggestion>,
): Promise<Out<typeof suggesting.suggestion>> {
  await find(context, Ticket, id, 'tickets.update')
  const row = await context.db
    .selectFrom('ticket_suggestions')
    .select(['category', 'confidence', 'by_keywords', 'state', 'made_at', 'candidates'])
    .where('ticket', '=', id)
    .executeTakeFirst()
  return { suggestion: row ?? null }
}

export async function categorise(
  context: TicketContext,
  { id, category }: Parsed<typeof suggesting.categorise>,
): Promise<TicketRow> {
  const ticket = await edit(context, id, 'tickets.update', () => ({ category }))
  await settle(context, id, category)
  return ticket
}
