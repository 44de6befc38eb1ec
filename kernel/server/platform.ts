// One process of the platform: its modules bound to a database, the log followed, the queues worked off.
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { type Action, type Entity, Problem, unauthorized } from '../contract/index.ts'
import { openAudit } from './audit/audit.ts'
import { type Sealer, startSealer } from './audit/sealer.ts'
import { recordChanges } from './audit/triggers.ts'
import { openBlocks } from './blocks/blocks.ts'
import { openComponentBook } from './components/book.ts'
import { holdJob, releasing } from './components/held.ts'
import type { Config } from './config.ts'
import type { Platform } from './context.ts'
import { openDatabase } from './database/index.ts'
import { grantJobs, migrate } from './database/migrate.ts'
import { openPool } from './database/pool.ts'
import { declarationsOf, declared } from './declared.ts'
import { enrol, type Relay, startRelay } from './events/relay.ts'
import { followLog, type Tail } from './events/tail.ts'
import type { LoggedEvent } from './events/log-reader.ts'
import type { Authenticate } from './http/callers.ts'
import { createEdge } from './http/server.ts'
import { sweepingKeys } from './idempotency/sweep.ts'
import { type JobHandler, openJobs } from './jobs.ts'
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
import { createHub, type Hub } from './realtime/hub.ts'
import { serveSockets } from './realtime/socket.ts'
import { alone } from './shared/alone.ts'
import { atMostEvery, openBus } from './shared/bus.ts'
import type { Line } from './shared/line.ts'
import { openRedis } from './shared/redis.ts'
import { createRunner, type Emitted, type Runner } from './run.ts'
import { postgresSearch } from './search/engine.ts'
import { loadTexts } from './texts.ts'

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
export async function openPlatform(options: OpenOptions): Promise<Running> {
  const { config, log, url, modules } = options
  const owner = openPool({ url, size: 3, name: 'workernet owner', log })
  const ofModules = declared(modules, 'jobs')
  const handlers = [sweepingKeys, sweepingCounts, releasing(ofModules), ...ofModules]
  const { role, jobs } = await prepare(options, owner, handlers)
  const database = openDatabase({ url, size: config.database.poolSize, name: 'workernet', role, log })

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
  const told = () => tail?.place() ?? 0
  const audit = openAudit(() => database, log)
  const runner = createRunner(modules, () => platform, jobs, audit, committed)
  const texts = loadTexts(modules.map(({ name }) => name))
  const declarations = declarationsOf(modules)
  const platform: Platform = {
    ...declarations,
    config,
    database,
    log,
    texts,
    components,
    actions: new Map([...runner.implementations].map(([name, { action }]) => [name, action])),
    outgoing: openOutgoing(config.outgoing),
    turn: { claim: (name) => line?.claim(name), holds: (name) => line?.holds(name) ?? false },
    redis,
    limits: book,
    blocks,
    search: postgresSearch(modules, texts),
    told,
    nextRun: jobs.nextRun,
    within: runner.within,
    freely: runner.freely,
    keepFiles: async (context, ids) => {
      for (const { keepFiles } of modules) await keepFiles?.(context, ids)
    },
    askRound: jobs.askRound,
    disconnect: (matching) => hub.disconnect(matching),
  }
  const { subscriptions, events, entities } = declarations
  const hub = createHub(() => platform, [...events.values()], told, bus)
  const requests = measureRequests()
  const metrics = metricsPage(platform, [
    buildMetric(config),
    ...requests.metrics,
    ...poolMetrics(database.pool),
    ...relayMetrics(subscriptions),
    jobsMetric(),
    ...liveMetrics(hub),
    ...declared(modules, 'metrics'),
  ])
  const hearings = declared(modules, 'hears')
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
    actions: [...platform.actions.values()],
    entities,

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
      if (config.metrics.enabled) {
        metrics.measureProcess()
        const { port } = config.metrics
        const server = port === undefined ? null : await serveMetrics(metrics, config, port)
        if (server) stops.push(() => void server.close())
      }
      const addresses: string[] = []
      for (const service of declared(modules, 'services').filter(({ role }) => roles.includes(role))) {
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

/** Brings tables, triggers and queues up to date: of processes that start together one does it, the others find it done. */
const prepare = ({ log, url, modules, report }: OpenOptions, owner: pg.Pool, handlers: readonly JobHandler[]) =>
  alone(url, 'start', async () => {
    const names = modules.map(({ name }) => name)
    const { role } = await migrate(url, names, report)
    const imported = new Set(declared(modules, 'imports').map(({ of }) => of.table))
    await recordChanges(owner, entitiesOf(modules), declared(modules, 'watched'), imported)
    const jobs = await openJobs(owner, handlers, log)
    await grantJobs(owner, role)
    return { role, jobs }
  })

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
