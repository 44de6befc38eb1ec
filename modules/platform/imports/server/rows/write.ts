// A judged piece becomes records: one statement makes, one changes.
import { insertMany, updateMany } from '#kernel/server/imports/many.ts'
import { sql } from 'kysely'
import type { ImportContext } from '../tables.ts'
import type { Frame } from './frame.ts'
import { judge, type Plan, type Row } from './judge.ts'

/** Somebody wrote the same identity down meanwhile, or two waited for each other. */
const RACES = new Set(['23505', '40P01'])
const MOST_TRIES = 5

/** Judges and writes; where somebody was quicker, the piece is judged again by what is there now. */
export async function writePiece(context: ImportContext, frame: Frame, rows: readonly Row[]): Promise<Plan[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await context.attempt(async () => {
        const plans = await judge(context, frame, rows)
        await write(context, frame, plans)
        return plans
      })
    } catch (error) {
      if (tries >= MOST_TRIES || !RACES.has((error as { code?: string }).code ?? '')) throw error
    }
  }
}

async function write(context: ImportContext, { kind, reading }: Frame, plans: readonly Plan[]): Promise<void> {
  const made = plans.filter(({ draft }) => draft)
  await insertMany(
    context,
    kind.of,
    made.map(({ id, draft }) => ({ ...draft, id })),
  )
  const changed = plans.filter(({ after }) => after)
  const versions = await updateMany(context, kind.of, alike(changed))
  await keepRows(context, reading.run.id, plans, versions)
  const ids = [...new Set([...made, ...changed].flatMap(({ id }) => id ?? []))]
  if (ids.length > 0) await kind.tell(context, ids)
}

/** One row for each record with the same columns: what a record does not change it is given as it is. */
function alike(changed: readonly Plan[]): Record<string, unknown>[] {
  const columns = [...new Set(changed.flatMap(({ after }) => Object.keys(after!)))]
  const last = new Map<string, Record<string, unknown>>()
  for (const { id, after, now } of changed) {
    const before = last.get(id!) ?? Object.fromEntries(columns.map((name) => [name, now![name] ?? null]))
    last.set(id!, { ...before, ...after, id })
  }
  return [...last.values()]
}

/**
 * What became of the rows, beside them. Each finds its own by its place in the piece: a join with rows that no statistics know
 * yet was planned as a loop over the whole import for each of them.
 */
async function keepRows(
  { db }: ImportContext,
  run: string,
  plans: readonly Plan[],
  versions: ReadonlyMap<string, number>,
): Promise<void> {
  if (plans.length === 0) return
  const rows = plans.map(({ outcome, faults, id, draft, before, after }) => ({
    outcome,
    ...(faults.length > 0 ? { faults } : {}),
    is_written: Boolean(draft ?? after),
    record: id,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    version: draft ? 1 : after ? versions.get(id!) : null,
  }))
  const [first, last] = [plans[0]!.place, plans.at(-1)!.place]
  const own = sql`(said.rows -> (place - ${sql.ref('said.first')}))`
  await sql`
    update import_rows set outcome = ${own} ->> 'outcome', faults = ${own} -> 'faults',
      is_written = (${own} ->> 'is_written')::boolean, record = (${own} ->> 'record')::uuid,
      before = ${own} -> 'before', after = ${own} -> 'after', version = (${own} ->> 'version')::bigint
    from (select ${JSON.stringify(rows)}::jsonb as rows, ${first}::integer as first) as said
    where run = ${run}::uuid and place between said.first and ${last}::integer`.execute(db)
}
