// Naming a colleague while writing: which name is being typed, and the text with it.

/** What was typed after the @ that the caret stands behind; null when no name is being typed. */
export function nameBeingTyped(text: string, caret: number): { from: number; typed: string } | null {
  const before = text.slice(0, caret)
  const from = before.lastIndexOf('@')
  if (from < 0 || /[\p{L}\p{N}._-]/u.test(before[from - 1] ?? '')) return null
  const typed = before.slice(from + 1)
  // Two words are a whole name; a third begins the next thought.
  return /^[\p{L}\p{N}.'’ʻ-]*(?: [\p{L}\p{N}.'’ʻ-]*)?$/u.test(typed) ? { from, typed } : null
}

/** The text with the name in the place of what was typed, and where the caret goes on. */
export function withName(text: string, caret: number, from: number, name: string): { text: string; caret: number } {
  const after = text.slice(caret).replace(/^ /, '')
  const said = `@${name} `
  return { text: `${text.slice(0, from)}${said}${after}`, caret: from + said.length }
}
