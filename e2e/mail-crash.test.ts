// Kill -9 while mail comes in: whatever heard 250 is one ticket, and what is sent again stays one.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { mailProgram } from './mailbox.ts'
import { freePort, type Platform, startPlatform } from './platform.ts'

const KILLS = 2
const MAILS = 24

const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-mail-crash-'))
after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))

test('no mail that was taken is lost, and none becomes two tickets, when the server is killed', async (t) => {
  const smtp = await freePort()
  const port = await freePort()
  const env = { SMTP_IN_PORT: String(smtp), DEMO: 'true', LOG_LEVEL: 'error' }
  let platform: Platform = await startPlatform({ dataDir, port, env })
  const program = mailProgram(smtp)
  const taken = new Set<number>()
  const write = async (number: number): Promise<void> => {
    const messageId = `<crash-${number}@shop.test>`
    const mail = { from: `anna${number % 5}@shop.test`, to: 'support@acme.test', subject: `Crash ${number}`, messageId }
    await program.send({
      ...mail,
      text: `It is number ${number}.`,
      attachments: [{ filename: 'a.txt', content: messageId }],
    })
    taken.add(number)
  }

  for (let kill = 1; kill <= KILLS; kill++) {
    const sending = Promise.allSettled(Array.from({ length: MAILS }, (_, number) => write(number)))
    // Once in the middle of taking mail in, once in the middle of making tickets of it.
    while (taken.size < (kill === 1 ? 5 : MAILS)) await sleep(5)
    if (kill > 1) await sleep(300)
    await platform.kill()
    await sending
    t.diagnostic(`${taken.size} of ${MAILS} mails were taken before kill ${kill}`)
    platform = await startPlatform({ dataDir, port, env })
  }
  // A sending server comes again with what it was not sure of, and with what it was.
  for (let number = 0; number < MAILS; number++) await write(number)

  const database = new pg.Client({ connectionString: runningPostgres(dataDir) })
  await database.connect()
  const waiting = async () => {
    const { rows } = await database.query<{ count: number }>(
      `select count(*)::int as count from inbound_mails where state not in ('handled')`,
    )
    return rows[0]!.count
  }
  for (const until = Date.now() + 90_000; (await waiting()) > 0 && Date.now() < until;) await sleep(500)
  assert.equal(await waiting(), 0)
  const { rows } = await database.query<{ title: string; tickets: number; files: number; receipts: number }>(
    `select title, count(*)::int as tickets,
       sum((select count(*) from ticket_attachments a where a.ticket = t.id))::int as files,
       sum((select count(*) from outbound_mails o where o.thread = t.id))::int as receipts
     from tickets t where title like 'Crash %' group by title`,
  )
  await database.end()
  await platform.stop()
  assert.equal(rows.length, MAILS)
  for (const { title, tickets, files, receipts } of rows) {
    assert.deepEqual([title, tickets, files], [title, 1, 1])
    assert.ok(receipts <= 1, `${title} was confirmed ${receipts} times`)
  }
})
