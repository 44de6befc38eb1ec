import { HISTORY_LINE } from './containers.ts'
import { htmlToText } from './html-to-text.ts'
import { isReplyMarker } from './marker.ts'
import { isForwardSeparator, isHeaderTail, isQuoteSeparator, labelledBlock, wordedHeader } from './quote-headers.ts'
import { isDeviceLine, signatureStart } from './signature.ts'

/** The three parts of a reply. Every line with words is in exactly one of them; empty parts are ''. */
export type ReplyText = { visible: string; quoted: string; signature: string }

/**
 * What the sender wrote, apart from the history that the mail program added and the signature.
 * Takes the text part, else the html. Answers between the quotes of two or more places keep those
 * quotes visible, because they make no sense without them; forwarded mails stay visible whole.
 * When nothing would be left, everything is visible. Linear in the length.
 */
export function visibleText(mail: { text: string | null; html: string | null; subject?: string }): ReplyText {
  const forwards = FORWARDED.test((mail.subject ?? '').slice(0, 100))
  const marked = mail.html?.trim() ? unmarked(splitReply(htmlToText(mail.html, { marked: !forwards }), forwards)) : null
  if (!mail.text?.trim()) return marked ?? splitReply('')
  const split = splitReply(mail.text, forwards)
  return marked ? cutLike(split, marked.visible) : split
}

const FORWARDED =
  /^\s{0,9}(?:fwd?|wg|tr|rv|enc|i|vb|doorst|vl|pd|ilt|пересл|пер|fw|uzatildi|تحويل|إعادة توجيه|转发)\s?:/iu

/** `visibleText` for plain text; in a mail that `forwards`, blocks of headers belong to what is sent on. */
export function splitReply(text: string, forwards = false): ReplyText {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const all: ReplyText = { visible: join(lines), quoted: '', signature: '' }
  const { body, history } = cutHistory(lines, forwards)
  const { own, quoted } = foldQuotes(body)
  const trimmed = trimBlank(own)
  // Below a mail that is sent on stands its own signature.
  const at = forwards ? trimmed.length : signatureStart(trimmed)
  const visible = join(trimmed.slice(0, at))
  if (visible === '') return all
  return { visible, quoted: join([...quoted, ...history]), signature: join(trimmed.slice(at)) }
}

function unmarked({ visible, quoted, signature }: ReplyText): ReplyText {
  const clean = (text: string) => join(text.split('\n').filter((line) => line.trim() !== HISTORY_LINE))
  return { visible: clean(visible), quoted: clean(quoted), signature: clean(signature) }
}

/**
 * The html of the same mail may have said where the history begins although the text did not: where the visible text begins
 * with all that is visible of the html, the rest is history too.
 */
function cutLike(split: ReplyText, visible: string): ReplyText {
  const wanted = dense(visible)
  if (wanted.length === 0) return split
  const lines = split.visible.split('\n')
  let seen = ''
  for (let at = 0; at < lines.length && seen.length <= wanted.length; at += 1) {
    if (seen === wanted) {
      const rest = join(lines.slice(at))
      if (rest === '') return split
      return { ...split, visible: join(lines.slice(0, at)), quoted: join([rest, '', split.quoted]) }
    }
    const line = dense(lines[at] ?? '')
    if (!wanted.startsWith(line, seen.length)) return split
    seen += line
  }
  return split
}

/** Letters alone: mail programs write the same text of both parts with other spaces and signs. */
const dense = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '')

type Piece = { kind: 'own' | 'quote'; headed: boolean; lines: string[] }

/** Everything from the first history that is not marked by `>` down; `body` is still mixed with `>` quotes. */
function cutHistory(lines: string[], forwards: boolean): { body: Piece[]; history: string[] } {
  const body: Piece[] = []
  let seen = false
  const rest = (from: number) => ({ body: liftRule(body), history: lines.slice(from) })

  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (isReplyMarker(line)) return rest(at)
    if (line.trim() === HISTORY_LINE) {
      if (seen) return rest(at)
      continue
    }

    if (isQuoteLine(line) && !(isHeaderTail(line) && wordedHeader(lines, at, false))) {
      const end = quoteEnd(lines, at)
      body.push({ kind: 'quote', headed: /:\s*$/u.test(line.slice(0, 400)), lines: lines.slice(at, end) })
      at = end - 1
      continue
    }
    if (isForwardSeparator(line)) {
      for (const later of lines.slice(at)) own(body, later)
      return { body, history: [] }
    }
    if (seen && !forwards && (isQuoteSeparator(line) || labelledBlock(lines, at))) return rest(at)

    const next = nextFilled(lines, at + 1)
    const quotedNext = next < lines.length && isQuoteLine(lines[next] ?? '')
    const header = wordedHeader(lines, at, quotedNext)
    if (header) {
      takeBack(body, header.to - header.from)
      if (header.own) own(body, header.own)
      if (header.own) lines[header.from] = (lines[header.from] ?? '').trim().slice(header.own.length)
      if (!quotedNext) return rest(header.from)
      const end = quoteEnd(lines, next)
      body.push({ kind: 'quote', headed: true, lines: lines.slice(header.from, end) })
      at = end - 1
      continue
    }
    // Some phones put their line between the reply and an unmarked history.
    if (
      seen &&
      line.length < 200 &&
      isDeviceLine(line) &&
      blankAround(lines, at) &&
      !isQuoteLine(lines[next] ?? '>') &&
      !leadsToHeader(lines, next)
    ) {
      own(body, line)
      return { body, history: lines.slice(at + 1) }
    }
    own(body, line)
    seen ||= line.trim() !== ''
  }
  return { body, history: [] }
}

