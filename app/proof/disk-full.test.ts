// The disk of the database fills up: writing is refused in words, reading goes on, and so does writing once there is room.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { testPlatform, type TestPlatform } from '#app/testing.ts'

const run = promisify(execFile)
const mount = (...args: string[]) => run('mount', ['-t', 'tmpfs', ...args])

let desk: TestPlatform
let app: FastifyInstance
let agent: { authorization: string }
let owner: pg.Client
/** A disk of two megabytes, where this machine lets us have one. */
let disk: string | null = null
before(async () => {
  desk = await testPlatform({ LOG_LEVEL: 'silent' })
  app = await desk.edge()
  agent = await desk.signIn(app, 'acme', 'agent')
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
  const folder = await mkdtemp(path.join(tmpdir(), 'workernet-full-'))
  disk = await mount('-o', 'size=2m', 'tmpfs', folder).then(
    () => folder,
    () => null,
  )
  if (disk === null) await rm(folder, { recursive: true })
})
after(async () => {
  await owner.end()
  await desk.close()
  if (disk === null) return
  await run('umount', [disk])
  await rm(disk, { recursive: true })
})

const write = (ticket: string, text: string, language = 'en') =>
  app.inject({
    method: 'POST',
    url: `/api/tickets/${ticket}/comments`,
    headers: { ...agent, 'accept-language': language },
    payload: { text },
  })
async function open(title: string): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: '/api/tickets', headers: agent, payload: { title } })
  assert.equal(answer.statusCode, 201)
  return answer.json<{ id: string }>().id
}
async function expectRefusal(answer: Awaited<ReturnType<typeof write>>): Promise<void> {
  assert.equal(answer.statusCode, 507)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  const { code, detail, request_id } = answer.json<{ code: string; detail: string; request_id: string }>()
  assert.equal(code, 'database_full')
  assert.match(detail, /disk of the database is full/)
  assert.ok(request_id)
}
const comments = async (ticket: string) => {
  const answer = await app.inject({ url: `/api/tickets/${ticket}/comments`, headers: agent })
  assert.equal(answer.statusCode, 200)
  return answer.json<{ items: unknown[] }>().items.length
}

test('what PostgreSQL refuses for want of room is a problem in words, and nothing is half written', async () => {
  const ticket = await open('No room')
  await owner.query(`create function no_room() returns trigger language plpgsql as
    $$ begin raise 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
  await owner.query('create trigger no_room after insert on ticket_comments execute function no_room()')
  await expectRefusal(await write(ticket, 'Is there room?'))
  assert.equal(await comments(ticket), 0)
  await owner.query('drop trigger no_room on ticket_comments')
  assert.equal((await write(ticket, 'Now there is.')).statusCode, 201)
  assert.equal(await comments(ticket), 1)
})

test('a disk that is really full refuses, lets people read, and takes everything again once it has room', async (t) => {
  if (disk === null) return t.skip('needs the right to mount a tmpfs (root)')
  const { rows } = await owner.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
  const { uid, gid } = await stat(rows[0]!.folder)
  await chown(disk, uid, gid)
  await chmod(disk, 0o700)
  const space = `tiny_${randomBytes(4).toString('hex')}`
  await owner.query(`create tablespace ${space} location '${disk}'`)
  await owner.query(`alter table ticket_comments set tablespace ${space}`)
  // What refused writes left behind is not to make room in the middle.
  await owner.query('alter table ticket_comments set (autovacuum_enabled = false, toast.autovacuum_enabled = false)')

  const ticket = await open('A real disk')
  // Random, so that PostgreSQL cannot make it smaller.
  const text = () => randomBytes(20_000).toString('base64')
  let written = 0
  let answer = await write(ticket, text())
  for (; answer.statusCode === 201 && written < 300; answer = await write(ticket, text())) written++
  t.diagnostic(`${written} comments fitted`)
  assert.ok(written > 10)
  await expectRefusal(answer)
  assert.equal(await comments(ticket), written, 'what was acknowledged is there, what was refused is not')
  await Promise.all(Array.from({ length: 20 }, async () => expectRefusal(await write(ticket, text()))))
  assert.equal((await app.inject({ url: '/api/system/ready' })).statusCode, 200)

  await mount('-o', 'remount,size=64m', 'tmpfs', disk)
  await Promise.all(Array.from({ length: 20 }, async () => assert.equal((await write(ticket, text())).statusCode, 201)))
  assert.equal(await comments(ticket), written + 20)
  await owner.query('alter table ticket_comments set tablespace pg_default')
  await owner.query(`drop tablespace ${space}`)
})
