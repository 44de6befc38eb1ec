// One process of the platform: its modules bound to a database, the log followed, the queues worked off.
import type { FastifyInstance } from 'fastify'
import { type Action, type Entity, type Event, Problem, unauthorized } from '../contract/index.ts'
import { accessBook } from './access/book.ts'
import { openAudit } from './audit/audit.ts'
import { type Sealer, startSealer } from './audit/sealer.ts'
import { recordChanges } from './audit/triggers.ts'
import { openBlocks } from './blocks/blocks.ts'
import { bulkablesOf } from './bulk/bulkable.ts'
import { openComponentBook } from './components/book.ts'
import { holdJob, releasing } from './components/held.ts'
import type { Config } from './config.ts'
import type { Platform } from './context.ts'
import { alone } from './shared/alone.ts'
import { type Database, openDatabase } from './database/index.ts'
import { grantJobs, migrate } from './database/migrate.ts'
import { openPool } from './database/pool.ts'
import { enrol, type Relay, startRelay } from './events/relay.ts'
import { followLog, type Tail } from './events/tail.ts'
import type { LoggedEvent } from './events/log-reader.ts'
import type { Authenticate } from './http/callers.ts'
import { createEdge } from './http/server.ts'
import { sweepingKeys } from './idempotency/sweep.ts'
import { exportablesOf } from './imports/exportable.ts'
import { importablesOf } from './imports/importable.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { defaultLimits, openLimitBook } from './limits/book.ts'
import { openLimits } from './limits/limits.ts'
import { openStore } from './limits/store.ts'
import { sweepingCounts } from './limits/sweep.ts'
import type { Logger } from './log.ts'
import { entitiesOf, type ServerModule } from './module.ts'
import { type MetricsPage, metricsGuard, metricsPage, serveMetrics } from './metrics/page.ts'
import { measureRequests } from './metrics/requests.ts'
import { buildMetric, jobsMetric, liveMetrics, poolMetrics, relayMetrics } from './metrics/state.ts'
import { openOutgoing } from './outgoing/client.ts'
import type { Line } from './shared/line.ts'
import { createHub, type Hub } from './realtime/hub.ts'
import { serveSockets } from './realtime/socket.ts'
import { atMostEvery, openBus } from './shared/bus.ts'
import { openRedis } from './shared/redis.ts'
import { ruledOf } from './rules/ruled.ts'
import { stepsOf } from './rules/step.ts'
import { createRunner, type Emitted, type Runner } from './run.ts'
import { postgresSearch } from './search/engine.ts'
import { loadTexts } from './texts.ts'
import { viewedOf } from './views/viewed.ts'

// How often other processes are told that there is something in the log.
const RING_MS = 20

export type Role = 'web' | 'worker' | 'relay'

export type Running = {
  platform: Platform
  runner: Runner
  /** Starts relay, workers, services and sockets of some roles; answers the addresses at which services listen. */
  start(roles: readonly Role[]): Promise<string[]>
  /** The HTTP server with every action routed; `authenticate` comes from the module that knows people. */
  edge(authenticate: (platform: Platform) => Authenticate): Promise<FastifyInstance>
  hub: Hub
  actions: readonly Action[]
  entities: readonly Entity[]
  /** Drains: no new work, what runs is finished. */
  stop(): Promise<void>
}

export type OpenOptions = {
  config: Config
  log: Logger
  url: string
  modules: readonly ServerModule[]
  report?: (migration: string) => void
}

