// Names for ids, fetched together: all ids that a screen asks for within a moment are one request.
import type { Call } from '../../contract/index.ts'
import type { Card, ReferenceSource } from '../module.tsx'

const MOST_AT_ONCE = 100
const GATHER_MS = 10

type Waiting = { resolve: (card: Card | null) => void; reject: (error: unknown) => void }

export type ReferenceLoader = ReturnType<typeof createReferenceLoader>

/** Answers the card of a record, or null when there is none that the caller may see. */
export function createReferenceLoader(call: Call, sources: Readonly<Record<string, ReferenceSource>>) {
  const gathering = new Map<string, Map<string, Waiting[]>>()

  async function fetchTogether(entity: string, waiting: Map<string, Waiting[]>): Promise<void> {
    const all = [...waiting.keys()]
    for (let start = 0; start < all.length; start += MOST_AT_ONCE) {
      const ids = all.slice(start, start + MOST_AT_ONCE)
      try {
        const cards = new Map((await sources[entity]!.load(call, ids)).map((card) => [card.id, card]))
        for (const id of ids) for (const { resolve } of waiting.get(id)!) resolve(cards.get(id) ?? null)
      } catch (error) {
        for (const id of ids) for (const { reject } of waiting.get(id)!) reject(error)
      }
    }
  }

  return {
    source: (entity: string): ReferenceSource | undefined => sources[entity],
    load(entity: string, id: string): Promise<Card | null> {
      if (!sources[entity]) return Promise.resolve(null)
      let waiting = gathering.get(entity)
      if (!waiting) {
        const begun = new Map<string, Waiting[]>()
        gathering.set(entity, (waiting = begun))
        setTimeout(() => {
          gathering.delete(entity)
          void fetchTogether(entity, begun)
        }, GATHER_MS)
      }
      const mine = waiting.get(id) ?? []
      waiting.set(id, mine)
      return new Promise((resolve, reject) => void mine.push({ resolve, reject }))
    },
  }
}
