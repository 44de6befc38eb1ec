// An export of far more than 50 MB, in both kinds of files: whole, and never in the memory of the process that writes or sends it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { type Platform, startPlatform } from './platform.ts'

const RECORDS = 60_000
/** Letters of each record's notes. */
const NOTES = 1_000
const MEGABYTE = 1_048_576
/** The file has more, and all its records in memory many times more. */
const MOST_GROWTH = 150

let platform: Platform
let headers: Record<string, string>
let started = 0
before(async () => {
  platform = await startPlatform({ env: { DEMO: 'true', LOG_LEVEL: 'error', SMTP_IN_PORT: '0' } })
  started = await fill()
  const answer = await fetch(`${platform.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin@acme.test', password: 'workernet-demo' }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
})
after(() => platform.stop())

/** Clients by the thousand, past every trigger; answers how many there were before. */
async function fill(): Promise<number> {
  const client = new pg.Client({ connectionString: runningPostgres(platform.dataDir)! })
  await client.connect()
  const { rows } = await client.query<{ id: string; count: string }>(
    `select t.id, (select count(*) from clients c where c.tenant_id = t.id and c.deleted_at is null)
       from tenants t where slug = 'acme'`,
  )
  const [{ id, count }] = rows as [{ id: string; count: string }]
  await client.query(`begin; set local session_replication_role = replica; set local app.tenant_id = '${id}'`)
  await client.query(
    `insert into clients (tenant_id, created_at, kind, name, email, phone, address, tags, language, consent, notes, stage)
     select '${id}', now() - n * interval '1 second', 'person', 'many ' || n, n || '@example.test', '+99890' || 1000000 + n, '', '{}',
       'ru', false, repeat('n', ${NOTES}), 'client'
     from generate_series(1, ${RECORDS}) n`,
  )
  await client.query('commit; analyze clients')
  await client.end()
  return Number(count)
}

type Run = { id: string; state: string; done: number; size: number; reason: string | null }
async function ask<T>(route: string, body?: object): Promise<T> {
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
  const answer = await fetch(`${platform.url}/api${route}`, { ...init, headers })
  assert.ok(answer.ok, `${route}: ${answer.status}`)
  return (await answer.json()) as T
}
async function written(input: object): Promise<Run> {
  const { run } = await ask<{ run: Run }>('/exports', { entity: 'client', input, always: true })
  for (;;) {
    const { items } = await ask<{ items: Run[] }>('/exports')
    const mine = items.find(({ id }) => id === run.id)!
    if (mine.state !== 'waiting' && mine.state !== 'running') return mine
    await sleep(100)
  }
}

const rss = () => {
  const status = readFileSync(`/proc/${platform.pid}/status`, 'utf8')
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * 1_024) / MEGABYTE
}
/** How many megabytes the process grew by at most. */
async function grownBy(work: () => Promise<void>): Promise<number> {
  const before = rss()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, rss())), 20)
  await work().finally(() => clearInterval(watch))
  return Math.round(most - before)
}

const skip = process.platform !== 'linux' && 'the memory of another process is read as Linux tells it'
test('a file of more than 50 MB is written and sent in little memory, with every record once', { skip }, async (t) => {
  await written({ format: 'csv', q: 'nobody' })
  let run!: Run
  const writing = await grownBy(
    async () => void (run = await written({ format: 'csv', delimiter: 'comma', bom: false })),
  )
  assert.deepEqual([run.state, run.reason, run.done], ['done', null, started + RECORDS])
  assert.ok(run.size > 50 * MEGABYTE, `${run.size} bytes`)

  const found = new Uint8Array(RECORDS + 1)
  let [size, rest] = [0, '']
  const sending = await grownBy(async () => {
    const { body } = await fetch(`${platform.url}/api/exports/${run.id}/content`, { headers })
    const decoder = new TextDecoder()
    for await (const chunk of body!) {
      size += chunk.length
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\r\n')
      rest = lines.pop()!
      for (const line of lines) for (const [, n] of line.matchAll(/,many (\d+),/g)) found[Number(n)]! += 1
    }
  })
  assert.deepEqual([size, rest], [run.size, ''])
  assert.ok(found.subarray(1).every((times) => times === 1))
  t.diagnostic(`${Math.round(run.size / MEGABYTE)} MB: ${writing} MB more memory to write, ${sending} MB to send`)
  assert.ok(writing < MOST_GROWTH, `${writing} MB`)
  assert.ok(sending < MOST_GROWTH, `${sending} MB`)
})

test('so is a workbook', { skip }, async (t) => {
  await written({ format: 'xlsx', q: 'nobody' })
  let run!: Run
  const writing = await grownBy(async () => void (run = await written({ format: 'xlsx' })))
  assert.deepEqual([run.state, run.reason, run.done], ['done', null, started + RECORDS])
  t.diagnostic(`${writing} MB more memory`)
  assert.ok(writing < MOST_GROWTH, `${writing} MB`)
})
