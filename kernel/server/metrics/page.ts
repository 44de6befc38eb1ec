// GET /metrics: the text that Prometheus reads, for whoever may know it.
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { BlockList, isIPv4 } from 'node:net'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Config } from '../config.ts'
import type { Platform } from '../context.ts'
import type { Metric, Sample } from './metric.ts'

export type MetricsPage = {
  /** Adds what measures the process itself (event loop, memory, garbage); once. */
  measureProcess(): void
  text(): Promise<string>
  type: string
}

const PATIENCE_MS = 3_000

/** One page over all declared metrics. What cannot be told (the database is away) is left out and counted. */
export function metricsPage(platform: Platform, metrics: readonly Metric[]): MetricsPage {
  const registry = new Registry()
  let failures = 0
  const add = ({ name, help, type, collect }: Metric) => {
    const get = async () => ({ name, help, type, aggregator: 'sum', values: await patiently(collect) })
    registry.registerMetric({ name, help, get } as never)
  }
  async function patiently(collect: Metric['collect']): Promise<readonly Sample[]> {
    const { promise, resolve } = Promise.withResolvers<null>()
    const timer = setTimeout(resolve, PATIENCE_MS, null)
    try {
      const found = await Promise.race([collect(platform), promise])
      if (found) return found
      failures++
    } catch (error) {
      failures++
      platform.log.debug({ error: String(error) }, 'metric')
    } finally {
      clearTimeout(timer)
    }
    return []
  }
  metrics.forEach(add)
  add({
    name: 'workernet_metrics_failures_total',
    help: 'Figures that could not be told.',
    type: 'counter',
    collect: () => [{ value: failures }],
  })
  return {
    measureProcess: () => collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 }),
    text: () => registry.metrics(),
    type: registry.contentType,
  }
}

/**
 * Whether a caller may read the metrics: with METRICS_TOKEN whoever brings it; without, callers from METRICS_NETWORKS
 * (loopback) that no proxy speaks for. `from` is the address of the connection itself.
 */
export function metricsGuard({ token, networks }: Config['metrics']) {
  const allowed = listOf(networks)
  return (headers: IncomingHttpHeaders, from: string): 'yes' | 'sign in' | 'no' => {
    if (token !== undefined) return same(headers.authorization ?? '', `Bearer ${token}`) ? 'yes' : 'sign in'
    if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return 'no'
    const address = from.replace(/^::ffff:(?=\d+\.)/, '')
    return address !== '' && allowed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6') ? 'yes' : 'no'
  }
}

/** A server for the metrics alone, on a port of their own: for processes without the role web, or a network of one's own. */
export async function serveMetrics(page: MetricsPage, config: Config, port: number): Promise<Server> {
  const guard = metricsGuard(config.metrics)
  const server = createServer((request, response) => {
    const verdict = guard(request.headers, request.socket.remoteAddress ?? '')
    if (request.url?.split('?')[0] !== config.metrics.path || verdict === 'no')
      return void response.writeHead(404).end()
    if (verdict === 'sign in') return void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end()
    page.text().then(
      (text) => response.writeHead(200, { 'content-type': page.type }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  server.headersTimeout = server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: config.host }, resolve)
  })
  return server
}

const WORDS: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks.flatMap((word) => WORDS[word] ?? [word])) {
    const [address = '', bits] = network.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family)
  }
  return list
}

function same(given: string, wanted: string): boolean {
  const [one, two] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === two.length && timingSafeEqual(one, two)
}
