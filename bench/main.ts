// `npm run bench`: the figures of docs/performance.md, all in one run on an instance of its own.
//   --tickets N     how many there are in the 50 organisations (20,000)
//   --largest N     so many of them in the first organisation, which is then measured by itself too
//   --seconds N     how long each row is measured (5)
//   --only a,b      some of: get, list, search, create, realtime, views, mail, board, categorise, import, clients
//   --mails N       how many mails are taken (2,000)
//   --rows N        how many rows are imported (20,000)
//   --clients N     how many the list of clients has (200,000)
//   --folder DIR    keeps the data for a next run
import { parseArgs } from 'node:util'
import { measureBoard } from './sales/board.ts'
import { categorise } from './categorise.ts'
import { listClients } from './sales/client-list.ts'
import { type Asked, load, type Told } from './http-lanes.ts'
import { startInstance, TENANTS, untilHeard } from './instance.ts'
import { watchViews } from './live-views.ts'
import { takeMail } from './mail-intake.ts'
import { cost, machine, memoryMb } from './machine.ts'
import { isPgbenchThere, pgbench } from './pgbench.ts'
import { importRows } from './sales/import-rows.ts'
import { cycle, KINDS, type Kind, samplesOf } from './requests.ts'
import { deliver } from './sockets.ts'
import { replay, type Transaction, transactionsOf } from './statements.ts'

const ROLE = 'workernet_app'
const REFERENCE_LANES = 20
/** Enough different requests that nothing is answered twice within one row. */
const SAMPLES = 4_000

const { values: asked } = parseArgs({
  options: {
    tickets: { type: 'string', default: '20000' },
    largest: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
    folder: { type: 'string' },
    mails: { type: 'string', default: '2000' },
    rows: { type: 'string', default: '20000' },
    clients: { type: 'string', default: '200000' },
  },
})
const seconds = Number(asked.seconds)
const wanted = (name: string) => !asked.only || asked.only.split(',').includes(name)

if (wanted('categorise')) await categorise()
// That needs no server.
if (asked.only === 'categorise') process.exit(0)

const instance = await startInstance({
  tickets: Number(asked.tickets),
  largest: asked.largest === undefined ? undefined : Number(asked.largest),
  folder: asked.folder,
})
try {
  console.log(`${asked.tickets} tickets in ${TENANTS} organisations, row-level security on; ${machine()}\n`)
  for (const kind of KINDS.filter(wanted)) await measure(kind)
  await untilHeard(instance)
  if (wanted('realtime')) await measureRealtime()
  if (wanted('views')) await measureViews()
  await untilHeard(instance)
  if (wanted('mail')) await measureMail()
  if (wanted('board')) await measureBoardOfDeals()
  if (wanted('import')) await measureImport()
  if (wanted('clients')) await measureClients()
} finally {
  await instance.stop()
}
process.exit(0)

async function measure(kind: Kind): Promise<void> {
  const samples = await samplesOf(kind, instance, SAMPLES)
  const next = cycle(samples, instance)
  await load(instance, REFERENCE_LANES, 2, next)
  console.log(`${kind.padEnd(8)}  lanes  requests/s     p50     p95     p99 ms   CPU ms: server  database   memory MB`)
  let compared = 0
  for (const lanes of [1, REFERENCE_LANES, 500]) {
    const told = await measureLanes(lanes, next)
    if (lanes === REFERENCE_LANES) compared = rate(told)
  }
  if (asked.largest !== undefined) {
    console.log('          in the largest organisation:')
    const first = { ...instance, agents: instance.agents.slice(0, 1) }
    const there = cycle(await samplesOf(kind, first, SAMPLES), first)
    for (const lanes of [1, REFERENCE_LANES]) await measureLanes(lanes, there)
  }
  await compare(await transactionsOf(samples.slice(0, 100), instance), compared)
}

async function measureLanes(lanes: number, next: () => Asked): Promise<Told> {
  const before = cost(instance.pids)
  const told = await load(instance, lanes, seconds, next)
  const after = cost(instance.pids)
  const each = (part: 'server' | 'database') => ((after[part] - before[part]) * 1e3) / told.requests
  const { p50, p95, p99 } = told.latencies
  console.log(
    [
      ' '.repeat(8),
      String(lanes).padStart(7),
      rate(told).toFixed(0).padStart(11),
      ...[p50, p95, p99].map((ms) => ms.toFixed(1).padStart(7)),
      each('server').toFixed(2).padStart(17),
      each('database').toFixed(2).padStart(9),
      memoryMb(instance.pids.server).toFixed(0).padStart(11),
    ].join(' '),
  )
  const wrong = Object.entries(told.unexpected).map(([status, count]) => `${count} × ${status}`)
  if (told.lost > 0 || wrong.length > 0)
    console.log(`          LOST ${told.lost}, unexpected ${wrong.join(', ') || 'none'}`)
  return told
}

