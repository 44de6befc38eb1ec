import { containerOf, HISTORY_LINE } from './containers.ts'
import { isForwardSeparator } from './quote-headers.ts'

/**
 * Html of a mail as readable text, for mails that bring no text of their own and for finding the
 * visible reply. Blocks become lines, quotes become `> ` lines, list items `- `, links keep their
 * address. One pass, linear in the length; broken html gives broken text, never an error.
 * The result is text and must still be escaped where it is shown. `marked`: what a mail program marked as history is a
 * quote or stands below a `HISTORY_LINE`, a signature below `--`.
 */
export function htmlToText(html: string, { marked = false }: { marked?: boolean } = {}): string {
  const out = textWriter()
  const lower = html.toLowerCase()
  const marks = marked ? marksOf(out) : null
  let at = 0

  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    out.text(html.slice(at, open))

    if (!/[a-z/!?]/.test(lower[open + 1] ?? '')) {
      out.text('<')
      at = open + 1
      continue
    }
    const end = lower.startsWith('<!--', open) ? after(lower, '-->', open) : after(lower, '>', open)
    const tag = lower.slice(open + 1, Math.min(end, open + 41)).match(/^\/?[a-z][a-z0-9]*/)?.[0] ?? ''
    at = UNSEEN.has(tag) && !selfClosed(html, end) ? after(lower, '>', after(lower, `</${tag}`, end)) : end
    marks?.tag(tag, html.slice(open, Math.min(end, open + MAX_TAG)), html.slice(end, end + MAX_PEEK))
    if (tag === 'pre' || tag === '/pre') out.preformatted(tag === 'pre')
    else if (tag === 'blockquote' || tag === '/blockquote') out.quote(tag === 'blockquote' ? 1 : -1)
    else if (tag === 'a') out.link(address(html.slice(open, Math.min(end, open + MAX_TAG))))
    else if (tag === '/a') out.linkEnd()
    else if (tag === 'br') out.line()
    else if (tag === 'hr') out.rule()
    else if (tag === 'li') out.item()
    else if (tag === 'td' || tag === 'th') out.text(' ')
    else if (PARAGRAPHS.has(tag.replace('/', ''))) out.block(true)
    else if (BLOCKS.has(tag.replace('/', ''))) out.block(false)
  }
  out.text(html.slice(at))
  return out.done()
}

const MAX_TAG = 4_000
const MAX_PEEK = 400

const firstLine = (html: string): string =>
  entities(
    html
      .replace(/<[^<>]{0,400}>/g, '\n')
      .trim()
      .split('\n', 1)[0] ?? '',
  ).trim()

/** Turns the containers of mail programs into quotes, and counts elements to know where each ends. */
function marksOf(out: ReturnType<typeof textWriter>) {
  const open: { name: string; inside: number }[] = []
  let ended = false
  return {
    tag(name: string, whole: string, next: string) {
      const last = open.at(-1)
      if (name.startsWith('/')) {
        if (last?.name !== name.slice(1)) return
        if (last.inside > 0) last.inside -= 1
        else {
          open.pop()
          out.quote(-1)
        }
        return
      }
      const container = ended ? null : containerOf(whole)
      if (container === 'signature' || container === 'history') out.mark(container === 'history' ? HISTORY_LINE : '--')
      ended ||= container === 'history'
      const begins = container === 'quote' && name !== 'blockquote' && open.length < MAX_QUOTE_DEPTH
      // A blockquote is a quote anyway; a forwarded mail is what its sender wants to be read.
      if (!begins || isForwardSeparator(firstLine(next))) {
        if (last?.name === name) last.inside += 1
        return
      }
      open.push({ name, inside: 0 })
      out.quote(1)
    },
  }
}
const MAX_QUOTE_DEPTH = 20
const UNSEEN = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'svg',
  'object',
  'select',
  'textarea',
])
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'table'])
const BLOCKS = new Set([
  'div',
  'tr',
  'section',
  'article',
  'header',
  'footer',
  'center',
  'dt',
  'dd',
  'address',
  'main',
  'nav',
  'form',
  'fieldset',
  'figure',
])

