// The security report of a period, and its entries as CSV.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { conflict, invalid, type Out } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { type audit, SECTIONS } from '../contract.ts'
import { search } from './entries.ts'
import { type Section, sectionsOf } from './sections.ts'

type Period = { from: string; to: string }
type Counted = {
  day: string
  action: string
  outcome: string
  role: string
  actor_kind: string
  n: number
  changes: number
}
type Report = Out<typeof audit.reports>

const LONGEST_DAYS = 366
const MOST_ROWS = 20_000
const PAGE = 1_000

function refuseLong({ from, to }: Period): void {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  if (days <= 0) throw invalid([{ pointer: '/to', code: 'period_backwards' }])
  if (days > LONGEST_DAYS)
    throw invalid([{ pointer: '/from', code: 'period_too_long', params: { maximum: LONGEST_DAYS } }])
}

export async function report({ db, platform }: Context, period: Period): Promise<Report> {
  refuseLong(period)
  const { from, to } = period
  const [counted, people, alerts] = await Promise.all([
    sql<Counted>`
      select to_char(at, 'YYYY-MM-DD') as day, action, outcome, role, actor_kind, sum(count) as n,
        count(*) filter (where touched <> '') as changes
      from audit_entries where part_of is null and at >= ${from} and at < ${to} group by 1, 2, 3, 4, 5`.execute(db),
    sql<{ actor_id: string; entries: number; refused: number }>`
      select actor_id, count(*) as entries, count(*) filter (where outcome = 'refused') as refused
      from audit_entries where part_of is null and at >= ${from} and at < ${to} and actor_id is not null
      group by 1 order by 3 desc, 2 desc, 1 limit 20`.execute(db),
    sql<{
      n: number
    }>`select count(*) as n from audit_alerts where created_at >= ${from} and created_at < ${to} and deleted_at is null`.execute(
      db,
    ),
  ])
  const none = () => Object.fromEntries(SECTIONS.map((name) => [name, 0])) as Record<Section, number>
  const total = { ...none(), entries: 0, changes: 0, alerts: alerts.rows[0]!.n }
  const days = new Map<string, Report['days'][number]>()
  for (const row of counted.rows) {
    const day = days.get(row.day) ?? { day: row.day, entries: 0, ...none() }
    days.set(row.day, day)
    day.entries += row.n
    total.entries += row.n
    total.changes += row.changes
    for (const section of sectionsOf(row, platform.actions)) {
      day[section] += row.n
      total[section] += row.n
    }
  }
  return {
    ...period,
    total,
    days: [...days.values()].toSorted((a, b) => a.day.localeCompare(b.day)),
    people: people.rows,
  }
}

const COLUMNS = ['at', 'seq', 'actor_kind', 'actor_id', 'role', 'action', 'entity', 'about_id', 'outcome', 'code', 'count', 'channel', 'address', 'user_agent', 'request_id'] as const // prettier-ignore

/** The entries of a period as CSV in UTF-8 with a byte order mark; 409 when there are too many for one file. */
export async function csv(
  context: Context,
  { section, ...period }: Period & { section?: Section | undefined },
): Promise<RawAnswer> {
  refuseLong(period)
  const lines = [COLUMNS.join(',')]
  let cursor: string | undefined
  do {
    const { items, next } = await search(context, { ...period, section, limit: PAGE, cursor })
    for (const { origin, ...entry } of items) {
      const row: Record<string, unknown> = { ...entry, address: origin?.address, user_agent: origin?.user_agent }
      lines.push(COLUMNS.map((name) => cell(row[name])).join(','))
    }
    if (lines.length > MOST_ROWS) throw conflict('audit.too_many', { maximum: MOST_ROWS })
    cursor = next ?? undefined
  } while (cursor)
  context.audit({ facts: { count: lines.length - 1 } })
  const bytes = Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`)
  const name = `audit ${period.from.slice(0, 10)} ${period.to.slice(0, 10)}.csv`
  return {
    open: async () => Readable.from([bytes]),
    type: 'text/csv; charset=utf-8',
    name,
    size: bytes.length,
    inline: false,
  }
}

/** A cell that no spreadsheet takes for a formula. */
export function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value)
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
