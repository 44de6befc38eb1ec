// One WebSocket of a tab: says hello, resumes where it was cut, tells every event once.
import type { ClientMessage, ServerMessage } from '../../contract/live.ts'

export type LiveEvent = Extract<ServerMessage, { type: 'event' }>
export type Attendant = { user_id: string; state: 'viewing' | 'typing' }
export type Attention = Attendant['state']
export type LiveStatus = 'idle' | 'connecting' | 'live' | 'offline'

/** As much of a WebSocket as is used here. */
export type Socket = {
  send(text: string): void
  close(): void
  onopen: ((event: never) => void) | null
  onmessage: ((event: { data: string }) => void) | null
  onclose: ((event: { code: number }) => void) | null
}

export type LiveOptions = {
  open: () => Socket
  /** A good access token, another one than the one that was refused; null = nobody is signed in. */
  token: (refused: string | null) => Promise<string | null>
  /** Between 0 and 1. */
  random?: () => number
}

const PING_MS = 25_000
const PONG_WITHIN_MS = 10_000
const PRESENCE_MS = 12_000
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [500, 20_000]
const SIGN_IN_ANEW = 4401

export type LiveClient = ReturnType<typeof createLive>

/**
 * `onEvent` hears each event once and in order; `onGap` says that events were missed and cached answers are old;
 * `onSubscribed` names channels from which on nothing is missed any more.
 */
