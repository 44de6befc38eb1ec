// An answer being written: kept in the browser per person, ticket and mode, so that a killed tab loses nothing.
import { PRIVATE } from '#kernel/web/index.tsx'
import type { Chosen } from './insertion.ts'
export type Mode = 'reply' | 'note'
export type Attached = { id: string; name: string; size: number; type: string }
/** `seen` is the last message that stood on screen when the writing began; null = there was none. */
export type Draft = {
  text: string
  attachments: readonly Attached[]
  seen: string | null
  at: string
  /** The version on the server that it comes from, whether it was changed here since, and whether colleagues may read it. */
  version: number | null
  dirty: boolean
  shared: boolean
  /** What ready words want to change with the message; in this browser only. */
  chosen?: Chosen
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const PREFIX = `${PRIVATE}tickets.draft:`
const KEPT_MS = 30 * 24 * 3600 * 1000

export const draftKey = (user: string, ticket: string, mode: Mode): string => `${PREFIX}${user}:${ticket}:${mode}`

export const isEmpty = (draft: Pick<Draft, 'text' | 'attachments'>): boolean =>
  draft.text.trim() === '' && draft.attachments.length === 0

/** The kept draft; null when there is none or it cannot be read. */
export function loadDraft(store: Store, key: string): Draft | null {
  try {
    const { text, attachments, seen, at, version, dirty, shared, chosen } = JSON.parse(
      store.getItem(key) ?? 'null',
    ) as Draft
    if (typeof text !== 'string' || typeof at !== 'string' || !Array.isArray(attachments)) return null
    const isKept = typeof version === 'number'
    return {
      text,
      attachments,
      seen: seen ?? null,
      at,
      version: isKept ? version : null,
      dirty: dirty !== false,
      shared: shared === true,
      ...(typeof chosen?.beside === 'object' ? { chosen } : {}),
    }
  } catch {
    return null
  }
}

/** Keeps a draft, or forgets it when nothing is in it; false = the browser has no room or forbids it. */
export function saveDraft(store: Store, key: string, draft: Draft): boolean {
  try {
    // An emptied one is remembered until the server has heard of it.
    if (isEmpty(draft) && draft.version === null) store.removeItem(key)
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
  // Ids are in the order of writing; what was seen may be too far back to be loaded.
  const after = seen === null ? messages : messages.filter(({ id }) => id > seen)
  return after.filter(({ author }) => author !== me)
}
