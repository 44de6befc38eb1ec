// Kill -9 under load: what was acknowledged is there once, and everybody who listens heard of it once.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import WebSocket from 'ws'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { send, signIn } from './caller.ts'
import { freePort, type Platform, startPlatform } from './platform.ts'

const KILLS = 4
const WRITERS = 8
const WRITTEN_BETWEEN = 15

const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-crash-'))
after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))

type Heard = Map<string, number>

test('nothing acknowledged is lost and nothing happens twice when the server or PostgreSQL is killed', async (t) => {
  // The same address across restarts, as clients know it.
  const port = await freePort()
  const env = { DEMO: 'true', LOG_LEVEL: 'error' }
  const url = `http://127.0.0.1:${port}`
  let platform = await startPlatform({ dataDir, port, env })
  const { token } = await signIn(url, 'agent@acme.test')
  const listening = listen(url, token)
  await listening.begun
  t.after(() => listening.stop([]))
  const load = writeTickets(url, token)
  t.after(() => load.stop())
  await sleep(1_000)

  const stages: number[] = []
  for (let kill = 1; kill <= KILLS; kill++) {
    await sleep(300 + Math.random() * 1_200)
    // On a slow machine there would be little to lose.
    await load.reaches(kill * WRITTEN_BETWEEN)
    stages.push(load.count())
    platform = await killServer(platform, port, env, t.diagnostic.bind(t), kill)
  }
  stages.push(load.count())
  await killPostgres(url, t.diagnostic.bind(t))
  await sleep(1_000)

  const acknowledged = await load.stop()
  const ids = [...acknowledged.keys()]
  const heard = await listening.stop(ids)
  t.diagnostic(`stages ${stages.join(' ')}`)
  t.diagnostic(`${ids.length} tickets acknowledged, ${load.refused()} requests refused or cut off`)

  const database = new pg.Client({ connectionString: runningPostgres(dataDir) })
  await database.connect()
  const { rows } = await database.query<{
    id: string
    title: string
    comment_count: number
    comments: number
    created: number
    commented: number
  }>(
    `select id, title, comment_count::int,
       (select count(*)::int from ticket_comments c where c.ticket = t.id) as comments,
       (select count(*)::int from event_log e where e.about_id = t.id and e.name = 'ticket.created') as created,
       (select count(*)::int from event_log e where e.about_id = t.id and e.name = 'ticket.commented') as commented
     from tickets t where title like 'Crash %'`,
  )
  const { rows: numbers } = await database.query<{ gaps: number }>(
    `select (max(number) - count(distinct number))::int as gaps from tickets where tenant_id = (select tenant_id from tickets where title like 'Crash %' limit 1)`,
  )
  await database.end()
  await platform.stop()

  const found = new Map(rows.map((row) => [row.id, row]))
  assert.equal(new Set(rows.map(({ title }) => title)).size, rows.length, 'a ticket was written twice')
  for (const [id, commented] of acknowledged) {
    const row = found.get(id)
    assert.ok(row, `acknowledged ticket ${id} is lost`)
    assert.ok(row.comments >= Number(commented), `an acknowledged reply of ${id} is lost`)
  }
  for (const row of rows) {
    assert.deepEqual(
      [row.created, row.comment_count, row.commented],
      [1, row.comments, row.comments],
      `${row.title} and its events differ`,
    )
  }
  assert.equal(numbers[0]?.gaps, 0, 'ticket numbers have gaps')
  t.diagnostic(
    `not heard once: ${ids
      .map((id, n) => [n, id, heard.get(id)])
      .filter(([, , times]) => times !== 1)
      .join(' ')}`,
  )
  for (const id of ids) assert.equal(heard.get(id), 1, `the listener heard of ${id} ${heard.get(id) ?? 0} times`)
})