/** The index behind the next `what`; the end when there is none, as a browser reads it. */
function after(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from)
  return found < 0 ? text.length : found + what.length
}

function selfClosed(html: string, end: number): boolean {
  return html[end - 2] === '/'
}

/** The http(s) address of an `<a …>` tag; mail addresses and scripts are not repeated in the text. */
function address(tag: string): string {
  const found = /\shref\s{0,9}=\s{0,9}(?:"(https?:[^"]*)"|'(https?:[^']*)'|(https?:[^\s>]*))/i.exec(tag)
  return entities((found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim())
}

/** Collects lines; whitespace runs are one space and runs of empty lines one empty line. */
function textWriter() {
  const lines: string[] = []
  let current = ''
  // Kept apart: asking a string that grows for its end makes the whole pass quadratic.
  let endsBlank = false
  let depth = 0
  let pre = false
  let href = ''
  let linkText = ''

  const prefix = () => '>'.repeat(Math.min(depth, MAX_QUOTE_DEPTH)) + (depth > 0 ? ' ' : '')

  function flush(): void {
    const text = current.trimEnd()
    current = ''
    const blank = text === ''
    const last = lines.at(-1)
    if (blank && (last === undefined || /^[> ]*$/.test(last))) return
    lines.push(blank ? prefix().trimEnd() : prefix() + text)
  }

  function add(text: string): void {
    const kept = pre || current !== '' ? text : text.trimStart()
    if (kept === '') return
    current += kept
    endsBlank = kept.endsWith(' ')
    if (href) linkText += text
  }

  return {
    text(raw: string) {
      if (raw === '') return
      const text = entities(raw)
      if (!pre) {
        const collapsed = text.replace(/[\s\u200b]+/g, ' ')
        add(endsBlank && current !== '' ? collapsed.trimStart() : collapsed)
        return
      }
      const [first = '', ...rest] = text.split('\n')
      add(first)
      for (const line of rest) {
        flush()
        add(line)
      }
    },
    line() {
      flush()
    },
    block(paragraph: boolean) {
      if (current.trim() !== '') flush()
      current = ''
      if (paragraph) flush()
    },
    item() {
      if (current.trim() !== '') flush()
      current = '- '
    },
    rule() {
      this.block(false)
      current = '_'.repeat(32)
      flush()
    },
    quote(change: 1 | -1) {
      this.block(false)
      depth = Math.max(0, depth + change)
    },
    /** A line of its own, once in a row. */
    mark(text: string) {
      this.block(false)
      const last = lines.findLast((line) => line.trim() !== '')
      if (last?.trim() === text) return
      current = text
      flush()
    },
    preformatted(on: boolean) {
      this.block(false)
      pre = on
    },
    link(to: string) {
      href = to
      linkText = ''
    },
    linkEnd() {
      const label = linkText.trim()
      const known = href === '' || label === '' || href.includes(label) || label.includes(href)
      const to = href
      href = ''
      if (!known) add(` <${to}>`)
    },
    done() {
      flush()
      return lines.join('\n').trim()
    },
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  zwnj: '',
  zwj: '',
  shy: '',
  lrm: '',
  rlm: '',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  sect: '§',
  para: '¶',
  times: '×',
  divide: '÷',
  plusmn: '±',
  frac12: '½',
  numero: '№',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  ocirc: 'ô',
  ucirc: 'û',
  ntilde: 'ñ',
  oacute: 'ó',
  aacute: 'á',
  iacute: 'í',
  uacute: 'ú',
}

function entities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}\d{0,2}));?/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? NAMED[name.toLowerCase()] ?? whole
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16)
      const known = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      return known ? String.fromCodePoint(code) : ''
    },
  )
}
