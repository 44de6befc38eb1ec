// How the embedded PostgreSQL behaves on a real machine: who runs it, what is left of killed runs, where it may live.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { processBirth } from '../../machine/processes.ts'
import { runningPostgres, startPostgres } from '../embedded.ts'
import { killHard, query, scratch, speaking, until } from './testing.ts'

const folder = scratch('wn machine ')
after(() => folder.remove())

const isRoot = process.getuid?.() === 0
const nobody = 65_534
const embedded = fileURLToPath(new URL('../embedded.ts', import.meta.url))

/** Another program that starts the server of `dataDir`, prints `ready PID` (or why not) and stays. */
function holder(dataDir: string, env: NodeJS.ProcessEnv = {}, user?: number) {
  const program = `
    const { startPostgres } = await import(${JSON.stringify(embedded)})
    try {
      const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, forTests: true })
      console.log('ready ' + server.pid)
      process.on('SIGTERM', () => server.stop())
      process.on('SIGHUP', () => process.exit())
    } catch (error) {
      console.log(error.name + ': ' + error.message)
    }`
  const options = user === undefined ? {} : { uid: user, gid: user }
  return speaking(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, ...env },
    ...options,
  })
}

/** The server of `dataDir`, in this process, stopped at the end of the test. */
async function start(t: TestContext, dataDir: string) {
  const server = await startPostgres({ dataDir, forTests: true })
  t.after(() => server.stop())
  return server
}

const pidIn = (line: string) => Number(line.split(' ')[1])
const uidOf = (pid: number) => Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

test('a killed program leaves no PostgreSQL, and the next start has everything', async (t) => {
  if (spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status !== 0)
    return t.skip('setpriv cannot pass on the death of the parent here')
  const dataDir = folder.path('killed')
  const first = holder(dataDir)
  const postgres = pidIn(await first.next(/^ready/))
  await query(runningPostgres(dataDir) ?? '', 'create table note (n int)', 'insert into note values (7)')
  killHard(first.child.pid ?? 0)
  await until(() => processBirth(postgres) === undefined)

  const sockets = JSON.parse(readFileSync(join(dataDir, 'in-use.json'), 'utf8')) as { sockets: string }
  const next = await start(t, dataDir)
  assert.deepEqual(await query(next.url, 'select n from note'), [{ n: 7 }])
  assert.equal(existsSync(sockets.sockets), false, 'the socket folder of the killed program is gone')
  await next.stop()
  assert.equal(existsSync(join(dataDir, 'in-use.json')), false)
})

test('where a killed program does leave its PostgreSQL running, the next start stops it first', async (t) => {
  const path = folder.path('bin')
  mkdirSync(path)
  for (const name of ['sh', 'id', 'test', 'unshare']) {
    const found = (process.env.PATH ?? '').split(delimiter).find((one) => existsSync(join(one, name)))
    if (found) symlinkSync(join(found, name), join(path, name))
  }
  const dataDir = folder.path('left')
  const first = holder(dataDir, { PATH: path })
  const leftover = pidIn(await first.next(/^ready/))
  killHard(first.child.pid ?? 0)
  await first.ended
  assert.notEqual(processBirth(leftover), undefined, 'it is still there')

  const next = await start(t, dataDir)
  assert.equal(processBirth(leftover), undefined)
  assert.deepEqual(await query(next.url, 'select 1 as one'), [{ one: 1 }])
  await next.stop()
})

test('a program that exits without stopping it leaves nothing either', async (t) => {
  const dataDir = folder.path('exits')
  const first = holder(dataDir)
  const postgres = pidIn(await first.next(/^ready/))
  const { sockets } = JSON.parse(readFileSync(join(dataDir, 'in-use.json'), 'utf8')) as { sockets: string }
  first.child.kill('SIGHUP')
  await first.ended
  assert.equal(existsSync(sockets), false)
  const next = await start(t, dataDir)
  assert.equal(processBirth(postgres), undefined)
  assert.deepEqual(await query(next.url, 'select 1 as one'), [{ one: 1 }])
})

test('a program and its PostgreSQL, both killed at once, are recovered from', async (t) => {
  const dataDir = folder.path('both')
  const first = holder(dataDir)
  const postgres = pidIn(await first.next(/^ready/))
  await query(runningPostgres(dataDir) ?? '', 'create table note (n int)', 'insert into note values (7)')
  killHard(postgres)
  killHard(first.child.pid ?? 0)
  const next = await start(t, dataDir)
  assert.deepEqual(await query(next.url, 'select n from note'), [{ n: 7 }])
  await next.stop()
})

