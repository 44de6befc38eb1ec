// Short news in a corner.
import { notifications } from '@mantine/notifications'

export type ToastOptions = {
  /** An answer to what happened: “Undo”. */ action?: { label: string; run: () => void }
  tone?: 'plain' | 'problem'
  ms?: number
}

/** Says something in passing; answers how to take it back. */
export function toast(text: string, { tone = 'plain', ms = 5_000 }: ToastOptions = {}): () => void {
  const id = notifications.show({ message: text, autoClose: ms, ...(tone === 'problem' ? { color: 'red' } : {}) })
  return () => void notifications.hide(id)
}
