// Search rebuilt: the words of every record computed anew where the rules have changed, and the indexes over them.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

type Report = (done: number, total: number) => void
export type ReindexOptions = {
  /** The database, as the owner of its tables. */
  url: string
  /** Runs a step and shows how far it is. */
  step: <T>(title: string, work: (report: Report) => Promise<T>) => Promise<T>
  /** Ends the work soon; what is done stays done. */
  signal?: AbortSignal
}

/** A generated column of words: `source` is one of the columns it is made of. */
type Words = { table: string; column: string; expression: string; source: string; indexes: string[] }

const BATCH = 2_000

/**
 * Rebuilds search while people work: words in small transactions, indexes concurrently. Answers how many records had words
 * that were out of date. What an interrupted run left half built is removed first.
 */
export async function reindex({ url, step, signal }: ReindexOptions): Promise<{ refreshed: number; indexes: number }> {
  const client = await connect(url)
  const cancel = () => void cancelOn(url, client)
  signal?.addEventListener('abort', cancel)
  try {
    await dropHalfBuilt(client)
    const { rows: tenants } = await asPlatform<{ id: string }>(client, 'select id from tenants order by id')
    let refreshed = 0
    let indexes = 0
    for (const words of await wordColumns(client)) {
      refreshed += await step(`Reading ${words.table}`, (report) =>
        refresh(
          client,
          words,
          tenants.map(({ id }) => id),
          report,
          signal,
        ),
      )
      for (const index of words.indexes) {
        if (signal?.aborted) break
        await step(`Building ${index}`, (report) => rebuild(url, client, index, report))
        indexes += 1
      }
    }
    return { refreshed, indexes }
  } finally {
    signal?.removeEventListener('abort', cancel)
    await client.end()
  }
}

/** Computes the words of all records, tenant by tenant, and writes those that differ from what is stored. */
async function refresh(
  client: pg.Client,
  { table, column, expression, source }: Words,
  tenants: readonly string[],
  report: Report,
  signal?: AbortSignal,
): Promise<number> {
  const { rows } = await client.query<{ estimate: number }>(
    'select greatest(reltuples, 0)::float8 as estimate from pg_class where oid = $1::regclass',
    [table],
  )
  const estimate = rows[0]!.estimate
  let read = 0
  let written = 0
  for (const tenant of tenants) {
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      if (signal?.aborted) return written
      await client.query(`begin; set local app.tenant_id = '${tenant}'; set local app.upkeep = 'on'`)
      const page = await client.query<{ id: string }>(
        `select id from ${table} where tenant_id = $1 and id > $2 order by id limit ${BATCH}`,
        [tenant, after],
      )
      const ids = page.rows.map(({ id }) => id)
      const changed = await client.query(
        `update ${table} set ${source} = ${source}
         where tenant_id = $1 and id = any ($2) and ${column} is distinct from (${expression})`,
        [tenant, ids],
      )
      await client.query('commit')
      read += ids.length
      written += changed.rowCount ?? 0
      report(read, Math.max(read, estimate))
      if (ids.length < BATCH) break
      after = ids.at(-1)!
    }
  }
  return written
}

async function rebuild(url: string, client: pg.Client, index: string, report: Report): Promise<void> {
  const watcher = await connect(url)
  let running = true
  const watching = (async () => {
    while (running) {
      const { rows } = await watcher.query<{ done: string; total: string }>(
        `select greatest(blocks_done, tuples_done) as done, greatest(blocks_total, tuples_total) as total
         from pg_stat_progress_create_index where pid = $1`,
        [pidOf(client)],
      )
      if (rows[0] && Number(rows[0].total) > 0) report(Number(rows[0].done), Number(rows[0].total))
      await sleep(200)
    }
  })()
  try {
    await client.query(`reindex index concurrently ${index}`)
  } finally {
    running = false
    await watching
    await watcher.end()
  }
}

async function wordColumns(client: pg.Client): Promise<Words[]> {
  const { rows } = await client.query<Words>(`
    select c.oid::regclass::text as table, quote_ident(a.attname) as column,
      pg_get_expr(d.adbin, d.adrelid) as expression,
      (select quote_ident(s.attname) from pg_depend p join pg_attribute s on s.attrelid = p.refobjid and s.attnum = p.refobjsubid
       where p.classid = 'pg_attrdef'::regclass and p.objid = d.oid and p.refobjid = c.oid and s.attnum <> a.attnum
       order by s.attnum desc limit 1) as source,
      array(select i.indexrelid::regclass::text from pg_index i where i.indrelid = c.oid and a.attnum = any (i.indkey) order by 1) as indexes
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where a.attgenerated = 's' and a.atttypid = 'tsvector'::regtype and c.relnamespace = 'public'::regnamespace
    order by 1, 2`)
  return rows
}

async function dropHalfBuilt(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
     where not i.indisvalid and c.relnamespace = 'public'::regnamespace and c.relname ~ '_cc(new|old)[0-9]*$'`,
  )
  for (const { name } of rows) await client.query(`drop index concurrently if exists ${name}`)
}

async function asPlatform<R extends pg.QueryResultRow>(client: pg.Client, query: string): Promise<pg.QueryResult<R>> {
  await client.query(`begin; set local app.platform = 'on'`)
  const result = await client.query<R>(query)
  await client.query('commit')
  return result
}

/** Ends the statement at hand of another connection. */
async function cancelOn(url: string, client: pg.Client): Promise<void> {
  const second = await connect(url)
  await second.query('select pg_cancel_backend($1)', [pidOf(client)])
  await second.end()
}

const pidOf = (client: pg.Client) => (client as unknown as { processID: number }).processID

async function connect(url: string): Promise<pg.Client> {
  const options = '-c jit=off -c statement_timeout=0 -c timezone=UTC'
  const client = new pg.Client({ connectionString: url, application_name: 'workernet reindex', options })
  // A lost connection fails the statement at hand as well; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}
