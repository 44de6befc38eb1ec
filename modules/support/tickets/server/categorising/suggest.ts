// A new ticket without a category gets a thought about it, after its commit: nobody waits for it.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { on } from '#kernel/server/module.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { Ticket, ticketCreated } from '../../contract.ts'
import type { suggesting } from '../../contract/categorising.ts'
import { edit, tellChanges } from '../edit.ts'
import { ticketFields, type TicketContext, type TicketRow } from '../tables.ts'
import type { Guess } from './classifier.ts'
import { byKeywords } from './keywords.ts'
import { learnedBy } from './learned.ts'
import { settle } from './settle.ts'

type Thought = { by_keywords: boolean; candidates: Guess[] }
const MOST_CATEGORIES = 200
/** Below this a guess would only mislead. */
const FAINTEST = 0.2

export const suggestionSubscriptions = [
  on(ticketCreated, 'tickets.categorise', async (context: TicketContext, { ticket }) => {
    if (ticket.category === null) await suggest(context, ticket.id)
  }),
]

/** Thinks of a category, and sets it where the thought is sure enough and nobody has chosen one meanwhile. */
export async function suggest(context: TicketContext, id: string): Promise<void> {
  const { db } = context
  const ticket = await db
    .selectFrom('tickets')
    .select(ticketFields)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    // A person who is changing it right now goes first.
    .forUpdate()
    .executeTakeFirst()
  if (!ticket || ticket.category !== null) return
  const { classifier, threshold } = await learnedBy(context)
  const thought = await think(context, ticket, classifier)
  const [best] = thought.candidates
  if (!best || best.confidence < FAINTEST) return
  const isSure = thought.by_keywords ? threshold < 1 : best.confidence >= threshold && threshold < 1
  await db
    .insertInto('ticket_suggestions')
    .values({
      ticket: id,
      category: best.category,
      confidence: best.confidence,
      by_keywords: thought.by_keywords,
      state: isSure ? 'set' : 'offered',
      candidates: JSON.stringify(thought.candidates),
    })
    .onConflict((met) => met.doNothing())
    .execute()
  if (!isSure) return
  const after = await db
    .updateTable('tickets')
    .set({ category: best.category })
    .where('id', '=', id)
    .returning(ticketFields)
    .executeTakeFirstOrThrow()
  tellChanges(context, ticket, after)
}

/** Keywords first, what was learned after them; categories that are gone are nobody's guess. */
async function think(
  { call }: TicketContext,
  text: Pick<TicketRow, 'title' | 'description'>,
  classifier: Awaited<ReturnType<typeof learnedBy>>['classifier'],
): Promise<Thought> {
  const { items } = await call(categories.list, {
    limit: MOST_CATEGORIES,
    sort: 'name',
    fields: ['id', 'keywords'],
  })
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
