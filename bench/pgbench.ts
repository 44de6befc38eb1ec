// The same transactions by pgbench: PostgreSQL's own generator of load, and the measure of what the database can give.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AUDIT_ID, type Transaction } from './statements.ts'

export function isPgbenchThere(): boolean {
  try {
    execFileSync('pgbench', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

// pgbench takes 128 scripts at most.
const MOST = 100

/** Transactions per second over `clients` connections; `pipelined`: all statements of one at once, as the product sends them. */
export function pgbench(
  transactions: readonly Transaction[],
  {
    url,
    role,
    clients,
    seconds,
    pipelined,
  }: { url: string; role: string; clients: number; seconds: number; pipelined: boolean },
): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'workernet-pgbench-'))
  const files = transactions.slice(0, MOST).map((transaction, index) => {
    const file = path.join(folder, `${index}.sql`)
    const lines = anew(transaction.flatMap(({ text, values }) => splitBegin(withValues(text, values))))
    writeFileSync(
      file,
      [
        ...(pipelined ? ['\\startpipeline'] : []),
        ...lines.map((line) => `${line};`),
        ...(pipelined ? ['\\endpipeline'] : []),
      ].join('\n'),
    )
    return file
  })
  try {
    const { hostname, username, password, searchParams, pathname, port } = new URL(url)
    const out = execFileSync(
      'pgbench',
      [
        '-n',
        '-M',
        'prepared',
        '-c',
        String(clients),
        '-j',
        '1',
        '-T',
        String(seconds),
        ...files.flatMap((file) => ['-f', file]),
        pathname.slice(1),
      ],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          PGHOST: searchParams.get('host') ?? hostname,
          PGPORT: port || '5432',
          PGUSER: decodeURIComponent(username),
          PGPASSWORD: decodeURIComponent(password),
          PGOPTIONS: `-c role=${role} -c plan_cache_mode=force_generic_plan -c jit=off -c timezone=UTC`,
        },
      },
    )
    return Number(/tps = ([\d.]+)/.exec(out)?.[1])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Each run of a script has an entry of its own in the audit. */
function anew(lines: readonly string[]): readonly string[] {
  const id = lines.map((line) => AUDIT_ID.exec(line)?.[1]).find(Boolean)
  if (!id) return lines
  return lines.map((line) =>
    line
      .replace(AUDIT_ID, `select set_config('app.audit', gen_random_uuid()::text, true)`)
      .replaceAll(`'${id}'`, `current_setting('app.audit')::uuid`),
  )
}

/** A prepared statement is one command. */
const splitBegin = (text: string) => text.split(/;\s*(?=set local)/)

/** Values are written into the text: pgbench prepares each script's statements once, as the product does with its own. */
function withValues(text: string, values: readonly unknown[]): string {
  return text
    .replaceAll(/\$(\d+)/g, (_whole, index: string) => literal(values[Number(index) - 1]))
    .replaceAll(/\s*\n\s*/g, ' ')
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return literal(`{${value.map((one) => JSON.stringify(String(one))).join(',')}}`)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\n', "' || chr(10) || '")}'`
  // pgbench would take a colon before a letter for a variable of its own.
  const safe = quoted.replaceAll(/:(?=[A-Za-z_])/g, `' || chr(58) || '`)
  return safe === quoted && !quoted.includes('chr(10)') ? quoted : `(${safe})`
}
