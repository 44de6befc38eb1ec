// Short news in a corner: kept here, drawn by the frame.
export type ToastOptions = {
  /** An answer to what happened: “Undo”. */
  action?: { label: string; run: () => void }
  tone?: 'plain' | 'problem'
  /** How long it stays; it waits while the pointer or the focus is on it. */
  ms?: number
}
export type Toast = Required<Pick<ToastOptions, 'tone' | 'ms'>> &
  Pick<ToastOptions, 'action'> & { id: number; text: string }

const MOST = 4
let toasts: readonly Toast[] = []
let last = 0
const watchers = new Set<() => void>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const watcher of watchers) watcher()
}

/** Says something in passing; answers how to take it back. */
export function toast(
  text: string,
  { tone = 'plain', ms = tone === 'problem' ? 8_000 : 5_000, action }: ToastOptions = {},
): () => void {
  const id = ++last
  set([...toasts.slice(1 - MOST), { id, text, tone, ms, ...(action ? { action } : {}) }])
  return () => hideToast(id)
}

export const hideToast = (id: number): void => set(toasts.filter((one) => one.id !== id))
export const currentToasts = (): readonly Toast[] => toasts
export function watchToasts(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}
