// Kill -9 while people are named and tickets assigned: everybody is told of each once, and gets one mail of it.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { send, signIn } from './caller.ts'
import { freePort, type Platform, startPlatform } from './platform.ts'

const KILLS = 3
const WRITERS = 4
const AGENT = 'agent@acme.test'
const MANAGER = 'manager@acme.test'
const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-notice-crash-'))
after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))

type Acknowledged = { ticket: string; title: string; isNamed: boolean }
type Person = Awaited<ReturnType<typeof signIn>>

test('whoever is named or assigned is told once and mailed once, however often the server is killed', async (t) => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  // Without an SMTP server mail stays in the outbox, which is what is counted.
  const env = { DEMO: 'true', LOG_LEVEL: 'error' }
  let platform: Platform = await startPlatform({ dataDir, port, env })
  after(() => platform.stop())
  const agent = await signIn(url, AGENT)
  const manager = await signIn(url, MANAGER)
  const load = write(url, agent, manager)

  for (let kill = 1; kill <= KILLS; kill++) {
    const before = load.acknowledged.length
    while (load.acknowledged.length < before + 12) await sleep(10)
    // In the middle of telling, and of making mails of what was told.
    await hurry()
    await sleep(Math.random() * 700)
    await platform.kill()
    platform = await startPlatform({ dataDir, port, env })
    t.diagnostic(`kill ${kill}: ${load.acknowledged.length} tickets acknowledged, ${load.refused()} requests refused`)
  }
  const acknowledged = await load.stop()
  assert.ok(acknowledged.length > 40, `only ${acknowledged.length} tickets were written`)

  const wanted = acknowledged.flatMap(({ ticket, isNamed }) => [
    `ticket_assigned ${ticket} ${agent.id}`,
    ...(isNamed ? [`ticket_mentioned ${ticket} ${manager.id}`] : []),
  ])
  // A killed worker's job goes to another after its silence was noticed.
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(500)) {
    await hurry()
    const notices = await told()
    const there = new Set(notices.map(nameOf))
    if (wanted.every((one) => there.has(one)) && notices.every(({ mail }) => mail !== null)) break
  }

  const notices = await told()
  const names = notices.map(nameOf)
  assert.deepEqual(
    wanted.filter((one) => !names.includes(one)),
    [],
    'somebody was not told of what was acknowledged',
  )
  assert.equal(new Set(names).size, names.length, 'somebody was told twice')
  assert.deepEqual(notices.filter(({ mail }) => mail === null).map(nameOf), [], 'a mail was forgotten')
  const counted = await ask<{ lines: number }>(
    `select sum(n.count)::int as lines from notifications n join tickets t on t.id = n.record where t.title like 'Crash %'`,
  )
  assert.equal(counted[0]!.lines, notices.length, 'the bells count something else than was told')

  // By what stands in them: a mail that was made twice is not linked to its notice any more.
  const mails = await ask<{ id: string; recipient: string; text: string }>(
    `select id, recipient, text from outbound_mails where html is not null and text like '%Crash %'`,
  )
  assert.deepEqual(new Set(mails.map(({ id }) => id)), new Set(notices.map(({ mail }) => mail)))
  for (const { title, isNamed } of acknowledged) {
    const about = mails.filter(({ text }) => new RegExp(`${title}(?!\\d)`).test(text)).map(({ recipient }) => recipient)
    assert.equal(about.filter((who) => who === AGENT).length, 1, `${title}: mails that say it is assigned`)
    if (isNamed) assert.equal(about.filter((who) => who === MANAGER).length, 1, `${title}: mails that name somebody`)
  }
  t.diagnostic(`${wanted.length} tellings acknowledged, ${notices.length} notices in ${mails.length} mails`)
})

/** The manager opens tickets for the agent, who asks the manager back: nobody is told of what they do themselves. */
function write(url: string, agent: Person, manager: Person) {
  const acknowledged: Acknowledged[] = []
  let running = true
  let refused = 0
  const writer = async (name: number) => {
    for (let n = 0; running; n++) {
      const title = `Crash ${name}-${n}`
      try {
        const opened = await send(url, 'POST', '/tickets', { title, assignee: agent.id }, manager.token)
        if (opened.status !== 201) throw new Error(String(opened.status))
        const { id: ticket } = (await opened.json()) as { id: string }
        const one = { ticket, title, isNamed: false }
        acknowledged.push(one)
        const note = { text: `@${MANAGER} is ${title} yours?`, internal: true }
        one.isNamed = (await send(url, 'POST', `/tickets/${ticket}/comments`, note, agent.token)).status === 201
      } catch {
        // Killed in the middle: not acknowledged, and either way is right.
        refused++
      }
      await sleep(40)
    }
  }
  const writers = Array.from({ length: WRITERS }, (_none, name) => writer(name))
  return {
    acknowledged,
    refused: () => refused,
    async stop() {
      running = false
      await Promise.all(writers)
      return acknowledged
    },
  }
}

async function ask<R extends pg.QueryResultRow>(text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: runningPostgres(dataDir) })
  await client.connect()
  const { rows } = await client.query<R>(text)
  await client.end()
  return rows
}

/** Nobody waits here for the ten seconds and five minutes over which mails are gathered. */
async function hurry(): Promise<void> {
  await ask(`update notification_settings set last_mail_at = null`)
  await ask(`update notices set email_due = now() where email = 'queued'`)
  await ask(`update jobs.job set start_after = now() where name = 'notifications.mail' and start_after > now()`)
}

const told = () =>
  ask<{ kind: string; record: string; recipient: string; mail: string | null }>(
    `select n.kind, n.record, n.recipient, n.mail from notices n join tickets t on t.id = n.record
     where t.title like 'Crash %'`,
  )
const nameOf = ({ kind, record, recipient }: Awaited<ReturnType<typeof told>>[number]) =>
  `${kind} ${record} ${recipient}`
