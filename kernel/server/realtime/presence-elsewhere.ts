// One board of presence over all processes: each tells the others what its own people do.
import type { Bus } from '../shared/bus.ts'
import type { Note, presenceBoard } from './presence.ts'

const GATHER_MS = 20
const MOST_AT_ONCE = 25

type Sharing = {
  /** The connections of this process. */
  mine: () => ReadonlySet<string>
  /** What others see in a channel has changed. */
  changed: (channel: string) => void
}

/**
 * `say` tells the others of a note of this process, gathered for a moment. A process that comes asks what is; what one that
 * was killed had told is forgotten when nobody renews it.
 */
export function sharePresence(
  bus: Pick<Bus, 'tell' | 'hear' | 'onReturn'>,
  board: ReturnType<typeof presenceBoard>,
  { mine, changed }: Sharing,
): { say(note: Note): void } {
  let waiting: Note[] = []
  function flush(): void {
    for (; waiting.length > 0; waiting = waiting.slice(MOST_AT_ONCE))
      bus.tell('presence', waiting.slice(0, MOST_AT_ONCE))
  }
  function say(...notes: Note[]): void {
    if (waiting.length === 0) setTimeout(flush, GATHER_MS).unref()
    waiting.push(...notes)
  }
  bus.hear('presence', (notes: Note[]) => {
    for (const [channel, connection, user_id, state] of notes)
      if (board.note(channel, connection, user_id, state, Date.now())) changed(channel)
  })
  bus.hear('presence.ask', () => say(...board.notes(mine())))
  bus.onReturn(() => {
    bus.tell('presence.ask', null)
    say(...board.notes(mine()))
  })
  return { say }
}
