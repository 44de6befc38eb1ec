// JSON that is small on the wire and large at work: nested without end, or nothing but keys.
import { Problem } from '../../../contract/index.ts'

export const MOST_DEPTH = 64
export const MOST_KEYS = 10_000

const [QUOTE, BACKSLASH, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 58, 91, 93, 123, 125]

/** Throws 400 `json_too_complex` for text that would be deeper or have more keys than anything we take. Reads, parses nothing. */
export function refuseBombs(text: string): void {
  let depth = 0
  let keys = 0
  // Shorter texts cannot be too deep.
  if (text.length <= MOST_DEPTH) return
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at)
        break
      case COLON:
        keys++
        break
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth++
        break
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth--
    }
    if (depth > MOST_DEPTH || keys > MOST_KEYS)
      throw new Problem('json_too_complex', 400, { depth: MOST_DEPTH, keys: MOST_KEYS })
  }
}

/** Where the string that begins at `from` ends; the end of the text when it does not. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++
  return slashes % 2 === 1
}
