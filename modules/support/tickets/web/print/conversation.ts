// A whole conversation for paper, from its beginning, a page at a time: no more is held here than what is not handed out yet.
import { type Call, MAX_LIMIT } from '#kernel/contract/index.ts'
import { tickets } from '../../contract.ts'
import type { Happening, Message } from '../thread/story.ts'

export type Piece = {
  messages: Message[]
  /** What happened between these messages, and before the next ones. */
  timeline: Happening[]
  isLast: boolean
}

/** Reads a ticket from its beginning. Whoever is refused a piece asks for the same one again; asked twice at once, it is one. */
export function conversationOf(call: Call, id: string): { next: () => Promise<Piece> } {
  let after: string | undefined
  let cursor: string | undefined
  let isPastOver = false
  let waiting: Happening[] = []

  /** Knows everything that happened up to an instant, and something beyond. */
  const readPast = async (until: number) => {
    while (!isPastOver && !waiting.some(({ at }) => Date.parse(at) > until)) {
      const past = await call(tickets.timeline, { id, changes: true, limit: MAX_LIMIT, ...(cursor ? { cursor } : {}) })
      waiting = [...waiting, ...past.items]
      cursor = past.next ?? undefined
      isPastOver = past.next === null
    }
  }

  const read = async (): Promise<Piece> => {
    const page = await call(tickets.comments, { id, limit: MAX_LIMIT, ...(after ? { after } : {}) })
    const until = page.next === null ? Infinity : Date.parse(page.items.at(-1)!.created_at)
    await readPast(until)
    const isDue = ({ at }: Happening) => Date.parse(at) <= until
    const timeline = waiting.filter(isDue)
    waiting = waiting.filter((one) => !isDue(one))
    after = page.next ?? undefined
    return { messages: page.items, timeline, isLast: page.next === null }
  }

  let reading: Promise<Piece> | null = null
  return { next: () => (reading ??= read().finally(() => (reading = null))) }
}
