// What becomes of a thought about a category.
import { sql } from 'kysely'
import type { TicketContext } from '../tables.ts'

/** A person has chosen: the thought was right or wrong. */
export async function settle({ db }: TicketContext, id: string, category: string | null): Promise<void> {
  await db
    .updateTable('ticket_suggestions')
    .set({ state: sql`case when category = ${category}::uuid then 'confirmed' else 'corrected' end` })
    .where('ticket', '=', id)
    .execute()
}
