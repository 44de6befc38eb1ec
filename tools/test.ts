// `npm test`, `npm test -- PATH…`: every test of the house, or those whose path contains PATH. Needs nothing prepared.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from '#kernel/server/database/embedded.ts'
import { ensureBrowser } from '../e2e/installed-browser.ts'
import { type Platform, seededFolder, startPlatform } from '../e2e/platform.ts'
import { exists, sourceFiles } from './source-files.ts'
import { type Counts, indent, nodeTests, seconds } from './node-tests.ts'
import { webTests } from './web-tests.ts'

// Hundreds of processes read the same sources: each file is compiled once.
process.env.NODE_COMPILE_CACHE ??= path.resolve('node_modules/.cache/compiled')

const wanted = process.argv.slice(2).map((filter) => filter.replace(/^\.\//, ''))
const files = sourceFiles('.', 'ts,tsx').filter(
  (file) => wanted.length === 0 || wanted.some((filter) => file.includes(filter)),
)
const inBrowser = /^(kernel\/web|ui|app\/web|modules\/[^/]+\/[^/]+\/web)\//
const parts: [name: string, files: string[], run: (files: string[]) => Promise<Counts>][] = [
  ['server', files.filter((file) => file.endsWith('.test.ts') && !inBrowser.test(file)), withSecondLook(serverTests)],
  ['components', files.filter((file) => /\.test\.tsx?$/.test(file) && inBrowser.test(file)), webTests],
  ['journeys', files.filter((file) => file.endsWith('.journey.ts')), withSecondLook(journeys)],
]
/** Said again before the totals: whoever reads a long run reads its end. */
const lastly: string[] = []

/** What must be stopped when the run ends or is broken off. */
const open: (() => Promise<void>)[] = []

/** The longest begin first, so that nobody waits for them at the end. */
const LONGEST = ['app/proof/fuzz.', 'app/commands/', 'app/proof/every-action.', 'app/proof/audit-']

/**
 * Three beside each other: most of them wait for a database half of their time. Beside these one of those that start whole
 * products and kill them: most of their time they wait for leases to run out. More of them starve what they measure by.
 */
async function serverTests(tests: string[], concurrency = 3) {
  if (!tests.every((file) => file.startsWith('tools/'))) {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-test-'))
    chmodSync(dataDir, 0o755) // PostgreSQL may run as another user.
    open.push(async () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))
    const postgres = await startPostgres({ dataDir, forTests: true })
    open.push(() => postgres.stop())
    process.env.TEST_POSTGRES_URL = postgres.url
  }
  const products = tests.filter((file) => file.startsWith('e2e/'))
  const others = first(
    tests.filter((file) => !file.startsWith('e2e/')),
    LONGEST,
  )
  if (products.length > 1) await seed()
  if (concurrency === 1) return nodeTests([...others, ...products], 1)
  const both = await Promise.all([nodeTests(others, concurrency), nodeTests(products, 1)])
  return new Map(both.flatMap((outcomes) => [...outcomes]))
}

/** Those whose path begins with one of `beginnings` before all others, in the order of these. */
function first(files: readonly string[], beginnings: readonly string[]): string[] {
  const placeOf = (file: string) => beginnings.findIndex((one) => file.startsWith(one)) + 1 || beginnings.length + 1
  return files.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** What many products begin with is made once in a run. */
async function seed(): Promise<void> {
  if (process.env.E2E_SEEDED) return
  const folder = (process.env.E2E_SEEDED = await seededFolder())
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
}

/** Walks of minutes come first, so that no lane waits for another at the end. */
const LONG = ['accessible', 'stored-text', 'teams', 'phone', 'guard', 'views', 'account', 'deals', 'clients', 'thread']

/** In lanes, each with a product of its own: what people do in one journey is not in the way of another. */
async function journeys(tests: string[], lanes = 2) {
  process.env.CHROMIUM_PATH = ensureBrowser()
  const products: (Platform | null)[] = []
  if (tests.length > 1) await seed()
  // One after the other: the first builds the pages for all.
  while (products.length < Math.min(lanes, tests.length)) {
    const product = exists('.', 'app/main.ts') ? await startPlatform() : null
    if (product) open.push(() => product.stop())
    products.push(product)
  }
  const waiting = first(
    tests,
    LONG.map((name) => `e2e/journeys/${name}.`),
  )
  const outcomes: Awaited<ReturnType<typeof nodeTests>> = new Map()
  const walk = async (product: Platform | null) => {
    const env: Record<string, string> = product
      ? { E2E_URL: product.url, E2E_SMTP_PORT: String(product.smtpPort), E2E_IMAP_PORT: String(product.imapPort) }
      : {}
    for (let next = waiting.shift(); next; next = waiting.shift())
      for (const [file, outcome] of await nodeTests([next], 1, env)) outcomes.set(file, outcome)
  }
  await Promise.all(products.map(walk))
  return outcomes
}

/**
 * Runs the files that failed once more, alone and from a fresh start: what only wanted a quieter machine passes then and is
 * named at the end, what is broken fails again.
 */
function withSecondLook(run: (tests: string[], concurrency?: number) => ReturnType<typeof nodeTests>) {
  return async (tests: string[]): Promise<Counts> => {
    const outcomes = await run(tests)
    const broken = [...outcomes].filter(([, { failed }]) => failed > 0)
    if (broken.length > 0) {
      await close()
      console.log('once more, alone:')
      const again = await run(
        broken.map(([file]) => file),
        1,
      )
      for (const [file, outcome] of again) outcomes.set(file, outcome)
      for (const [file, { failures }] of broken)
        lastly.push(
          `${outcomes.get(file)!.failed > 0 ? 'failed twice' : 'failed once, then passed alone'}: ${file}\n${indent(failures.join('\n'))}`,
        )
    }
    const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
    for (const outcome of outcomes.values())
      for (const key of ['passed', 'failed', 'skipped'] as const) counts[key] += outcome[key]
    return counts
  }
}

async function close(): Promise<void> {
  for (const stop of open.splice(0).reverse()) await stop()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().finally(() => process.exit(130)))

const sum: Counts = { passed: 0, failed: 0, skipped: 0 }
for (const [name, tests, run] of parts) {
  if (tests.length === 0) continue
  const begun = performance.now()
  console.log(`\n${name}: ${tests.length} ${tests.length === 1 ? 'file' : 'files'}`)
  const counts = await run(tests).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: tests.length, skipped: 0 }
  })
  await close().catch(console.error)
  for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += counts[key]
  console.log(`${name}: ${total(counts)} in ${seconds(performance.now() - begun)}`)
}

function total({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

if (sum.passed + sum.failed === 0) console.error(`No test ran${wanted.length > 0 ? ` for ${wanted.join(' ')}` : ''}.`)
for (const line of lastly) console.log(`\n${line}`)
console.log(`\n${total(sum)}`)
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0)
