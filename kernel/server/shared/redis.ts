// Redis (or Valkey) for what processes share and may lose: wake-ups, presence, counters. Everything works without it.
import { createRequire } from 'node:module'
import type { Logger } from '../log.ts'

export type RedisOptions = {
  /** Undefined: there is none, and nothing here ever does anything. */
  url: string | undefined
  password: string | undefined
  /** Before every key and channel: installations may share one Redis. */
  prefix: string
  /** Seconds of silence after which a connection counts as lost. */
  silence: number
  /** Seconds to wait for a connection. */
  patience: number
}

export type Redis = {
  /** Whether Redis answers at this moment; false without REDIS_URL and while it is away. */
  available(): boolean
  /** Whether what others publish is heard; true without REDIS_URL, as nobody publishes then. */
  listens(): boolean
  /** For keys that `command` names. */
  prefix: string
  /**
   * Sends one command, such as `['INCR', redis.prefix + 'visits']`; answers undefined when Redis is away or does not answer
   * within `ms`. Never throws for an absent Redis; a command that is wrong (ERR, WRONGTYPE, NOSCRIPT) throws.
   */
  command(words: readonly string[], ms?: number): Promise<unknown>
  /** Tells whoever listens in any process, this one too; lost when Redis is away. */
  publish(channel: string, text: string): void
  /** Listens from now on, again after every outage; what is said during an outage is missed. */
  subscribe(channel: string, hear: (text: string) => void): void
  /** Calls back whenever the listening connection is there again: what was missed must be looked up. */
  onReturn(returned: () => void): void
  stop(): Promise<void>
}

type Client = ReturnType<typeof clientOf>

// Six hundred files, for installations that have a REDIS_URL: read when the first connection is made.
const library = () => createRequire(import.meta.url)('redis') as typeof import('redis')

const ANSWER_MS = 500
// A Redis that hangs is not asked by every request: it counts as away for this long.
const REST_MS = 1_000
const MOST_WAIT_MS = 2_000
const PING_MS = 1_000

/** Connects at the first use, and again whenever the connection is lost; an outage is logged once. */
export function openRedis(options: RedisOptions, log: Logger): Redis {
  const { url, prefix } = options
  let commands: Client | null = null
  let listening: Client | null = null
  let resting = 0
  let stopped = false
  const returns: (() => void)[] = []

  const commander = () => {
    if (!commands && url !== undefined && !stopped) commands = open(options, 'commands', log)
    return commands
  }
  const listener = () => {
    if (!listening && url !== undefined && !stopped) {
      listening = open(options, 'subscriptions', log)
      listening.on('ready', () => returns.forEach((returned) => returned()))
    }
    return listening
  }
  const ready = (client: Client | null) => client !== null && client.isReady && performance.now() >= resting

  return {
    prefix,
    available: () => ready(commander()),
    listens: () => url === undefined || (listening?.isReady ?? false),

    async command(words, ms = ANSWER_MS) {
      const client = commander()
      if (!ready(client)) return undefined
      const late = Symbol('late')
      const { promise, resolve } = Promise.withResolvers<typeof late>()
      const timer = setTimeout(resolve, ms, late)
      try {
        const answer = await Promise.race([client!.sendCommand(words as string[]), promise])
        if (answer !== late) return answer
        resting = performance.now() + REST_MS
        return undefined
      } catch (error) {
        if (isRefusal(error)) throw error
        return undefined
      } finally {
        clearTimeout(timer)
      }
    },

    publish(channel, text) {
      const client = commander()
      if (ready(client)) client!.publish(prefix + channel, text).catch(() => {}) // What is published may be lost.
    },

    subscribe(channel, hear) {
      // Kept by the client across connections; it settles when Redis is there, and fails only at the end of the process.
      listener()
        ?.subscribe(prefix + channel, hear)
        .catch(() => {}) // The outage itself is logged.
    },

    onReturn: (returned) => void returns.push(returned),

    async stop() {
      stopped = true
      for (const client of [commands, listening]) if (client?.isOpen) client.destroy()
    },
  }
}

function clientOf({ url, password, silence, patience }: RedisOptions, name: string) {
  return library().createClient({
    url: url!,
    ...(password === undefined ? {} : { password }),
    name: `workernet-${name}`,
    // What cannot be sent now is not sent late: counters and wake-ups of the past are worth nothing.
    disableOfflineQueue: name === 'commands',
    pingInterval: PING_MS,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: patience * 1_000,
      socketTimeout: silence * 1_000,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 10), MOST_WAIT_MS),
    },
  })
}

function open(options: RedisOptions, name: string, log: Logger): Client {
  const client = clientOf(options, name)
  let away = false
  client.on('error', (error: Error) => {
    if (away) return
    away = true
    log.warn({ error: error.message || String(error), connection: name }, 'Redis is away; going on without it')
  })
  client.on('ready', () => {
    if (away) log.info({ connection: name }, 'Redis is back')
    away = false
  })
  client.connect().catch(() => {}) // Every failure was an 'error' event; the strategy above never gives up.
  return client
}

/** Redis said that the command is wrong; a full, loading or read-only Redis counts as away, as a lost connection does. */
const isRefusal = (error: unknown) =>
  error instanceof library().ErrorReply && /^(ERR|WRONGTYPE|NOSCRIPT)/.test(error.message)
