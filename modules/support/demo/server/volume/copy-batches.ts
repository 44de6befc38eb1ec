// Rows by COPY: into tables of the connection's own first, because COPY is refused below row-level security, and from there in
// one statement each, which fills generated columns and mirrors as any insert does.
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { VolumeCommentRow, VolumeRows, VolumeTicketRow } from './volume-rows.ts'

const TICKET = [
  'id', 'created_at', 'updated_at', 'version', 'title', 'description', 'priority', 'status', 'requester', 'assignee', 'team',
  'category', 'tags', 'channel', 'resolved_at', 'closed_at', 'last_reply_at', 'last_reply_by', 'preview', 'comment_count',
] as const satisfies readonly (keyof VolumeTicketRow)[] // prettier-ignore
const COMMENT = [
  'id',
  'created_at',
  'updated_at',
  'version',
  'ticket',
  'author',
  'text',
  'internal',
  'channel',
] as const satisfies readonly (keyof VolumeCommentRow)[]

export type Intake = {
  /** Writes one batch of a tenant's tickets in a transaction of its own. */
  write(tenantId: string, batch: Batch): Promise<void>
  close(): Promise<void>
}

/** A batch in COPY's text format, made while the batch before it is still being written. */
export type Batch = { size: number; tickets: string; comments: string }

export function batchOf(rows: readonly VolumeRows[]): Batch {
  let tickets = ''
  let comments = ''
  for (const row of rows) {
    tickets += copyLine(TICKET.map((column) => row.ticket[column]))
    for (const comment of row.comments) comments += copyLine(COMMENT.map((column) => comment[column]))
  }
  return { size: rows.length, tickets, comments }
}

/** Opens a connection of its own: COPY does not go through a pipelined one. */
export async function openIntake(url: string): Promise<Intake> {
  const client = await connect(url)
  await client.query(stagingOf('incoming_tickets', 'tickets', TICKET))
  await client.query(stagingOf('incoming_comments', 'ticket_comments', COMMENT))
  const copy = (table: string, text: string) =>
    pipeline(Readable.from([text]), client.query(copyFrom(`copy ${table} from stdin`)))
  return {
    async write(tenantId, { size, tickets, comments }) {
      // Bulk work: the audit tells once for each table that it was done, and not every row.
      await client.query(`begin; set local app.tenant_id = '${tenantId}'; set local app.upkeep = 'on'`)
      try {
        await copy('incoming_tickets', tickets)
        await copy('incoming_comments', comments)
        const { rows } = await client.query<{ before: string }>(TAKE_NUMBERS, [size])
        await client.query(
          `insert into tickets (number, ${TICKET.join(', ')})
           select $1::bigint + row_number() over (), ${TICKET.join(', ')} from incoming_tickets`,
          [rows[0]!.before],
        )
        await client.query(
          `insert into ticket_comments (${COMMENT.join(', ')}) select ${COMMENT.join(', ')} from incoming_comments`,
        )
        await client.query('commit')
      } catch (error) {
        await client.query('rollback').catch(() => {}) // The first error says why.
        throw error
      }
    },
    close: () => client.end(),
  }
}

/** Once all is written: the planner learns of it, and what indexes put off is done. */
export async function settle(url: string): Promise<void> {
  const client = await connect(url)
  try {
    for (const table of ['users', 'tickets', 'ticket_tags', 'ticket_comments'])
      await client.query(`vacuum (analyze) ${table}`)
  } finally {
    await client.end()
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'workernet seed',
    options: '-c jit=off -c timezone=UTC -c statement_timeout=0 -c synchronous_commit=off',
  })
  // A connection that is lost fails the statement at hand as well; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}

const stagingOf = (name: string, like: string, columns: readonly string[]) =>
  `create temporary table ${name} on commit delete rows as select ${columns.join(', ')} from ${like} with no data`

const TAKE_NUMBERS = `
  insert into counters (series, value) values ('ticket', $1::bigint)
  on conflict (tenant_id, series) do update set value = counters.value + excluded.value
  returning value - $1::bigint as before`

const copyLine = (values: readonly unknown[]): string => `${values.map(copyValue).join('\t')}\n`

function copyValue(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (Array.isArray(value))
    return escaped(`{${value.map((word) => `"${String(word).replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`)
  return typeof value === 'string' ? escaped(value) : String(value)
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const escaped = (text: string) =>
  /[\\\n\r\t]/.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (sign) => ESCAPES[sign]!) : text
