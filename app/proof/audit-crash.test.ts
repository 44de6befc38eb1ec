// A process that dies in the middle of sealing: nothing is missing, nothing is twice, the chain is whole.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { verifyChain } from '#kernel/server/audit/verify.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'

let desk: TestPlatform
let owner: pg.Client
before(async () => {
  desk = await testPlatform()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
})
after(async () => {
  await owner.end()
  await desk.close()
})

/** Another process that does nothing but relay and seal. */
function startSealing() {
  const program = `
    import { loadConfig } from '#kernel/server/config.ts'
    import { openLog } from '#kernel/server/log.ts'
    import { openPlatform } from '#kernel/server/platform.ts'
    import { serverModules } from '#app/server-modules.ts'
    const config = loadConfig({ ...process.env })
    const log = openLog('silent')
    const running = await openPlatform({ config, log, url: process.env.SEALED_URL, modules: serverModules })
    await running.start(['relay'])`
  return spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: `${import.meta.dirname}/../..`,
    stdio: 'inherit',
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      NODE_ENV: 'test',
      SMTP_IN_PORT: '0',
      DATA_DIR: desk.running.platform.config.dataDir,
      SEALED_URL: desk.url,
    },
  })
}

const count = async (what: string): Promise<number> => {
  const { rows } = await owner.query<{ n: number }>(`select ${what} as n`)
  return Number(rows[0]!.n)
}
const sealed = () => count('(select count(*) from audit_entries)')

test('kill -9 in the middle of sealing', async () => {
  const agent = desk.as('acme', 'agent')
  const other = desk.as('globex', 'agent')
  // A few at a time: who waits for a connection for five seconds is turned away.
  const write = async (entries: number) => {
    let next = 0
    const lane = async () => {
      for (let n = next++; n < entries; n = next++)
        await (n % 5 === 0 ? other : agent)(tickets.create, { title: `Entry ${n}` })
    }
    await Promise.all(Array.from({ length: 8 }, lane))
  }
  for (let round = 0; round < 3; round++) {
    await write(700)
    const before = await sealed()
    const child = startSealing()
    // Some of what waits is sealed, the rest is not: now.
    await eventually(async () => assert.ok((await sealed()) > before), 60_000)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  assert.ok((await sealed()) < (await count('(select count(*) from audit_details)')), 'it was killed before its end')
  await desk.start('relay')
  await eventually(
    async () => assert.equal(await sealed(), await count('(select count(*) from audit_details)')),
    30_000,
  )
  assert.equal(
    await count(
      '(select count(*) from audit_details d where not exists (select from audit_entries e where e.id = d.id))',
    ),
    0,
  )
  for (const slug of ['acme', 'globex'] as const) {
    const { ok, broken } = await verifyChain(desk.running.platform, desk.tenantId(slug))
    assert.deepEqual([ok, broken], [true, null])
  }
})