async function killServer(
  platform: Platform,
  port: number,
  env: Record<string, string>,
  say: (text: string) => void,
  kill: number,
): Promise<Platform> {
  await platform.kill()
  const killed = performance.now()
  const next = await startPlatform({ dataDir, port, env })
  say(`kill ${kill}: ready again after ${((performance.now() - killed) / 1_000).toFixed(1)} s`)
  return next
}

/** Kills PostgreSQL below a running server, which must come back by itself. */
async function killPostgres(url: string, say: (text: string) => void): Promise<void> {
  const database = new pg.Client({ connectionString: runningPostgres(dataDir) })
  database.on('error', () => {}) // It is about to be killed.
  await database.connect()
  const { rows } = await database.query<{ pid: number }>(`select pg_backend_pid() as pid`)
  const postmaster = await parentOf(rows[0]!.pid)
  process.kill(postmaster, 'SIGKILL')
  const killed = performance.now()
  for (let ready = false; !ready; await sleep(50)) {
    ready = await fetch(`${url}/api/system/ready`).then(
      (answer) => answer.ok,
      () => false,
    )
    assert.ok(performance.now() - killed < 60_000, 'PostgreSQL did not come back')
  }
  say(`PostgreSQL killed: ready again after ${((performance.now() - killed) / 1_000).toFixed(1)} s`)
}

async function parentOf(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** Writes tickets and replies to them as fast as the server answers; remembers what was acknowledged. */
function writeTickets(url: string, token: string) {
  const acknowledged = new Map<string, boolean>()
  let running = true
  let refused = 0
  const post = (route: string, body: object) => send(url, 'POST', route, body, token)
  const writer = async (name: number) => {
    for (let n = 0; running; n++) {
      try {
        const created = await post('/tickets', { title: `Crash ${name}-${n}` })
        if (created.status !== 201) throw new Error(String(created.status))
        const { id } = (await created.json()) as { id: string }
        acknowledged.set(id, false)
        const replied = await post(`/tickets/${id}/comments`, { text: 'A reply' })
        if (replied.status === 201) acknowledged.set(id, true)
      } catch {
        // Killed in the middle: the request was not acknowledged, and either way is right.
        refused++
        await sleep(50)
      }
    }
  }
  const writers = Array.from({ length: WRITERS }, (_, name) => writer(name))
  return {
    refused: () => refused,
    count: () => acknowledged.size,
    async reaches(count: number) {
      while (acknowledged.size < count) await sleep(50)
    },
    async stop() {
      running = false
      await Promise.all(writers)
      return acknowledged
    },
  }
}

/** Listens as a browser does: comes back with the last seq after every loss, and counts what it hears. */
function listen(url: string, token: string) {
  const heard: Heard = new Map()
  let seq: number | undefined
  let stopped = false
  let socket: WebSocket | undefined
  const begun = Promise.withResolvers<void>()
  const connect = () => {
    if (stopped) return
    socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`)
    socket.on('open', () => socket?.send(JSON.stringify({ type: 'hello', token, channels: ['ticket'], since: seq })))
    socket.on('error', () => {}) // Closed right after: handled there.
    socket.on('close', () => setTimeout(connect, 100))
    socket.on('message', (text: Buffer) => {
      const message = JSON.parse(text.toString()) as {
        type: string
        seq?: number
        name?: string
        resumed?: boolean
        payload?: { ticket: { id: string } }
      }
      if (message.type === 'welcome') {
        assert.ok(message.resumed, 'too much was missed to resume')
        begun.resolve()
      }
      if (message.seq !== undefined) seq = message.seq
      if (message.name === 'ticket.created')
        heard.set(message.payload!.ticket.id, (heard.get(message.payload!.ticket.id) ?? 0) + 1)
    })
  }
  connect()
  return {
    begun: begun.promise,
    async stop(ids: readonly string[]): Promise<Heard> {
      const until = Date.now() + 10_000
      while (Date.now() < until && !ids.every((id) => heard.has(id))) await sleep(50)
      await sleep(300)
      stopped = true
      socket?.close()
      return heard
    },
  }
}