/** Migrates the database and binds the modules to it. */
export async function openPlatform({ config, log, url, modules, report }: OpenOptions): Promise<Running> {
  const names = modules.map((module) => module.name)
  const owner = openPool({ url, size: 3, name: 'workernet owner', log })
  const ofModules = modules.flatMap((module) => module.jobs ?? [])
  const handlers = [sweepingKeys, sweepingCounts, releasing(ofModules), ...ofModules]
  // Of processes that start together one prepares the database, the others find it ready.
  const { role, jobs } = await alone(url, 'start', async () => {
    const migrated = await migrate(url, names, report)
    await recordChanges(
      owner,
      entitiesOf(modules),
      modules.flatMap((module) => module.watched ?? []),
      new Set(modules.flatMap((module) => module.imports ?? []).map(({ of }) => of.table)),
    )
    const opened: Jobs = await openJobs(owner, handlers, log)
    await grantJobs(owner, migrated.role)
    return { role: migrated.role, jobs: opened }
  })
  const database: Database = openDatabase({ url, size: config.database.poolSize, name: 'workernet', role, log })

  // Who counts requests must not wait for a connection behind the requests.
  const counting = openPool({ url, size: 2, name: 'workernet limits', role, log })

  const redis = openRedis(config.redis, log)
  const bus = openBus({ url, pool: database.pool, redis, calls: jobs.calls, log })
  const ringElsewhere = atMostEvery(RING_MS, () => bus.tell('events', null))

  const components = openComponentBook({ modules, database, log, bus })
  const book = openLimitBook({ defaults: defaultLimits(config), database, log, bus })
  const blocks = openBlocks({
    enabled: config.rateLimit.enabled,
    log,
    bus,
    database,
    keep: async (blocked) => {
      for (const { onBlocked } of modules) await onBlocked?.(platform, blocked)
    },
  })
  const called = new Map(modules.flatMap((module) => Object.entries(module.called ?? {})))

  let tail: Tail | null = null
  let line: Line | null = null
  const audit = openAudit(() => database, log)
  const runner = createRunner(modules, () => platform, jobs, audit, committed)
  const texts = loadTexts(names)
  const subscriptions = modules.flatMap(({ on = [] }) => (typeof on === 'function' ? on(modules) : on))
  const platform: Platform = {
    config,
    database,
    log,
    texts,
    access: accessBook(modules),
    components,
    actions: new Map([...runner.implementations].map(([name, { action }]) => [name, action])),
    entities: entitiesOf(modules),
    outgoing: openOutgoing(config.outgoing),
    turn: { claim: (name) => line?.claim(name), holds: (name) => line?.holds(name) ?? false },
    redis,
    limits: book,
    blocks,
    kinds: modules.flatMap((module) => module.tells ?? []).map(({ kind }) => kind),
    preferences: new Map(modules.flatMap(({ preferences = [] }) => preferences.map((one) => [one.key, one]))),
    search: postgresSearch(modules, texts),
    viewed: viewedOf(modules.flatMap((module) => module.viewed ?? [])),
    facts: modules.flatMap((module) => module.facts ?? []),
    bulkables: bulkablesOf(modules.flatMap((module) => module.bulk ?? [])),
    importables: importablesOf(modules.flatMap((module) => module.imports ?? [])),
    ruled: ruledOf(modules.flatMap((module) => module.ruled ?? [])),
    steps: stepsOf(modules.flatMap((module) => module.steps ?? [])),
    exportables: exportablesOf(modules.flatMap((module) => module.exports ?? [])),
    told: () => tail?.place() ?? 0,
    events: new Map(modules.flatMap(({ events = [] }) => events.map((one) => [one.name, one]))),
    publicEvents: modules.flatMap((module) => module.events ?? []).filter((event) => event.public),
    hookedActions: modules
      .flatMap((module) => module.actions.map(({ action }) => action))
      .filter(({ hooked }) => hooked),
    subscriptions,
    nextRun: jobs.nextRun,
    within: runner.within,
    freely: runner.freely,
    keepFiles: async (context, ids) => {
      for (const { keepFiles } of modules) await keepFiles?.(context, ids)
    },
    askRound: jobs.askRound,
    disconnect: (matching) => hub.disconnect(matching),
  }
  const hub = createHub(
    () => platform,
    modules.flatMap((module) => module.events ?? []) as Event[],
    () => tail?.place() ?? 0,
    bus,
  )
  const requests = measureRequests()
  const metrics = metricsPage(platform, [
    buildMetric(config),
    ...requests.metrics,
    ...poolMetrics(database.pool),
    ...relayMetrics(subscriptions),
    jobsMetric(),
    ...liveMetrics(hub),
    ...modules.flatMap((module) => module.metrics ?? []),
  ])
  const hearings = modules.flatMap((module) => module.hears ?? [])
  const heard = new Set(hearings.map(({ event }) => event.name))
  const stops: (() => Promise<void> | void)[] = []

  const hear = ({ name, payload }: Pick<LoggedEvent, 'name' | 'payload'>) => {
    for (const hearing of hearings) if (hearing.event.name === name) hearing.handle(platform, payload as never)
  }
  function tell(event: LoggedEvent): void {
    hear(event)
    hub.tell(event)
  }

  /** The log is read again; caches hear at once, as the log is held back by any long transaction. */
  function committed(emitted: readonly Emitted[]): void {
    tail?.wake()
    ringElsewhere()
    for (const { event, payload } of emitted) {
      if (!heard.has(event.name)) continue
      hear({ name: event.name, payload })
      bus.tell('heard', { name: event.name, payload })
    }
  }
  bus.hear('events', () => tail?.wake())
  bus.hear('heard', hear)
  bus.onReturn(() => tail?.wake())

  return {
    platform,
    runner,
    hub,
    actions: [...runner.implementations.values()].map(({ action }) => action),
    entities: platform.entities,

    async start(roles) {
      await components.refresh()
      let relay: Relay | null = null
      let sealer: Sealer | null = null
      const own = bus.start(() => relay?.wake())
      line = own
      stops.push(bus.stop)
      if (roles.includes('relay')) {
        relay = await startRelay(platform, subscriptions, own)
        stops.push(relay.stop)
        sealer = await startSealer(platform, own)
        stops.push(sealer.stop)
      } else await enrol(platform, subscriptions)
      const moved = (settled: number, named?: ReadonlySet<string>) => {
        relay?.wake(settled, named)
        sealer?.wake(settled)
      }
      tail = await followLog(platform, tell, moved, bus.hears)
      stops.push(tail.stop)
      if (roles.includes('worker'))
        await jobs.work(platform, handlers, (handler, tenant, job) => {
          const component = components.waitsFor(tenant, handler)
          return component === null ? null : holdJob(platform, tenant, component, handler.queue, job)
        })
      if (config.metrics.enabled) metrics.measureProcess()
      if (config.metrics.enabled && config.metrics.port !== undefined) {
        const server = await serveMetrics(metrics, config, config.metrics.port)
        stops.push(() => void server.close())
      }
      const addresses: string[] = []
      for (const service of modules.flatMap((module) => module.services ?? [])) {
        if (!roles.includes(service.role)) continue
        const { stop, listens } = await service.start(platform)
        stops.push(stop)
        if (listens) addresses.push(listens)
      }
      return addresses
    },

    async edge(authenticate) {
      const known = authenticate(platform)
      const limits = openLimits(config, openStore({ pool: counting, redis, log }), book)
      await Promise.all([components.refresh(), book.refresh(), blocks.refresh()])
      // Where nothing is counted nobody asks whose address it is.
      const calledOf = async ({ name }: Action, params: Record<string, string>) =>
        config.rateLimit.enabled ? called.get(name)?.(platform, params) : undefined
      const app = await createEdge({
        config,
        log,
        texts: platform.texts,
        runner,
        authenticate: known,
        limits,
        blocks,
        calledOf,
        onRefusedToken: audit.tokenRefused,
      })
      requests.watch(app)
      if (config.metrics.enabled) addMetrics(app, metrics, config)
      stops.push(serveSockets(app, { hub, authenticate: known, origins: config.cors.origins, log }))
      return app
    },

    async stop() {
      for (const stop of stops.toReversed()) await stop()
      components.stop()
      book.stop()
      blocks.stop()
      await jobs.stop()
      await redis.stop()
      await audit.stop()
      await counting.end()
      await database.close()
      await owner.end()
    },
  }
}

/** What Prometheus reads, beside the API. To whoever may not know it, it is not there. */
function addMetrics(app: FastifyInstance, page: MetricsPage, { metrics }: Config): void {
  const guard = metricsGuard(metrics)
  app.get(metrics.path, async (request, reply) => {
    const verdict = guard(request.headers, request.socket.remoteAddress ?? '')
    if (verdict === 'sign in') throw unauthorized()
    if (verdict === 'no') throw new Problem('route.not_found', 404)
    return reply
      .header('cache-control', 'no-store')
      .type(page.type)
      .send(await page.text())
  })
}
