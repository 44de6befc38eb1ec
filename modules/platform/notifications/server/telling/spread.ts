// One thing to many people: in pieces, each a transaction of its own, so that nothing waits for it.
import { users } from '#modules/platform/identity/contract.ts'
import { sql } from 'kysely'
import { spreadJob } from '../jobs.ts'
import type { NoticeContext } from '../tables.ts'
import type { Ordered } from './order.ts'
import type { Addressee } from './people.ts'
import { tell } from './tell.ts'

/** How many are told in one transaction. */
const PIECE = 200

/** Tells at once where they are few; else leaves it to a job. */
export async function tellAll(context: NoticeContext, ordered: Ordered, people: readonly Addressee[]): Promise<void> {
  if (people.length <= PIECE) return void (await tell(context, ordered, people))
  const id = context.id()
  const ids = people.map((person) => person.id)
  await context.db
    .insertInto('notice_spreads')
    .values({ id, telling: JSON.stringify(ordered) as never, people: ids })
    .execute()
  await context.enqueue(spreadJob, { spread: id })
}

/** Tells the next piece, and asks for the one after it. */
export async function spreadPiece(context: NoticeContext, { spread }: { spread: string }): Promise<void> {
  const { db, call } = context
  const row = await db
    .selectFrom('notice_spreads')
    .select(['telling', 'done', sql<string[]>`people[done + 1 : done + ${sql.lit(PIECE)}]`.as('next')])
    .where('id', '=', spread)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return
  if (row.next.length === 0) return void (await db.deleteFrom('notice_spreads').where('id', '=', spread).execute())
  await tell(context, row.telling, (await call(users.addressees, { ids: row.next })).items)
  await db
    .updateTable('notice_spreads')
    .set({ done: row.done + row.next.length })
    .where('id', '=', spread)
    .execute()
  await context.enqueue(spreadJob, { spread })
}
