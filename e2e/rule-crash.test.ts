// Kill -9 while deals move and a rule notes each move: every deal that was moved has one note, however often the server died.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { callAs } from './caller.ts'
import { freePort, type Platform, startPlatform } from './platform.ts'

const KILLS = 3
const WRITERS = 3
const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-rule-crash-'))
after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))

test('a rule fires once for each deal that was moved, with all that it does, however often the server is killed', async (t) => {
  const port = await freePort()
  const env = { DEMO: 'true', LOG_LEVEL: 'error' }
  let platform: Platform = await startPlatform({ dataDir, port, env })
  after(() => platform.stop())
  const call = await callAs(platform.url, 'admin@acme.test')
  const [client] = (await call<{ items: { id: string }[] }>('GET', '/clients?limit=1')).items
  const pipeline = await call('POST', '/pipelines', { name: 'Crash' })
  const stages = (
    await call<{ items: { id: string }[] }>('GET', `/pipelines/stages?pipeline=${pipeline.id}&sort=position`)
  ).items
  const second = await call('POST', '/pipelines/stages', {
    pipeline: pipeline.id,
    name: 'Second',
    position: 20,
  })
  await call('POST', '/pipelines/actions', {
    name: 'Note each',
    stage: second.id,
    when: 'entered',
    steps: [
      { step: 'note', params: { text: 'Noted by the rule' } },
      { step: 'deals.tag', params: { tags: ['noted'] } },
    ],
  })

  const moved: string[] = []
  let running = true
  const writer = async (name: number) => {
    for (let n = 0; running; n++) {
      try {
        const deal = { title: `Crash ${name}-${n}`, client: client!.id, pipeline: pipeline.id, stage: stages[0]!.id }
        const { id } = await call('POST', '/deals', deal)
        await call('POST', `/deals/${id}/move`, { stage: second.id })
        moved.push(id)
      } catch {
        // Killed in the middle: not acknowledged, and either way is right.
      }
      await sleep(30)
    }
  }
  const writers = Array.from({ length: WRITERS }, (_none, name) => writer(name))
  for (let kill = 1; kill <= KILLS; kill++) {
    const before = moved.length
    while (moved.length < before + 12) await sleep(10)
    await sleep(Math.random() * 300)
    await platform.kill()
    platform = await startPlatform({ dataDir, port, env })
    t.diagnostic(`kill ${kill}: ${moved.length} moves acknowledged`)
  }
  running = false
  await Promise.all(writers)

  let counted: Counted[] = []
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(300)) {
    counted = await outcomes()
    const there = new Set(counted.map(({ id }) => id))
    if (moved.every((id) => there.has(id)) && counted.every(({ notes, runs }) => notes > 0 && runs > 0)) break
  }
  assert.ok(moved.length > 30, `only ${moved.length} deals were moved`)
  assert.deepEqual(
    moved.filter((id) => !counted.some((one) => one.id === id)),
    [],
  )
  assert.deepEqual(
    counted.filter(({ notes, runs, tagged }) => notes !== 1 || runs !== 1 || !tagged),
    [],
    'a deal was noted twice, or not at all',
  )
  t.diagnostic(`${moved.length} moves acknowledged, ${counted.length} deals noted once`)
})

type Counted = { id: string; notes: number; runs: number; tagged: boolean }

/** Of every deal that stands in the second stage, acknowledged or not. */
async function outcomes(): Promise<Counted[]> {
  const client = new pg.Client({ connectionString: runningPostgres(dataDir) })
  await client.connect()
  const { rows } = await client.query<Counted>(`
    select d.id, 'noted' = any (d.tags) as tagged,
      (select count(*)::int from timeline_entries e where e.record = d.id and e.text = 'Noted by the rule') as notes,
      (select count(*)::int from rule_runs r where r.record = d.id and r.outcome = 'fired') as runs
    from deals d join pipeline_stages s on s.id = d.stage where d.title like 'Crash %' and s.name = 'Second'`)
  await client.end()
  return rows
}
