import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'

/** Programs that are begun here compile nothing anew. */
const { PATH, NODE_COMPILE_CACHE } = process.env
const cli = path.join(import.meta.dirname, 'cli.mjs')

function workernet(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: tmpdir(),
    encoding: 'utf8',
    env: { PATH, NODE_COMPILE_CACHE, NODE_ENV: 'test', ...env },
  })
  return { status, stdout, stderr }
}

test('config shows values in effect, from any folder, and no secret', () => {
  const { status, stdout } = workernet(['config', '--json'], { PORT: '8111', JWT_SECRET: 'tell-nobody' })
  assert.equal(status, 0)
  const shown = JSON.parse(stdout) as Record<string, { value: string; from: string }>
  assert.deepEqual(shown['PORT'], { value: '8111', from: 'environment' })
  assert.equal(shown['DATA_DIR']?.value, path.join(import.meta.dirname, '../data'))
  assert.ok(!stdout.includes('tell-nobody'))
  assert.match(workernet(['config']).stdout, /^PORT +8000 +default$/m)
})

test('a wrong setting is a sentence and not a stack', () => {
  const { status, stderr } = workernet(['config'], { PORT: 'eighty' })
  assert.equal(status, 1)
  assert.equal(
    stderr,
    'WorkerNet cannot start with this configuration:\n  PORT is "eighty": set it to a whole number from 1 to 65535.\n',
  )
})

test('commands are listed and explained; an unknown one or option is refused', () => {
  assert.match(
    workernet([]).stdout,
    /^Usage: npx workernet COMMAND\n\n {2}migrate .*\n {2}seed .*\n {2}create-superuser .*\n {2}reset-password .*\n {2}reindex .*\n {2}verify-audit .*\n {2}config /,
  )
  assert.match(workernet(['help', 'config']).stdout, /^npx workernet config \[--json\]/)
  assert.equal(workernet(['config', '--help']).stdout, workernet(['help', 'config']).stdout)
  const unknown = workernet(['confg'])
  assert.equal(unknown.status, 2)
  assert.match(unknown.stderr, /^There is no command "confg"\./)
  const option = workernet(['config', '--jso'])
  assert.equal(option.status, 2)
  assert.match(option.stderr, /^Unknown option '--jso'/)
})