export function createLive({ open, token, random = Math.random }: LiveOptions) {
  let socket: Socket | null = null
  let status: LiveStatus = 'idle'
  let since: number | undefined
  let wanted = false
  let failures = 0
  let shown: string | null = null
  let refused: string | null = null
  let timers: ReturnType<typeof setTimeout>[] = []
  const channels = new Map<string, number>()
  const confirmed = new Set<string>()
  const attending = new Map<string, Attention>()
  const present = new Map<string, readonly Attendant[]>()

  const events = listeners<LiveEvent>()
  const gaps = listeners<void>()
  const subscribed = listeners<readonly string[]>()
  const statuses = listeners<LiveStatus>()
  const presences = listeners<string>()

  function become(next: LiveStatus): void {
    if (status === next) return
    status = next
    statuses.tell(next)
  }

  const say = (message: ClientMessage) => status === 'live' && socket?.send(JSON.stringify(message))
  const later = (work: () => void, ms: number) => void timers.push(setTimeout(work, ms))
  function forgetTimers(): void {
    for (const timer of timers) clearTimeout(timer)
    timers = []
  }

  async function connect(): Promise<void> {
    forgetTimers()
    if (!wanted || socket) return
    if (status !== 'offline') become('connecting')
    const granted = await token(refused).catch(() => undefined)
    if (!wanted || socket) return
    if (granted === null) return stop()
    if (granted === undefined) return retry()
    refused = null
    shown = granted
    const opened = open()
    socket = opened
    opened.onopen = () => {
      opened.send(
        JSON.stringify({
          type: 'hello',
          token: granted,
          channels: [...channels.keys()],
          ...(since === undefined ? {} : { since }),
        } satisfies ClientMessage),
      )
    }
    opened.onmessage = ({ data }) => socket === opened && hear(JSON.parse(data) as ServerMessage)
    opened.onclose = ({ code }) => socket === opened && lost(code)
    later(() => socket === opened && status !== 'live' && drop(), PONG_WITHIN_MS)
  }

  function drop(): void {
    const dropped = socket
    socket = null
    dropped?.close()
    lost(0)
  }

  function lost(code: number): void {
    socket = null
    confirmed.clear()
    refused = code === SIGN_IN_ANEW ? shown : null
    for (const channel of present.keys()) setPresent(channel, [])
    if (wanted) retry()
  }

  function retry(): void {
    forgetTimers()
    failures += 1
    // One short cut is no news to a person; a second failure is.
    become(failures > 1 ? 'offline' : 'connecting')
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1))
    later(() => void connect(), longest / 2 + (longest / 2) * random())
  }

  function hear(message: ServerMessage): void {
    if (message.type === 'event') return hearEvent(message)
    if (message.type === 'presence') return setPresent(message.channel, message.people)
    if (message.type === 'welcome') return welcomed(message)
    if (message.type === 'subscribed') return confirm(message.channels)
    if (message.type === 'pong') {
      since = laterOf(since, message.seq)
      forgetTimers()
      keepAlive()
    }
  }

  function hearEvent(event: LiveEvent): void {
    if (since !== undefined && event.seq <= since) return
    since = event.seq
    events.tell(event)
  }

  function welcomed({ seq, resumed, channels: granted }: Extract<ServerMessage, { type: 'welcome' }>): void {
    const isNew = since === undefined
    // After a gap the server goes on from its own place, which may lie before ours when its history was restored.
    since = resumed ? laterOf(since, seq) : seq
    failures = 0
    become('live')
    forgetTimers()
    keepAlive()
    if (!resumed) gaps.tell()
    for (const channel of granted) confirmed.add(channel)
    if (isNew) subscribed.tell(granted)
    const late = [...channels.keys()].filter((channel) => !granted.includes(channel))
    if (late.length > 0) say({ type: 'subscribe', channels: late })
    for (const [channel, state] of attending) say({ type: 'presence', channel, state })
  }

  function confirm(granted: readonly string[]): void {
    const fresh = granted.filter((channel) => !confirmed.has(channel))
    for (const channel of fresh) {
      confirmed.add(channel)
      const state = attending.get(channel)
      if (state) say({ type: 'presence', channel, state })
    }
    if (fresh.length > 0) subscribed.tell(fresh)
  }

  function keepAlive(): void {
    later(() => {
      say({ type: 'ping' })
      later(drop, PONG_WITHIN_MS)
    }, PING_MS)
    later(renewPresence, PRESENCE_MS)
  }

  // The server forgets who does not say again that they are there.
  function renewPresence(): void {
    for (const [channel, state] of attending) say({ type: 'presence', channel, state })
    later(renewPresence, PRESENCE_MS)
  }

  function setPresent(channel: string, people: readonly Attendant[]): void {
    present.set(channel, people)
    presences.tell(channel)
  }

  function stop(): void {
    wanted = false
    forgetTimers()
    const closing = socket
    socket = null
    since = undefined
    failures = 0
    confirmed.clear()
    present.clear()
    closing?.close()
    become('idle')
  }

  return {
    start(): void {
      if (wanted) return
      wanted = true
      void connect()
    },
    stop,
    /** Tries again at once: the network came back, or the tab was woken. */
    wake(): void {
      if (!wanted) return
      if (!socket) return void connect()
      say({ type: 'ping' })
      later(drop, PONG_WITHIN_MS)
    },
    status: (): LiveStatus => status,
    /** Hands on a renewed access token, so that the connection outlives the old one. */
    renewed(next: string): void {
      shown = next
      say({ type: 'token', token: next })
    },
    /**
     * Listens to channels until the answer is called. A channel without an id (all records of a kind) stays subscribed:
     * the next page that needs it then knows that nothing was missed.
     */
    listen(names: readonly string[]): () => void {
      const fresh = names.filter((name) => !channels.has(name))
      for (const name of names) channels.set(name, (channels.get(name) ?? 0) + 1)
      if (fresh.length > 0) say({ type: 'subscribe', channels: fresh })
      return () => {
        for (const name of names) channels.set(name, (channels.get(name) ?? 1) - 1)
        const left = names.filter((name) => channels.get(name) === 0 && name.includes(':'))
        for (const name of left) {
          channels.delete(name)
          confirmed.delete(name)
          present.delete(name)
        }
        if (left.length > 0) say({ type: 'unsubscribe', channels: left })
      }
    },
    hears: (channel: string): boolean => confirmed.has(channel),
    attend(channel: string, state: Attention | null): void {
      if (attending.get(channel) === state) return
      if (state) attending.set(channel, state)
      else attending.delete(channel)
      if (confirmed.has(channel)) say({ type: 'presence', channel, state })
    },
    present: (channel: string): readonly Attendant[] => present.get(channel) ?? nobody,
    /** Who is where among the records of a kind, by record id. */
    presentOf: (entity: string): ReadonlyMap<string, readonly Attendant[]> =>
      new Map(
        [...present]
          .filter(([channel, people]) => channel.startsWith(`${entity}:`) && people.length > 0)
          .map(([channel, people]) => [channel.slice(entity.length + 1), people]),
      ),
    onEvent: events.add,
    onGap: gaps.add,
    onSubscribed: subscribed.add,
    onStatus: statuses.add,
    onPresence: presences.add,
  }
}

const nobody: readonly Attendant[] = []

function listeners<T>() {
  const all = new Set<(value: T) => void>()
  return {
    tell: (value: T) => {
      for (const listen of all) listen(value)
    },
    add: (listen: (value: T) => void): (() => void) => {
      all.add(listen)
      return () => void all.delete(listen)
    },
  }
}

const laterOf = (a: number | undefined, b: number): number => Math.max(a ?? b, b)
