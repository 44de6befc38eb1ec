// An answer being written: kept in the browser per person, ticket and mode, so that a killed tab loses nothing.
export type Mode = 'reply' | 'note'
export type Attached = { id: string; name: string; size: number; type: string }
/** `seen` is the last message that stood on screen when the writing began; null = there was none. */
export type Draft = { text: string; attachments: readonly Attached[]; seen: string | null; at: string }

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const PREFIX = 'tickets.draft:'
const KEPT_MS = 30 * 24 * 3600 * 1000

export const draftKey = (user: string, ticket: string, mode: Mode): string => `${PREFIX}${user}:${ticket}:${mode}`

export const isEmpty = (draft: Pick<Draft, 'text' | 'attachments'>): boolean =>
  draft.text.trim() === '' && draft.attachments.length === 0

/** The kept draft; null when there is none or it cannot be read. */
export function loadDraft(store: Store, key: string): Draft | null {
  try {
    const { text, attachments, seen, at } = JSON.parse(store.getItem(key) ?? 'null') as Draft
    if (typeof text !== 'string' || typeof at !== 'string' || !Array.isArray(attachments)) return null
    return { text, attachments, seen: seen ?? null, at }
  } catch {
    return null
  }
}

/** Keeps a draft, or forgets it when nothing is in it; false = the browser has no room or forbids it. */
export function saveDraft(store: Store, key: string, draft: Draft): boolean {
  try {
    if (isEmpty(draft)) store.removeItem(key)
    else store.setItem(key, JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

/** Forgets drafts nobody touched for 30 days. */
export function forgetOldDrafts(store: Store, now: number): void {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index)).filter((key) =>
    key?.startsWith(PREFIX),
  )
  for (const key of keys) {
    const written = Date.parse(loadDraft(store, key!)?.at ?? '')
    if (!(now - written < KEPT_MS)) store.removeItem(key!)
  }
}

/** What others wrote after the draft was begun: to be read before sending. */
export function arrivedSince<M extends { id: string; author: string }>(
  messages: readonly M[],
  seen: string | null,
  me: string,
): M[] {
  const after = seen === null ? messages : messages.slice(messages.findIndex(({ id }) => id === seen) + 1)
  return after.filter(({ author }) => author !== me)
}
