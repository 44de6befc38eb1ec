// `npm test`, `npm test -- PATH…`: every test of the house, or those whose path contains PATH. Needs nothing prepared.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from '#kernel/server/database/embedded.ts'
import { ensureBrowser } from '../e2e/installed-browser.ts'
import { type Platform, seededFolder, startPlatform } from '../e2e/platform.ts'
import { exists, sourceFiles } from './source-files.ts'
import { type Counts, failure, indent, nodeTests, type Outcomes, seconds } from './node-tests.ts'
import { webTests } from './web-tests.ts'

// Hundreds of processes read the same sources: each file is compiled once.
process.env.NODE_COMPILE_CACHE ??= path.resolve('node_modules/.cache/compiled')

const wanted = process.argv.slice(2).map((filter) => filter.replace(/^\.\//, ''))
const files = sourceFiles('.', 'ts,tsx').filter(
  (file) => wanted.length === 0 || wanted.some((filter) => file.includes(filter)),
)
const inBrowser = /^(kernel\/web|ui|app\/web|modules\/[^/]+\/[^/]+\/web)\//
const onServer = files.filter((file) => file.endsWith('.test.ts') && !inBrowser.test(file))

/** What must be stopped when a part ends or the run is broken off. */
type Open = (() => Promise<void>)[]

type Part = {
  name: string
  files: string[]
  /** `alone`: nothing beside it. */
  run: (files: string[], open: Open, alone: boolean) => Promise<Outcomes>
}
const server: Part = { name: 'server', files: onServer.filter((file) => !file.startsWith('e2e/')), run: serverTests }
const products: Part = {
  name: 'products',
  files: onServer.filter((file) => file.startsWith('e2e/')),
  run: productTests,
}
const journeys: Part = { name: 'journeys', files: files.filter((file) => file.endsWith('.journey.ts')), run: walks }
const components: Part = {
  name: 'components',
  files: files.filter((file) => /\.test\.tsx?$/.test(file) && inBrowser.test(file)),
  run: webTests,
}

/** The longest begin first, so that nobody waits for them at the end. */
const LONGEST = ['app/proof/fuzz.', 'app/commands/', 'app/proof/every-action.', 'app/proof/audit-']

/** Three beside each other: most of them wait for a database half of their time. */
async function serverTests(tests: string[], open: Open, alone: boolean): Promise<Outcomes> {
  if (!tests.every((file) => file.startsWith('tools/'))) {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-test-'))
    chmodSync(dataDir, 0o755) // PostgreSQL may run as another user.
    open.push(async () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))
    const postgres = await startPostgres({ dataDir, forTests: true })
    open.push(() => postgres.stop())
    process.env.TEST_POSTGRES_URL = postgres.url
  }
  return nodeTests(first(tests, LONGEST), alone ? 1 : 3)
}

/** Those that start whole products and kill them, one at a time: more of them starve what they measure by. */
async function productTests(tests: string[]): Promise<Outcomes> {
  if (tests.length > 1) await seeded()
  return nodeTests(tests, 1)
}

/** Those whose path begins with one of `beginnings` before all others, in the order of these. */
function first(files: readonly string[], beginnings: readonly string[]): string[] {
  const placeOf = (file: string) => beginnings.findIndex((one) => file.startsWith(one)) + 1 || beginnings.length + 1
  return files.toSorted((a, b) => placeOf(a) - placeOf(b))
}

let seeding: Promise<void> | undefined
/** What many products begin with is made once in a run. */
const seeded = () => (seeding ??= seed())

async function seed(): Promise<void> {
  if (process.env.E2E_SEEDED) return
  const folder = (process.env.E2E_SEEDED = await seededFolder())
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
}

/** Walks of minutes come first, so that no lane waits for another at the end. */
const LONG = ['accessible', 'stored-text', 'teams', 'phone', 'guard', 'views', 'account', 'deals', 'clients', 'thread']

/** In two lanes, each with a product of its own: what people do in one journey is not in the way of another. */
async function walks(tests: string[], open: Open, alone: boolean): Promise<Outcomes> {
  process.env.CHROMIUM_PATH = ensureBrowser()
  if (tests.length > 1) await seeded()
  const lanes: (Platform | null)[] = []
  // One after the other: the first builds the pages for all.
  while (lanes.length < Math.min(alone ? 1 : 2, tests.length)) {
    const product = exists('.', 'app/main.ts') ? await startPlatform() : null
    if (product) open.push(() => product.stop())
    lanes.push(product)
  }
  const waiting = first(
    tests,
    LONG.map((name) => `e2e/journeys/${name}.`),
  )
  const outcomes: Outcomes = new Map()
  const walk = async (product: Platform | null) => {
    const env: Record<string, string> = product
      ? { E2E_URL: product.url, E2E_SMTP_PORT: String(product.smtpPort), E2E_IMAP_PORT: String(product.imapPort) }
      : {}
    for (let next = waiting.shift(); next; next = waiting.shift())
      for (const [file, outcome] of await nodeTests([next], 1, env)) outcomes.set(file, outcome)
  }
  await Promise.all(lanes.map(walk))
  return outcomes
}

const opened = new Set<Open>()
async function close(open: Open): Promise<void> {
  opened.delete(open)
  for (const stop of open.splice(0).reverse()) await stop()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.all([...opened].map(close)).finally(() => process.exit(130)))

/** Runs files of a part and stops what it opened. Where it cannot even begin, each of its files failed. */
async function runPart({ name, run }: Part, tests: string[], alone = false): Promise<Outcomes> {
  if (tests.length === 0) return new Map()
  const begun = performance.now()
  console.log(`\n${name}: ${tests.length} ${tests.length === 1 ? 'file' : 'files'}${alone ? ' once more, alone' : ''}`)
  const open: Open = []
  opened.add(open)
  const outcomes = await run(tests, open, alone).catch((error: unknown): Outcomes => {
    const why = error instanceof Error ? error.message : String(error)
    console.error(why)
    return new Map(tests.map((file) => [file, failure(why)]))
  })
  await close(open).catch(console.error)
  const files = [...outcomes.values()]
  const failed = files.filter((one) => one.failed > 0).length
  console.log(`${name}: ${failed} of ${files.length} failed in ${seconds(performance.now() - begun)}`)
  return outcomes
}

/** The files that failed at the first look. */
const broken: { part: Part; file: string; failures: string[] }[] = []
const sum: Counts = { passed: 0, failed: 0, skipped: 0 }
/** Said again before the totals: whoever reads a long run reads its end. */
const lastly: string[] = []

async function firstLook(part: Part): Promise<void> {
  for (const [file, outcome] of await runPart(part, part.files))
    if (outcome.failed > 0) broken.push({ part, file, failures: outcome.failures })
    else add(outcome)
}

/** From a fresh start: what only wanted a quieter machine passes then and is named at the end, what is broken fails again. */
async function secondLook(part: Part): Promise<void> {
  const mine = broken.filter((one) => one.part === part)
  const outcomes = await runPart(
    part,
    mine.map(({ file }) => file),
    true,
  )
  for (const outcome of outcomes.values()) add(outcome)
  for (const { file, failures } of mine) {
    const passed = outcomes.get(file)?.failed === 0
    if (!outcomes.has(file)) sum.failed += 1
    lastly.push(
      `${passed ? 'failed once, then passed alone' : 'failed twice'}: ${file}\n${indent(failures.join('\n'))}`,
    )
  }
}

async function inTurn(look: (part: Part) => Promise<void>, ...parts: Part[]): Promise<void> {
  for (const part of parts) await look(part)
}

function add(counts: Counts): void {
  for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += counts[key]
}

function total({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

// What kills products waits for leases most of its time: it runs beside all else, which keeps the processors busy by itself.
await Promise.all([firstLook(products), inTurn(firstLook, server, components, journeys)])
await inTurn(secondLook, server, products, components, journeys)

if (sum.passed + sum.failed === 0) console.error(`No test ran${wanted.length > 0 ? ` for ${wanted.join(' ')}` : ''}.`)
for (const line of lastly) console.log(`\n${line}`)
console.log(`\n${total(sum)}`)
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0)