/** The same statements without us, in the same run. */
async function compare(transactions: readonly Transaction[], ours: number): Promise<void> {
  const ratio = (theirs: number) => `${theirs.toFixed(0)}/s, ratio ${(ours / theirs).toFixed(2)}`
  const bare = await replay(transactions, { url: instance.database, role: ROLE, lanes: REFERENCE_LANES, seconds })
  console.log(`          the same SQL by the bare driver: ${ratio(rate(bare))}`)
  if (isPgbenchThere()) {
    const by = (pipelined: boolean) =>
      pgbench(transactions, { url: instance.database, role: ROLE, clients: REFERENCE_LANES, seconds, pipelined })
    console.log(`          by pgbench: ${ratio(by(false))}; pipelined ${ratio(by(true))}`)
  }
  console.log()
}

async function measureRealtime(): Promise<void> {
  const lines = 500
  const { deliveries, missed, latencies, cpuMicroseconds } = await deliver(instance, {
    lines,
    changes: 100,
    pauseMs: 20,
  })
  console.log(
    `realtime  ${lines} lines, ${deliveries} deliveries, ${missed} missed; p50 ${latencies.p50.toFixed(0)} p95 ${latencies.p95.toFixed(0)} ms from the change, ${cpuMicroseconds.toFixed(1)} µs CPU a delivery\n`,
  )
}

async function measureViews(): Promise<void> {
  const asked = { lines: 30, views: 30, changes: 200, perSecond: 10 }
  const { askMs, listening, alone, heard, expected } = await watchViews(instance, asked)
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`
  console.log(
    `views     ${asked.lines} agents with ${asked.views} live views each, ${asked.perSecond} changes a second: ${percent(listening)} of a core, ${percent(alone)} with nobody listening, so ${percent(listening - alone)} for the views; ${heard} of ${expected} events heard`,
  )
  console.log(
    `          all ${asked.views} figures of one agent, once: CPU ms server ${askMs.server.toFixed(1)}, database ${askMs.database.toFixed(1)}\n`,
  )
}

async function measureMail(): Promise<void> {
  const { mails, acceptedPerSecond, ticketsPerSecond, cpuMs } = await takeMail(instance, Number(asked.mails))
  console.log(
    `mail      ${mails} mails: ${acceptedPerSecond.toFixed(0)}/s accepted, ${ticketsPerSecond.toFixed(0)}/s turned into tickets, CPU ms each: server ${cpuMs.server.toFixed(1)}, database ${cpuMs.database.toFixed(1)}; ${machine()}\n`,
  )
}

async function measureBoardOfDeals(): Promise<void> {
  const asked = { open: 5_000, moves: 300 }
  const { open, painted, paintedMs, inLanes, move, moveMs } = await measureBoard(instance, asked)
  const told = ({ p50, p95 }: { p50: number; p95: number }) => `p50 ${p50.toFixed(0)} p95 ${p95.toFixed(0)} ms`
  console.log(
    `board     ${asked.open} open deals: all requests of the page ${told(open)}; in Chromium from the press to the cards ${told(painted)}`,
  )
  const parts = (ms: typeof paintedMs) =>
    Object.entries(ms)
      .map(([part, one]) => `${part} ${one.toFixed(0)}`)
      .join(', ')
  console.log(`          processor time of the page's thread until then, ms: ${parts(paintedMs)}`)
  console.log(
    `          in ${inLanes.lanes} lanes: to cards in every cell in sight ${told(inLanes.painted)}; the thread's ms: ${parts(inLanes.paintedMs)}`,
  )
  console.log(
    `          ${asked.moves} moves: ${told(move)}; CPU ms each: server ${moveMs.server.toFixed(1)}, database ${moveMs.database.toFixed(1)}; ${machine()}\n`,
  )
}

async function measureImport(): Promise<void> {
  const { rows, tried, written, counts, memoryGrowth } = await importRows(instance, Number(asked.rows))
  const told = ({ rowsPerSecond, cpuMs, aloneMs }: typeof tried) =>
    `${rowsPerSecond.toFixed(0)} rows/s, CPU ms a row: server ${cpuMs.server.toFixed(2)}, database ${cpuMs.database.toFixed(2)} (without what runs anyway: ${aloneMs.server.toFixed(2)} + ${aloneMs.database.toFixed(2)})`
  console.log(`import    ${rows} rows tried: ${told(tried)}`)
  console.log(`          written: ${told(written)}; ${JSON.stringify(counts)}`)
  console.log(`          memory of the server grew by ${memoryGrowth.toFixed(0)} MB; ${machine()}\n`)
}

async function measureClients(): Promise<void> {
  const { clients, filled, latencies: ms, cpuMs } = await listClients(instance, Number(asked.clients), 300)
  console.log(
    `clients   ${clients} in one organisation (made in ${filled.toFixed(0)} s), two own fields asked for: p50 ${ms.p50.toFixed(1)} p95 ${ms.p95.toFixed(1)} max ${ms.max.toFixed(1)} ms, CPU ms each: server ${cpuMs.server.toFixed(2)}, database ${cpuMs.database.toFixed(2)}; ${machine()}\n`,
  )
}

function rate({ requests, seconds }: Told): number {
  return requests / seconds
}
