// Entries as they are searched and read: one statement a page, by the filters' own indexes.
import { sql, type SqlBool } from 'kysely'
import { choicesOf, type Entity, hintsOf, notFound, type Parsed } from '#kernel/contract/index.ts'
import { type RowChange } from '#kernel/server/audit/chain.ts'
import type { Origin } from '#kernel/server/audit/entry.ts'
import type { Context } from '#kernel/server/context.ts'
import { decodeCursor, encodeCursor } from '#kernel/server/asks/cursor.ts'
import type { audit, AuditEntry, AuditEntryRead } from '../contract.ts'
import { sectionFilter } from './sections.ts'

/** `done`: without what was only read. */
type Asked = Omit<Parsed<typeof audit.list>, 'limit'> & { limit: number; done?: boolean }
type Stored = Omit<AuditEntry, 'origin' | 'erased'> & {
  origin: string | null
  origin_mac: string
  changes_mac: string
  has_changes: boolean
}

const SORT = '-at'
const SHOWN = [
  'id', 'seq', 'at', 'actor_kind', 'actor_id', 'role', 'session_id', 'action', 'entity', 'about_id', 'outcome', 'code',
  'request_id', 'channel', 'count', 'origin_mac', 'changes_mac',
].map((name) => `e.${name}`) // prettier-ignore

/** The newest entries that fit, a page of them. */
export async function search(context: Context, asked: Asked): Promise<{ items: AuditEntry[]; next: string | null }> {
  let page = from(context)
    .select(SHOWN)
    .select(['d.origin', sql<boolean>`d.changes is not null`.as('has_changes')])
    .where('e.part_of', 'is', null)
    .orderBy('e.at', 'desc')
    .orderBy('e.seq', 'desc')
    // Written into the text: a parameter would keep the planner from walking the index in its order.
    .limit(sql.lit(asked.limit + 1))
  for (const condition of conditions(context, asked)) page = page.where(condition)
  if (asked.cursor) {
    const { value, id } = decodeCursor(asked.cursor, SORT)
    page = page.where(sql<SqlBool>`(e.at, e.seq) < (${value}, (select seq from audit_entries where id = ${id}::uuid))`)
  }
  const rows = (await page.execute()) as Stored[]
  const items = rows.slice(0, asked.limit).map(shown)
  const last = items.at(-1)
  const next = rows.length > asked.limit && last ? encodeCursor({ sort: SORT, value: last.at, id: last.id }) : null
  return { items, next }
}

const from = ({ db }: Context) =>
  db
    .selectFrom('audit_entries as e')
    .innerJoin('audit_details as d', (join) =>
      join.onRef('d.tenant_id', '=', 'e.tenant_id').onRef('d.position', '=', 'e.position'),
    )

function conditions({ platform }: Context, asked: Asked) {
  const { actor, action, entity, record, address, outcome, section, from: after, to: before, q, done } = asked
  return [
    actor && sql<SqlBool>`e.actor_id = ${actor}`,
    action && sql<SqlBool>`e.action = ${action}`,
    entity && sql<SqlBool>`e.entity = ${entity}`,
    // The literal meets the partial index.
    outcome && sql<SqlBool>`e.outcome = ${sql.lit(outcome)}`,
    section && sectionFilter(section, platform.actions),
    done === true && sql<SqlBool>`not (${sectionFilter('reads', platform.actions)})`,
    after && sql<SqlBool>`e.at >= ${after}`,
    before && sql<SqlBool>`e.at < ${before}`,
    record && sql<SqlBool>`e.seq in (select seq from audit_records where record_id = ${record})`,
    address && sql<SqlBool>`e.seq in (select seq from audit_search where address = ${address})`,
    q && sql<SqlBool>`e.seq in (select seq from audit_search where words @@ search_query(${q}))`,
  ].filter((condition) => condition !== undefined && condition !== '' && condition !== false)
}

/** One entry with everything its transaction changed; throws 404. */
export async function read(context: Context, id: string): Promise<AuditEntryRead> {
  const { platform } = context
  const [row] = (await from(context)
    .select(SHOWN)
    .select(['e.hash', 'e.touched', 'd.origin', 'd.changes', sql<boolean>`d.changes is not null`.as('has_changes')])
    .where('e.id', '=', id)
    .execute()) as (Stored & { hash: string; touched: string; changes: string | null })[]
  if (!row) throw notFound('audit_entry')
  const parts = (await from(context)
    .select(['e.touched', 'd.changes'])
    .where('e.part_of', '=', id)
    .orderBy('e.seq')
    .limit(sql.lit(MOST_PARTS))
    .execute()) as { touched: string; changes: string | null }[]
  const pieces = [...parts, row]
  const byTable = new Map(platform.entities.map((of) => [of.table, of]))
  const changes = pieces.flatMap((piece) => parsed<RowChange[]>(piece.changes) ?? [])
  const entry = shown(row)
  return {
    ...entry,
    hash: row.hash,
    touched: pieces.flatMap((piece) =>
      piece.touched === '' ? [] : (JSON.parse(piece.touched) as AuditEntryRead['touched']),
    ),
    changes: pieces.some((piece) => piece.touched !== '' && piece.changes === null)
      ? null
      : changes.map((change) => changeOf(change, byTable.get(change.table))),
  }
}

const MOST_PARTS = 20

function changeOf({ table, op, id, before, after, hidden = [] }: RowChange, of: Entity | undefined) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const fields = names.map((name) => {
    const schema = of?.fields[name]
    return {
      name,
      before: before?.[name] ?? null,
      after: after?.[name] ?? null,
      refers: (schema && hintsOf(schema).refers) ?? null,
      choice: schema !== undefined && choicesOf(schema).length > 0,
      hidden: false,
    }
  })
  const silent = hidden.map((name) => ({ name, before: null, after: null, refers: null, choice: false, hidden: true }))
  const shownFields = op === 'update' ? fields : fields.filter((field) => field.before !== null || field.after !== null)
  return { table, entity: of?.name ?? null, id: id ?? null, op, fields: [...shownFields, ...silent] }
}

function shown({ origin, origin_mac, changes_mac, has_changes, ...entry }: Stored): AuditEntry {
  const from = parsed<Origin>(origin)
  const { id, seq, at, actor_kind, actor_id, role, session_id, action, entity, about_id } = entry
  const { outcome, code, request_id, channel, count } = entry
  return {
    id,
    seq,
    at,
    actor_kind,
    actor_id,
    role,
    session_id,
    action,
    entity,
    about_id,
    outcome,
    code,
    request_id,
    channel,
    count,
    origin: from && {
      address: from.address ?? null,
      user_agent: from.user_agent ?? null,
      typed: from.typed ?? null,
      asked: from.asked ?? null,
    },
    erased: (origin_mac !== '' && origin === null) || (changes_mac !== '' && !has_changes),
  }
}

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T))