function isQuoteLine(line: string): boolean {
  // «>>> http://… <<<» is decoration.
  return /^\s{0,3}>/u.test(line) && !/<<\s*$/u.test(line.slice(-20))
}

/** The first line behind a `>` block that starts at `from`; lines that the wrapping of a mail program broke belong to it. */
function quoteEnd(lines: string[], from: number): number {
  let at = from
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (isQuoteLine(line)) {
      at += 1
      continue
    }
    if (line.trim() === '') {
      const next = nextFilled(lines, at, 3)
      if (next >= lines.length || next - at > 2 || !isQuoteLine(lines[next] ?? '')) break
      at = next
      continue
    }
    if (!isQuoteLine(lines[at + 1] ?? '') || !isWrapped(lines[at - 1] ?? '', line)) break
    at += 1
  }
  return at
}

/** «…pharetra d» + «ignissim odio?»: the line goes on a long quoted one, or is a link torn out of it. */
function isWrapped(quoted: string, line: string): boolean {
  const short = line.slice(0, 400).trim()
  if (/^\(?<?https?:\S*\)?/iu.test(short) && short.split(' ').length <= 3) return true
  if (/^\S{8,}$/u.test(short) && /[=/?&%_]/u.test(short)) return true
  if (/>$/u.test(short) && /^[(<]/u.test(short)) return true
  return quoted.length >= 55 && /^\p{Ll}/u.test(short) && !/[.?!:]\s*$/u.test(quoted.slice(-5))
}

/** Joins `own` text and decides which quotes are folded away. */
function foldQuotes(pieces: Piece[]): { own: string[]; quoted: string[] } {
  const lastOwn = pieces.findLastIndex((piece) => piece.kind === 'own' && hasWords(piece) && !isFooter(piece))
  const answered = pieces.filter((piece, index) => piece.kind === 'quote' && index < lastOwn)
  const between = answered.length >= 2
  let leads = true
  const folded = pieces.map((piece, index) => {
    const fold = piece.kind === 'quote' && (index > lastOwn || (!between && (piece.headed || leads)))
    leads &&= !hasWords(piece)
    return fold
  })
  const lines = (fold: boolean) => pieces.filter((_, index) => folded[index] === fold).flatMap((piece) => piece.lines)
  return { own: lines(false), quoted: lines(true) }
}

/** A signature or the footer of a list below a quote answers nothing. */
function isFooter({ lines }: Piece): boolean {
  return /^(?:--|_{2,80})\s?$/u.test((lines.find((line) => line.trim() !== '') ?? '').slice(0, 100))
}

function hasWords(piece: Piece): boolean {
  return piece.lines.some((line) => line.trim() !== '')
}

function own(body: Piece[], line: string): void {
  const last = body.at(-1)
  if (last?.kind === 'own') last.lines.push(line)
  else body.push({ kind: 'own', headed: false, lines: [line] })
}

/** Takes the lines of a header over several lines back out of the own text. */
function takeBack(body: Piece[], count: number): void {
  const last = body.at(-1)
  if (last?.kind === 'own' && count > 0) last.lines.splice(-count)
}

/** A rule of dashes or underscores above a history belongs to it. */
function liftRule(body: Piece[]): Piece[] {
  const last = body.at(-1)
  if (last?.kind !== 'own') return body
  const end = trimBlank(last.lines)
  while (/^\s*(?:[-_=*—]\s?){4,100}$/u.test(end.at(-1)?.slice(0, 250) ?? '')) end.pop()
  last.lines = end
  return body
}

function blankAround(lines: string[], at: number): boolean {
  return lines[at - 1]?.trim() === '' && (lines[at + 1] ?? '').trim() === ''
}

/** Whether a history header stands at or just below `at`, which then says better where history begins. */
function leadsToHeader(lines: string[], at: number): boolean {
  for (let index = at; index < Math.min(lines.length, at + 6); index += 1) {
    const line = lines[index] ?? ''
    if (
      isQuoteLine(line) ||
      isQuoteSeparator(line) ||
      isReplyMarker(line) ||
      labelledBlock(lines, index) ||
      wordedHeader(lines, index, false)
    )
      return true
    if (isDeviceLine(line.slice(0, 200))) return true
  }
  return at >= lines.length
}

function nextFilled(lines: string[], from: number, within = 12): number {
  for (let at = from; at < Math.min(lines.length, from + within); at += 1) if (lines[at]?.trim()) return at
  return lines.length
}

function trimBlank(lines: string[]): string[] {
  let from = 0
  let to = lines.length
  while (from < to && lines[from]?.trim() === '') from += 1
  while (to > from && lines[to - 1]?.trim() === '') to -= 1
  return lines.slice(from, to)
}

function join(lines: string[]): string {
  return trimBlank(lines)
    .map((line) => line.trimEnd())
    .join('\n')
}
