import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { watchParent } from './parent.ts'

/** A program that watches its parent, started by another that can be killed; answers the lines it prints. */
async function watched(env: NodeJS.ProcessEnv) {
  const watcher = fileURLToPath(new URL('./parent.ts', import.meta.url))
  const inner = `const { watchParent } = await import(${JSON.stringify(watcher)})
    watchParent(() => { console.log('gone'); process.exit() }, { everyMs: 20 })
    setTimeout(() => { console.log('stays'); process.exit() }, 1500)
    console.log('watching')`
  const outer = `require('node:child_process').spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(inner)}], { stdio: 'inherit' })`
  const parent = spawn(process.execPath, ['-e', outer], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]()
  const next = async () => (await lines.next()).value as string
  assert.equal(await next(), 'watching')
  parent.kill('SIGKILL')
  return next()
}

test('the end of npm is noticed, that of any other parent is not', async () => {
  const { npm_lifecycle_event: _, ...plain } = process.env
  assert.equal(await watched({ ...plain, npm_lifecycle_event: 'start' }), 'gone')
  assert.equal(await watched(plain), 'stays')
})

test('while the parent lives nothing is called', async () => {
  let calls = 0
  const stop = watchParent(() => calls++, { env: { npm_lifecycle_event: 'start' }, everyMs: 5 })
  await new Promise((resolve) => setTimeout(resolve, 60))
  stop()
  assert.equal(calls, 0)
})
