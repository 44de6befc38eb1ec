// Plain text as it is shown: links become links, quoted mail is folded away. Nothing is ever read as HTML.
export type Passage = { text: string; href?: string }

const address = /\bhttps?:\/\/[^\s<>"'«»]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi
// A full stop after an address ends the sentence; a closing bracket belongs to it only when it opened inside.
const trailing = /[.,;:!?…]+$/

/** Cuts text into plain parts and links (http, https and mail addresses only). */
export function passagesOf(text: string): Passage[] {
  const passages: Passage[] = []
  let done = 0
  for (const match of text.matchAll(address)) {
    let found = match[0].replace(trailing, '')
    if (found.endsWith(')') && !found.includes('(')) found = found.slice(0, -1)
    const href = found.includes('://') ? found : `mailto:${found}`
    if (match.index > done) passages.push({ text: text.slice(done, match.index) })
    passages.push({ text: found, href })
    done = match.index + found.length
  }
  if (done < text.length) passages.push({ text: text.slice(done) })
  return passages
}

const quoteLine = /^\s*>/
const attribution = /^.{0,200}(wrote|написал(?:а|\(а\))?|пишет|yozdi|كتب)\s*[^:]{0,80}:\s*$/i

// The mark that mail programs put above a signature; below it stand a few short lines.
const signatureMark = /^-- ?$/
const LONGEST_SIGNATURE = 12

/** Splits the quoted block and the signature at the end of a message from what its author wrote. */
export function splitQuote(text: string): { visible: string; quoted: string | null } {
  const lines = text.split('\n')
  const cut = signatureFrom(lines, quoteFrom(lines))
  if (cut === lines.length) return { visible: text, quoted: null }
  const visible = lines.slice(0, cut).join('\n').trimEnd()
  return visible === '' ? { visible: text, quoted: null } : { visible, quoted: lines.slice(cut).join('\n').trim() }
}

/** The line on which the quotation at the end begins; how many lines there are when there is none. */
function quoteFrom(lines: readonly string[]): number {
  let cut = lines.length
  while (cut > 0 && (quoteLine.test(lines[cut - 1]!) || lines[cut - 1]!.trim() === '')) cut -= 1
  if (!lines.slice(cut).some((line) => quoteLine.test(line))) return lines.length
  return cut > 0 && attribution.test(lines[cut - 1]!) ? cut - 1 : cut
}

/** The line on which a signature above `end` begins, or `end`. */
function signatureFrom(lines: readonly string[], end: number): number {
  for (let at = end - 1; at >= 0 && end - at <= LONGEST_SIGNATURE; at -= 1)
    if (signatureMark.test(lines[at]!)) return at
  return end
}