test('a first start that is killed while it creates the database is begun anew', async (t) => {
  const dataDir = folder.path('half made')
  const first = holder(dataDir)
  await until(() => existsSync(join(dataDir, 'postgres.new/base')))
  killHard(first.child.pid ?? 0)
  const next = await start(t, dataDir)
  assert.deepEqual(await query(next.url, 'select 1 as one'), [{ one: 1 }])
  await next.stop()
  assert.equal(existsSync(join(dataDir, 'postgres.new')), false)
})

test('two programs that start in one folder at once: one runs, the other says so', async () => {
  const dataDir = folder.path('contested')
  const both = [holder(dataDir), holder(dataDir), holder(dataDir)]
  const said = await Promise.all(both.map((one) => one.next(/./)))
  assert.equal(said.filter((line) => line.startsWith('ready')).length, 1, said.join('\n'))
  assert.equal(said.filter((line) => /^StartError: .* is in use by a WorkerNet/.test(line)).length, 2, said.join('\n'))
  for (const { child } of both) child.kill('SIGTERM')
  await Promise.all(both.map((one) => one.ended))
})

test('root hands it to another user, and takes it along into a folder that only root can reach', async (t) => {
  if (!isRoot) return t.skip('needs root')
  const open = await start(t, folder.path('open'))
  assert.notEqual(uidOf(open.pid), 0)
  await open.stop()

  const closed = folder.path('closed')
  mkdirSync(closed, { mode: 0o700 })
  const server = await start(t, join(closed, 'data'))
  assert.equal(uidOf(server.pid), 0)
  assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }])
  await server.stop()
})

test('an ordinary user runs it as himself, root then as that user, and both keep the data', async (t) => {
  if (!isRoot) return t.skip('needs root')
  if (!reachableBy(nobody)) return t.skip('this checkout is closed to other users')
  const dataDir = folder.path('theirs')
  mkdirSync(dataDir)
  chownSync(dataDir, nobody, nobody)
  const theirs = holder(dataDir, {}, nobody)
  assert.equal(uidOf(pidIn(await theirs.next(/^ready/))), nobody)
  await query(runningPostgres(dataDir) ?? '', 'create table note (n int)')
  theirs.child.kill('SIGTERM')
  await theirs.ended

  const ours = await start(t, dataDir)
  assert.equal(uidOf(ours.pid), nobody)
  assert.deepEqual(await query(ours.url, 'select n from note'), [])
  await ours.stop()
  assert.equal(statSync(join(dataDir, 'postgres')).uid, nobody)

  const again = holder(dataDir, {}, nobody)
  await again.next(/^ready/)
  again.child.kill('SIGTERM')
  await again.ended
})

test('a folder that may not be written to is named', async (t) => {
  if (!isRoot) return t.skip('needs root')
  if (!reachableBy(nobody)) return t.skip('this checkout is closed to other users')
  const dataDir = folder.path('not theirs')
  mkdirSync(dataDir)
  const line = await holder(dataDir, {}, nobody).next(/./)
  assert.equal(
    line,
    `StartError: WorkerNet may not write to the folder ${dataDir}: give your user the right to it, or choose another with DATA_DIR=/path/to/folder.`,
  )
})

test('a full disk is named', async (t) => {
  const dataDir = folder.path('small')
  mkdirSync(dataDir)
  if (!isRoot || spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'none', dataDir]).status !== 0)
    return t.skip('cannot mount a small disk')
  try {
    await assert.rejects(startPostgres({ dataDir, forTests: true }), {
      name: 'StartError',
      message: `The disk that holds ${dataDir} is full: free some space (WorkerNet needs about 300 MB to begin) and start again.`,
    })
    assert.equal(readdirSync(dataDir).includes('in-use.json'), false)
  } finally {
    execFileSync('umount', [dataDir])
  }
})

function reachableBy(user: number): boolean {
  accessSync(embedded, constants.R_OK)
  return (
    spawnSync(process.execPath, ['-e', `require('fs').readFileSync(${JSON.stringify(embedded)})`], {
      uid: user,
      gid: user,
    }).status === 0
  )
}
