// Kill -9 while webhooks are delivered: every event reaches the receiver at least once, under one id.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { receiver } from '#modules/platform/webhooks/server/testing.ts'
import { callWith, send, signIn } from './caller.ts'
import { freePort, type Platform, startPlatform } from './platform.ts'

const KILLS = 3
const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-webhook-crash-'))
after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))

test('no event is lost for a webhook when the server is killed while delivering, and none gets two ids', async (t) => {
  const there = await receiver()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { DEMO: 'true', LOG_LEVEL: 'error', OUTGOING_ALLOWLIST: there.place }
  let platform: Platform = await startPlatform({ dataDir, port, env })
  after(async () => {
    await platform.stop()
    await there.close()
  })
  const { token } = await signIn(url, 'admin@acme.test')
  const hook = { url: there.url, events: ['ticket.created'] }
  await callWith(url, token)('POST', '/integrations/webhooks', hook)

  const acknowledged = new Set<string>()
  let running = true
  const writing = Promise.all(
    Array.from({ length: 4 }, async (_none, writer) => {
      for (let n = 0; running; n++) {
        const answer = await send(url, 'POST', '/tickets', { title: `Crash ${writer}-${n}` }, token).catch(() => null)
        if (answer?.status === 201) acknowledged.add(((await answer.json()) as { id: string }).id)
        else await sleep(50)
        await sleep(60)
      }
    }),
  )
  for (let kill = 0; kill < KILLS; kill++) {
    const before = there.received.length
    while (there.received.length < before + 5) await sleep(20)
    await sleep(Math.random() * 300)
    await platform.kill()
    platform = await startPlatform({ dataDir, port, env })
  }
  running = false
  await writing

  const idsOf = () => {
    const ids = new Map<string, Set<string>>()
    for (const { headers, body } of there.received) {
      const { id } = (JSON.parse(body) as { data: { ticket: { id: string } } }).data.ticket
      ids.set(id, (ids.get(id) ?? new Set()).add(String(headers['webhook-id'])))
    }
    return ids
  }
  // A killed process's lease runs out by itself.
  const until = Date.now() + 90_000
  while (Date.now() < until && ![...acknowledged].every((id) => idsOf().has(id))) await sleep(200)
  const ids = idsOf()
  t.diagnostic(`${acknowledged.size} tickets acknowledged, ${there.received.length} calls for ${ids.size} events`)
  assert.ok(acknowledged.size > 30, `only ${acknowledged.size} tickets were written`)
  assert.deepEqual(
    [...acknowledged].filter((id) => !ids.has(id)),
    [],
  )
  assert.deepEqual(
    [...ids].filter(([, names]) => names.size !== 1),
    [],
  )
})
