// Taking an import back, from its last row to its first: what it made is put away, what it changed is given back, each where
// nobody changed it since.
import { marked } from '#kernel/server/bulk/bulkable.ts'
import { lockMany, updateMany } from '#kernel/server/imports/many.ts'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { type ImportRow, PIECE } from '../../contract.ts'
import { kindOf } from '../rows/frame.ts'
import { type ImportContext, save } from '../tables.ts'

type Values = Record<string, unknown>
type Written = {
  place: number
  outcome: string
  record: string
  before: Values | null
  after: Values | null
  version: number
  /** The same import made it: it is put away whole. */
  is_made: boolean
  /** The version that the import left it at. */
  last: number
}

/** Takes the next piece back; the run is locked. */
export async function takeBackNext(context: ImportContext, run: ImportRow): Promise<ImportRow> {
  context.meta.many = marked(run.id)
  const { db, now } = context
  const kind = kindOf(context, run.entity)
  const { rows } = await sql<Written>`
    select r.place, r.outcome, r.record, r.before, r.after, r.version, made.place is not null as is_made, made.last
    from import_rows r left join lateral (
      select min(m.place) filter (where m.outcome = 'create') as place, max(m.version) as last
      from import_rows m where m.run = r.run and m.record = r.record and m.version is not null
    ) made on true
    where r.run = ${run.id}::uuid and r.is_written order by r.place desc limit ${sql.lit(PIECE)}`.execute(db)
  const there = await lockMany(context, kind.of, [...new Set(rows.map(({ record }) => record))])
  const back = new Map<string, Values>()
  let kept = 0
  for (const row of rows) {
    const is = there.get(row.record)
    if (row.is_made && row.outcome !== 'create') continue
    const values =
      is && (row.outcome === 'create' ? putAway(row, is, now) : givenBack(row, { ...is, ...back.get(row.record) }, now))
    if (values) back.set(row.record, { ...back.get(row.record), ...values })
    else kept += 1
  }
  const columns = [...new Set([...back.values()].flatMap((values) => Object.keys(values)))]
  const whole = [...back].map(([id, values]) => ({
    ...Object.fromEntries(columns.map((name) => [name, there.get(id)![name] ?? null])),
    ...values,
    id,
  }))
  const undone = await writtenBack(context, kind.of, whole)
  await db
    .updateTable('import_rows')
    .set({ is_written: false })
    .where('run', '=', run.id)
    .where('place', 'in', [0, ...rows.map(({ place }) => place)])
    .execute()
  if (undone.length > 0) await kind.tell(context, undone)
  const isOver = rows.length < PIECE
  return save(context, run.id, {
    done: run.done + rows.length,
    undone: run.undone + undone.length,
    undo_kept: run.undo_kept + kept + whole.length - undone.length,
    failures: 0,
    ...(isOver ? { state: 'undone' as const, ended_at: now, undo_until: null } : {}),
  })
}

/** What the import made goes away unless somebody worked on it. */
const putAway = ({ last }: Written, is: Values, now: string): Values | null =>
  is['deleted_at'] === null && Number(is['version']) === Number(last) ? { deleted_at: now } : null

/** The values of before, of those fields that still are as the import left them. */
function givenBack({ before, after, outcome }: Written, is: Values, now: string): Values | null {
  const fields = Object.keys(after ?? {}).filter(
    (name) => name !== 'deleted_at' && isDeepStrictEqual(is[name], after![name]),
  )
  const values = Object.fromEntries(fields.map((name) => [name, before![name]]))
  if (outcome === 'restore' && is['deleted_at'] === null) values['deleted_at'] = now
  return Object.keys(values).length > 0 ? values : null
}

/** All at once; where one identity belongs to somebody else by now, each by itself. Answers whose values went back. */
async function writtenBack(
  context: ImportContext,
  of: Parameters<typeof updateMany>[1],
  rows: readonly Values[],
): Promise<string[]> {
  const write = (some: readonly Values[]) => context.attempt(() => updateMany(context, of, some))
  const isTaken = (error: unknown) => (error as { code?: string }).code === '23505'
  try {
    return [...(await write(rows)).keys()]
  } catch (error) {
    if (!isTaken(error)) throw error
  }
  const done: string[] = []
  for (const row of rows)
    try {
      done.push(...(await write([row])).keys())
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  return done
}
