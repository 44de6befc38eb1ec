// Who looks at a record, and who types: kept in the memory of every process, forgotten when not renewed.
export type Attention = 'viewing' | 'typing'
type Seen = { user_id: string; state: Attention; until: number }
export type Attendant = { user_id: string; state: Attention }

/** Channel, connection, person, state: what one process tells the others. */
export type Note = [channel: string, connection: string, user_id: string, state: Attention | null]

const TTL_MS = 30_000

/** Presence per channel; a connection attends a channel at most once, a person is shown once with the strongest state. */
export function presenceBoard() {
  const channels = new Map<string, Map<string, Seen>>()

  return {
    /** Notes a state (null = gone); answers whether what others see has changed. */
    note(channel: string, connection: string, user_id: string, state: Attention | null, now: number): boolean {
      const before = JSON.stringify(this.attendants(channel, now))
      const seen = channels.get(channel) ?? new Map<string, Seen>()
      if (state) seen.set(connection, { user_id, state, until: now + TTL_MS })
      else seen.delete(connection)
      if (seen.size > 0) channels.set(channel, seen)
      else channels.delete(channel)
      return before !== JSON.stringify(this.attendants(channel, now))
    },
    attendants(channel: string, now: number): Attendant[] {
      const people = new Map<string, Attention>()
      for (const { user_id, state, until } of channels.get(channel)?.values() ?? []) {
        if (until > now && people.get(user_id) !== 'typing') people.set(user_id, state)
      }
      return [...people].map(([user_id, state]) => ({ user_id, state }))
    },
    /** Drops what was not renewed; answers the channels in which something was dropped. */
    sweep(now: number): string[] {
      const changed: string[] = []
      for (const [channel, seen] of channels) {
        const size = seen.size
        for (const [connection, { until }] of seen) if (until <= now) seen.delete(connection)
        if (seen.size < size) changed.push(channel)
        if (seen.size === 0) channels.delete(channel)
      }
      return changed
    },
    /** Who attends what by one of `connections`. */
    notes: (connections: ReadonlySet<string>): Note[] =>
      [...channels].flatMap(([channel, seen]) =>
        [...seen]
          .filter(([connection]) => connections.has(connection))
          .map(([connection, { user_id, state }]): Note => [channel, connection, user_id, state]),
      ),
    channelsOf: (connection: string) =>
      [...channels].filter(([, seen]) => seen.has(connection)).map(([channel]) => channel),
  }
}
