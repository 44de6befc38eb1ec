// The draft on screen: kept in the browser a moment after every change and when the tab goes away, then on the server.
import { useEffect, useRef, useState } from 'react'
import { type Draft, draftKey, isEmpty, loadDraft, type Mode, saveDraft } from './draft.ts'
import { useSync } from './drafts/use-sync.ts'

const KEEP_AFTER_MS = 400
export type Kept = 'no' | 'yes' | 'impossible'
type Drafts = Readonly<Record<string, Draft>>

const blank = (): Draft => ({
  text: '',
  attachments: [],
  seen: null,
  at: new Date().toISOString(),
  version: null,
  dirty: false,
  shared: false,
})
const kept = (key: string): Draft => loadDraft(localStorage, key) ?? blank()

/** `lastSeen` is the last message on screen: the draft remembers what its writer had read when beginning. */
export function useDraft(user: string, ticket: string, mode: Mode, lastSeen: string | null) {
  const key = draftKey(user, ticket, mode)
  const [drafts, setDrafts] = useState<Drafts>({})
  const [outcome, setOutcome] = useState<Kept>('no')
  const unsaved = useRef<Drafts>({})

  const draft = drafts[key] ?? kept(key)
  const change = (to: (draft: Draft) => Partial<Draft>) =>
    setDrafts((all) => {
      const before = all[key] ?? kept(key)
      const begun = isEmpty(before) ? { seen: lastSeen } : {}
      return { ...all, [key]: { ...before, ...begun, ...to(before), dirty: true, at: new Date().toISOString() } }
    })
  const replace = (to: (draft: Draft) => Partial<Draft>) =>
    setDrafts((all) => {
      const before = all[key] ?? kept(key)
      return { ...all, [key]: { ...before, ...to(before) } }
    })
  const sync = useSync({ ticket, mode, draft, replace, last: lastSeen })

  /** After sending: nothing is left to keep. */
  const clear = () => {
    saveDraft(localStorage, key, blank())
    setDrafts((all) => ({ ...all, [key]: blank() }))
    if (draft.version !== null) sync.discard()
  }

  useEffect(() => {
    unsaved.current = drafts
    const timer = setTimeout(() => setOutcome(save(unsaved)), KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [drafts])
  useEffect(() => {
    const leave = () => void save(unsaved)
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
  return { draft, change, clear, kept: outcome, sync }
}

/** Keeps all drafts that were changed since they were last kept. */
function save(unsaved: { current: Drafts }): Kept {
  const changed = Object.entries(unsaved.current)
  unsaved.current = {}
  if (changed.length === 0) return 'no'
  if (!changed.map(([key, draft]) => saveDraft(localStorage, key, draft)).every(Boolean)) return 'impossible'
  return changed.every(([, draft]) => isEmpty(draft)) ? 'no' : 'yes'
}
