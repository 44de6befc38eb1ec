import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { explain } from './npm-ci.mjs'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wn install '))
  mkdirSync(join(root, 'app/boot'), { recursive: true })
  for (const file of ['install.mjs', 'npm-ci.mjs'])
    copyFileSync(join(import.meta.dirname, file), join(root, 'app/boot', file))
  writeFileSync(join(root, '.npmrc'), 'fetch-retries=0\naudit=false\n')
})
afterEach(() => rmSync(root, { recursive: true }))

/** A project with one package in a folder beside it, and one for another platform that is nowhere. */
function project(extra: Record<string, { resolved?: string; link?: boolean } & Record<string, unknown>> = {}): void {
  mkdirSync(join(root, 'one'), { recursive: true })
  writeFileSync(join(root, 'one/package.json'), '{"name":"one","version":"1.0.0"}')
  const others = Object.fromEntries(
    Object.entries(extra)
      .filter(([path]) => path.startsWith('node_modules/'))
      .map(([path, one]) => [path.replace('node_modules/', ''), 'link' in one ? `file:${one.resolved}` : '1.0.0']),
  )
  const about = {
    name: 'p',
    dependencies: { one: 'file:one', ...others },
    optionalDependencies: { elsewhere: '1.0.0' },
  }
  writeFileSync(join(root, 'package.json'), JSON.stringify(about))
  const packages = {
    '': about,
    one: { version: '1.0.0' },
    'node_modules/one': { resolved: 'one', link: true },
    'node_modules/elsewhere': { version: '1.0.0', resolved: 'https://127.0.0.1:9/e.tgz', optional: true, os: ['aix'] },
    ...extra,
  }
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ name: 'p', lockfileVersion: 3, requires: true, packages }),
  )
}

const program = () => join(root, 'app/boot/install.mjs')
const environment = () => ({ ...process.env, npm_config_cache: join(root, '.npm') })
const install = () => spawnSync(process.execPath, [program()], { encoding: 'utf8', env: environment() })

test('installs what is missing, then does nothing until the lock file changes', () => {
  project()
  const first = install()
  assert.equal(first.status, 0, first.stderr)
  assert.match(first.stderr, /^Installing 3 packages .*\nPackages installed in \d+ s\.\n$/)
  assert.ok(existsSync(join(root, 'node_modules/one/package.json')))
  assert.ok(existsSync(join(root, 'node_modules/.bin/node')), 'the Node that runs this stands in where npm brings none')
  assert.equal(existsSync(join(root, '.installing')), false)

  const second = install()
  assert.deepEqual([second.status, second.stderr], [0, ''])

  rmSync(join(root, 'node_modules/one'))
  assert.match(install().stderr, /Packages installed/)

  const lock = join(root, 'package-lock.json')
  writeFileSync(lock, readFileSync(lock, 'utf8').replace('"one":{"version":"1.0.0"}', '"one":{"version":"1.0.1"}'))
  writeFileSync(join(root, 'one/package.json'), '{"name":"one","version":"1.0.1"}')
  assert.match(install().stderr, /Packages installed/)
  assert.equal(install().stderr, '')
})

test('the Node that npm brought is used also where npm did not link it', () => {
  const name = `node-${process.platform}-${process.arch}`
  project({
    [name]: { version: '26.0.0', bin: { node: 'bin/node' } },
    [`node_modules/${name}`]: { resolved: name, link: true },
  })
  mkdirSync(join(root, name, 'bin'), { recursive: true })
  writeFileSync(join(root, name, 'package.json'), JSON.stringify({ name, version: '26.0.0' }))
  writeFileSync(join(root, name, 'bin/node'), '')
  assert.equal(install().status, 0)
  rmSync(join(root, 'node_modules/.bin/node'))
  assert.deepEqual([install().status, install().stderr], [0, ''])
  assert.equal(realpathSync(join(root, 'node_modules/.bin/node')), realpathSync(join(root, name, 'bin/node')))
})

test('two first starts at once: one installs, the other waits, both go on', async () => {
  project()
  const starts = [1, 2, 3].map(
    () =>
      new Promise<{ code: number | null; said: string }>((resolve) => {
        const child = spawn(process.execPath, [program()], { stdio: ['ignore', 'ignore', 'pipe'], env: environment() })
        let said = ''
        child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
        child.on('close', (code) => resolve({ code, said }))
      }),
  )
  const ends = await Promise.all(starts)
  assert.deepEqual(
    ends.map(({ code }) => code),
    [0, 0, 0],
    ends.map(({ said }) => said).join('\n'),
  )
  assert.equal(ends.filter(({ said }) => said.includes('Packages installed')).length, 1)
})

test('an installation that was killed is begun anew', () => {
  project()
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  writeFileSync(join(root, '.installing'), String(gone))
  assert.equal(install().status, 0)

  rmSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(join(root, '.installing'), String(process.pid))
  utimesSync(join(root, '.installing'), 0, 0)
  assert.equal(install().status, 0, 'a number that belongs to another process now does not hold it up')
})

test('a registry that does not answer is one sentence', () => {
  project({
    'node_modules/far': { version: '1.0.0', resolved: 'https://127.0.0.1:9/far.tgz', integrity: 'sha512-AA==' },
  })
  const { status, stderr } = install()
  assert.equal(status, 1)
  const last = stderr.trimEnd().split('\n').at(-1)
  assert.match(
    last ?? '',
    /^The packages could not be fetched because the npm registry cannot be reached \(ECONNREFUSED\): check the network/,
  )
  assert.equal(existsSync(join(root, '.installing')), false)
})

test('other failures of npm are told by what to do', () => {
  for (const [said, expected] of [
    [['code ENOSPC', 'syscall write', 'errno -28'], /^The disk that holds \/r is full: free/],
    [['code EACCES', 'syscall mkdir'], /^The packages could not be installed because \/r may not be written to/],
    [
      ['code EUSAGE', '', '`npm ci` can only install packages when …'],
      /package\.json and package-lock\.json do not match/,
    ],
    [['code EINTEGRITY'], /npm cache clean --force/],
    [['code NO_NPM'], /^npm was not found/],
    [['code EWHATEVER', 'Something broke.', 'A complete log of this run …'], /: Something broke\. Run npm ci to see/],
    [[], /: npm was interrupted\. Run npm ci/],
  ] as const)
    assert.match(explain([...said], '/r'), expected)
})

test('with everything installed there is nothing to do', () => {
  const repository = join(import.meta.dirname, 'install.mjs')
  const program = `const { isInstalled } = await import(${JSON.stringify(repository)})
    console.log(isInstalled(${JSON.stringify(join(import.meta.dirname, '../..'))}))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  assert.equal(stdout.trim(), 'true')
})
