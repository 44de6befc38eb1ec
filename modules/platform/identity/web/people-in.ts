/** People out of lines as one pastes them: `a@b.test`, `Anna <a@b.test>`, `Anna, a@b.test`; at most 50, each once. */
export function peopleIn(text: string): { email: string; name?: string }[] {
  const people = new Map<string, { email: string; name?: string }>()
  for (const line of text.split(/[\n;]/)) {
    const email = /[^\s<>,;"'()]+@[^\s<>,;"'()]+/.exec(line)?.[0] ?? line.trim()
    if (email === '') continue
    const name = line
      .replace(email, ' ')
      .replaceAll(/[<>,"()\t]/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
    if (people.size < 50) people.set(email.toLowerCase(), { email, ...(name ? { name: name.slice(0, 100) } : {}) })
  }
  return [...people.values()]
}
