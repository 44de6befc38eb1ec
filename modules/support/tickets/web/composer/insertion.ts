// Calling up ready words while writing: what was typed behind a slash or two colons.
import type { Status } from '../../contract.ts'
import type { Beside } from '../../contract/composing/beside.ts'

/** What beside the text changes when it is sent. */
export type Chosen = { status: Status | null; beside: Beside }
export const NOTHING: Chosen = { status: null, beside: {} }

/** What stands behind the mark before the caret; null when there is none. A path or a fraction is no mark. */
export function textBeingSought(text: string, caret: number): { from: number; typed: string } | null {
  const [, lead, mark, typed] = /(^|\s)(\/|::)((?:[^\s/:][^\n/]{0,39})?)$/.exec(text.slice(0, caret)) ?? []
  if (lead === undefined || mark === undefined || typed === undefined) return null
  return { from: caret - typed.length - mark.length, typed }
}

/** The text with the ready words in the place of what was typed, and where the caret goes on. */
export function withWords(text: string, from: number, caret: number, words: string): { text: string; caret: number } {
  return { text: `${text.slice(0, from)}${words}${text.slice(caret)}`, caret: from + words.length }
}

/** What was chosen first and what came on top; later choices win, tags gather. */
export function together(first: Chosen, then: Chosen): Chosen {
  const tags = (field: 'add_tags' | 'remove_tags') => {
    const all = [...new Set([...(first.beside[field] ?? []), ...(then.beside[field] ?? [])])]
    return all.length > 0 ? { [field]: all } : {}
  }
  return {
    status: then.status ?? first.status,
    beside: { ...first.beside, ...then.beside, ...tags('add_tags'), ...tags('remove_tags') },
  }
}
