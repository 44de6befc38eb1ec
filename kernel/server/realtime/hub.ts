// All live listeners of this process: one connection a client, told of events as the log goes on.
import type { Event } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Platform } from '../context.ts'
import { seenPayload } from '../custom/seen.ts'
import { type LoggedEvent, readLog } from '../events/log-reader.ts'
import { channelsOf } from './channels.ts'
import type { ServerMessage } from '../../contract/live.ts'
import type { Bus } from '../shared/bus.ts'
import { type Attention, presenceBoard } from './presence.ts'
import { sharePresence } from './presence-elsewhere.ts'

export type Listener = {
  id: string
  actor: Actor
  channels: Set<string>
  /** The last event this listener was told; events up to here are not told again. */
  place: number
  /** While the past is read from the log, live events wait here; null = live. */
  waiting: LoggedEvent[] | null
  send(message: string): void
  close(code: number, reason: string): void
}

const REPLAY_LIMIT = 1_000
const SWEEP_MS = 5_000

export type Hub = ReturnType<typeof createHub>

/** `settled` tells how far this process has told the log; `bus` reaches the people of other processes. */
export function createHub(
  platform: () => Platform,
  events: readonly Event[],
  settled: () => number,
  bus: Pick<Bus, 'tell' | 'hear' | 'onReturn'>,
) {
  const listeners = new Set<Listener>()
  let told = 0
  const channels = channelsOf(events)
  const presence = presenceBoard()
  const say = (listener: Listener, message: ServerMessage) => listener.send(JSON.stringify(message))

  const messageOf = (logged: LoggedEvent, names: string[], payload: unknown): string =>
    JSON.stringify({
      type: 'event',
      seq: logged.position,
      channels: names,
      name: logged.name,
      actor_id: logged.actor_id,
      at: logged.at,
      payload,
    } satisfies ServerMessage)

  function offer(
    listener: Listener,
    logged: LoggedEvent,
    routed: NonNullable<ReturnType<typeof channels.route>>,
    text: (mark: string, payload: () => unknown) => string,
  ): void {
    if (listener.waiting) return void listener.waiting.push(logged)
    if (listener.actor.tenant_id !== logged.tenant_id || logged.position <= listener.place) return
    listener.place = logged.position
    if (!routed.channels.some((name) => listener.channels.has(name))) return
    if (!channels.mayHear(listener.actor, routed.event, routed.record, logged.payload)) return
    told++
    const seen = seenPayload(routed.event, logged.payload, listener.actor)
    listener.send(text(seen.mark, seen.of))
  }

  /** Tells every listener of one event; the text is made once for all who may see the same of it. */
  function tell(logged: LoggedEvent): void {
    const routed = channels.route(logged)
    if (!routed) return
    const made = new Map<string, string>()
    const text = (mark: string, payload: () => unknown) => {
      const there = made.get(mark)
      if (there !== undefined) return there
      const fresh = messageOf(logged, routed.channels, payload())
      made.set(mark, fresh)
      return fresh
    }
    for (const listener of listeners) offer(listener, logged, routed, text)
  }

  /** Reads what a listener missed since `since`, then what came meanwhile; false when that is too much to tell. */
  async function catchUp(listener: Listener, since: number): Promise<boolean> {
    const range = { after: since, upTo: settled(), limit: REPLAY_LIMIT + 1, tenantId: listener.actor.tenant_id }
    const missed = await platform().database.platform('read', (db) => readLog(db, range))
    const meanwhile = listener.waiting ?? []
    listener.waiting = null
    listener.place = since
    if (missed.length > REPLAY_LIMIT) {
      listener.place = settled()
      return false
    }
    for (const logged of [...missed, ...meanwhile]) {
      const routed = channels.route(logged)
      if (routed) offer(listener, logged, routed, (_mark, payload) => messageOf(logged, routed.channels, payload()))
    }
    return true
  }

  function announce(channel: string, tenantId: string): void {
    const people = presence.attendants(`${tenantId}/${channel}`, Date.now())
    const collection = channel.split(':')[0]!
    for (const listener of listeners) {
      const listens =
        listener.actor.tenant_id === tenantId && (listener.channels.has(channel) || listener.channels.has(collection))
      if (listens && channels.seesPresence(listener.actor, channel))
        say(listener, { type: 'presence', channel, people })
    }
  }

  function attend(listener: Listener, channel: string, state: Attention | null): void {
    if (!listener.channels.has(channel)) return
    const changed = presence.note(
      `${listener.actor.tenant_id}/${channel}`,
      listener.id,
      listener.actor.user_id,
      state,
      Date.now(),
    )
    shared.say([`${listener.actor.tenant_id}/${channel}`, listener.id, listener.actor.user_id, state])
    if (changed) announce(channel, listener.actor.tenant_id)
  }

  const announceKey = (key: string) => announce(key.slice(key.indexOf('/') + 1), key.slice(0, key.indexOf('/')))
  const shared = sharePresence(bus, presence, {
    mine: () => new Set([...listeners].map(({ id }) => id)),
    changed: announceKey,
  })
  const sweeper = setInterval(() => presence.sweep(Date.now()).forEach(announceKey), SWEEP_MS).unref()

  return {
    tell,
    attend,
    say,

    /** Adds the channels the actor may listen to; answers which were refused. */
    async subscribe(listener: Listener, wanted: readonly string[]): Promise<{ channels: string[]; refused: string[] }> {
      const verdicts = await platform().within(listener.actor, {}, (context) =>
        Promise.all(wanted.map(async (name) => [name, await channels.allowed(context, name)] as const)),
      )
      const granted = verdicts.filter(([, allowed]) => allowed).map(([name]) => name)
      for (const name of granted) {
        listener.channels.add(name)
        const people = presence.attendants(`${listener.actor.tenant_id}/${name}`, Date.now())
        if (people.length > 0 && channels.seesPresence(listener.actor, name))
          say(listener, { type: 'presence', channel: name, people })
      }
      return { channels: granted, refused: verdicts.filter(([, allowed]) => !allowed).map(([name]) => name) }
    },

    /** From here on the listener ends with its session; what happens meanwhile waits for `join`. */
    enter: (listener: Listener) => void listeners.add(listener),
    /** Tells what was missed since a place, then what happens; false when that was too much to tell. */
    async join(listener: Listener, since: number | undefined): Promise<boolean> {
      if (since !== undefined) return catchUp(listener, since)
      listener.place = settled()
      listener.waiting = null
      return true
    },
    leave(listener: Listener): void {
      listeners.delete(listener)
      for (const key of presence.channelsOf(listener.id)) {
        presence.note(key, listener.id, listener.actor.user_id, null, Date.now())
        shared.say([key, listener.id, listener.actor.user_id, null])
        announceKey(key)
      }
    },
    /** Closes every connection of a session or a person, at once. */
    disconnect(matching: (actor: Actor) => boolean): void {
      for (const listener of listeners) if (matching(listener.actor)) listener.close(4401, 'session ended')
    },
    seq: settled,
    size: () => listeners.size,
    /** Messages of events told by this process. */
    told: () => told,
    stop(): void {
      clearInterval(sweeper)
      for (const listener of listeners) listener.close(1012, 'restarting')
    },
  }
}
