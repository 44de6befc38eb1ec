/**
 * Recognises where the quoted history of a mail begins: the line(s) a mail program writes above it.
 * All patterns run on at most a few hundred characters and have no nested repetition.
 */

const MAX_LINE = 400
const MAX_LINES = 4

/** Where a header starts and ends: line indexes, both inclusive; `own` is text before it on its first line. */
export type QuoteHeader = { from: number; to: number; own: string }

/** «-----Original Message-----», «-------- Исходное сообщение --------», a line of Yahoo, Android, Zoho. */
const SEPARATOR_WORDS = [
  'original message',
  'original appointment',
  'reply message',
  'исходное сообщение',
  'оригинальное сообщение',
  'первоначальное сообщение',
  'asl xabar',
  'dastlabki xabar',
  'asl maktub',
  'الرسالة الأصلية',
  'message d.origine',
  'message original',
  'ursprüngliche nachricht',
  'originalnachricht',
  'mensaje original',
  'messaggio originale',
  'mensagem original',
  'oprindelig besked',
  'oprindelig meddelelse',
  'opprinnelig melding',
  'ursprungligt meddelande',
  'alkuperäinen viesti',
  'oorspronkelijk bericht',
  'oorspronkelijke bericht',
  'wiadomość oryginalna',
  'oryginalna wiadomość',
  'původní zpráva',
  'orijinal mesaj',
  'özgün ileti',
  'вихідне повідомлення',
  'оригінальне повідомлення',
  'eredeti üzenet',
  'бастапқы хабарлама',
  '原始邮件',
  '元のメッセージ',
  '원본 메시지',
  'mesaj original',
  'mesajul original',
  'αρχικό μήνυμα',
  'הודעה מקורית',
  'pôvodná správa',
  'izvorna poruka',
  'оригинално съобщение',
  'pesan asli',
  'tin nhắn gốc',
]
const SEPARATOR = new RegExp(`^[-_=*~—–•.\\s]{2,60}(?:${SEPARATOR_WORDS.join('|')})[-_=*~—–•.:\\s]{0,60}$`, 'iu')
const WROTE_SEPARATOR = /^-{2,20}.{2,200} (?:wrote|пишет|писал|написал) ?-{2,20}$/iu

/** What web mail leaves in the place of a history it has folded. */
const FOLDED =
  /^\[(?:quoted text hidden|цитируемый текст скрыт|texte des messages précédents masqué|zitierter text)[^\]]{0,20}\]$/iu

export function isQuoteSeparator(line: string): boolean {
  const text = line.trim()
  return text.length <= 200 && (SEPARATOR.test(text) || WROTE_SEPARATOR.test(text) || FOLDED.test(text))
}

/** The sender sends this on purpose: what follows belongs to the message. */
const FORWARD =
  /^[->\s_=*—–]{0,30}(?:forwarded message|begin forwarded message|пересылаемое сообщение|пересланное сообщение|начало переадресованного сообщения|переадресованное сообщение|yoʻnaltirilgan xabar|uzatilgan xabar|رسالة معاد توجيهها|الرسالة المعاد توجيهها|message transféré|début du message (?:réexpédié|transféré)|weitergeleitete nachricht|mensaje reenviado|messaggio inoltrato)[-:\s_=*—–]{0,30}$/iu

export function isForwardSeparator(line: string): boolean {
  return line.length <= 200 && FORWARD.test(line.trim())
}

const VERBS = [
  'wrote',
  'sent',
  'writes',
  'пишет',
  'писала?',
  'писал\\(а\\)',
  'написала?',
  'написал\\(а\\)',
  'пише',
  'написав',
  'yozdi',
  'yozgan',
  'yozadi',
  'ёзди',
  'жазды',
  'كتب',
  'كتبت',
  'يكتب',
  'a écrit',
  'schrieb',
  'geschrieben',
  'escribió',
  'escribi[oó]',
  'ha scritto',
  'scrisse',
  'escreveu',
  'napisała?',
  'napisał\\(a\\)',
  'pisze',
  'skrev',
  'kirjoitti',
  'schreef',
  'geschreven',
  'írta',
  'yazdı',
  'şunları yazdı',
  'đã viết',
  'napsala?(?:\\(a\\))?',
  'napísala?(?:\\(a\\))?',
  'έγραψε',
  'menulis',
  'tulis',
  'pisao je',
  'כתב',
  'написа',
  'a scris',
]
const VERB_END = new RegExp(
  `(?:^|[\\s>)\\]"”»])(?:${VERBS.join('|')})[\\s\\u200e\\u200f]{0,3}[:：]?[-\\s]{0,20}$`,
  'iu',
)
const VERB_INSIDE = new RegExp(`(?:^|[\\s,،])(?:${VERBS.join('|')})(?=[\\s,])`, 'iu')
/** Languages that set no space before their verb. */
const JOINED_VERB_END = /(?:写道|寫道|님이 작성|님이 쓴 글|さんのメッセージ|書きました|書き込みました)\s?[:：]?$/u
const QUOTING = /^(?:Quoting|Zitat von|Citando|Citazione|Citát|Cytowanie|Цитирую) .{2,200}:$/u
/** What steers the direction of writing and is not seen. */
const UNSEEN = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const ADDRESS = /[^\s<>()"“”]{1,100}@[^\s<>()"“”]{1,200}/u
const ADDRESS_END = /(?:@[^\s<>()]{1,200}|mailto:[^\s<>]{1,200})\s?[>)\]][>)\]\s\u200e\u200f]{0,6}[:：]$/u
const ADDRESS_THEN_VERB = /\p{L}[^<>]{0,100}<[^<>]{1,200}>\s?[^\s<>]{1,20}(?: [^\s<>]{1,20})?\s?[:：]$/u
const TIME = /(?:^|[^\d])\d{1,2}[:.h]\d{2}(?![\d])/u
const DATE = /(?:^|[^\d])(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}-yil)/u
const FULL_DATE = /(?:^|[^\d])(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2}(?!\d))|\d{4}[./-] ?\d{1,2}[./-] ?\d{1,2})/u
const NAMED_DATE = /\d{1,2}[.,]?(?:st|nd|rd|th|-)? ?(?:de )?\p{L}{3,12}|\p{L}{3,12}[.,]? \d{1,2}(?!\d)/u
const YEAR = /(?:^|[^\d])(?:19|20)\d{2}(?!\d)/u
/** First words of a header line; a header that began a line higher is completed by them. */
const OPENER =
  /^[-\s—]{0,20}(?:(?:on|at|le|am|il|el|em|op|den|på|in data|w dniu|dnia|vào|в|во|dne|în|ср|чт|пт|сб|вс|пн|вт|في|بتاريخ|كتب|كتبت)[\s,،]|\d{1,4}[-./\s])/iu
const SHARED_LINE =
  /(?:^|[\s\-—])(On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d)[^]{0,300})$/u

/**
 * A header in words that ends on line `end` — «On …, X wrote:», «ср, 30 апр. 2025 г. в 15:19, X <x@y>:»,
 * «Le … a écrit :» — over at most four lines; null when there is none. `quotedNext` tells that a
 * `>` line follows, which makes a doubtful header certain.
 */
export function wordedHeader(lines: readonly string[], end: number, quotedNext: boolean): QuoteHeader | null {
  const last = plain(lines[end])
  if (last.length > MAX_LINE || !(endsLikeHeader(last) || (quotedNext && isDatedAddress(last)))) return null
  if (quotedNext && isDatedAddress(last)) return { from: end, to: end, own: '' }

  let joined = ''
  for (let from = end; from >= 0 && from > end - MAX_LINES - 2; from -= 1) {
    const line = plain(lines[from])
    // A blank line ends the search, but for the «<», «> wrote:» pieces that some programs set apart.
    if (line === '' && !/^[<>]/.test(joined)) break
    if (line.length > MAX_LINE) break
    joined = line === '' ? joined : `${line} ${joined}`.trim()
    if (isHeaderText(joined, quotedNext)) return completed(lines, from, end)
  }
  return null
}

const plain = (line: string | undefined): string =>
  line === undefined || line.length > MAX_LINE * 2 ? (line ?? '').trim() : line.replace(UNSEEN, '').trim()

/** Cheap test of the last line, so that ordinary lines cost nothing more. */
function endsLikeHeader(line: string): boolean {
  return /[:：]$|[-]{2}$/u.test(line) || VERB_END.test(line) || DATED_LINE.test(line)
}

/** «2013/10/2 Anna <anna@x.test>», a line of its own. */
const DATED_LINE = /^\d{4}[/.-]\d{1,2}[/.-]\d{1,2} [^<>]{1,80} <[^<>\s]{1,100}@[^<>\s]{1,200}>$/u

/** «2011/4/7 Anna <anna@x.test>» without any verb, as long as a quote follows. */
function isDatedAddress(line: string): boolean {
  return />$/u.test(line) && /^\d/u.test(line) && DATE.test(line) && ADDRESS.test(line)
}

/** The last piece «>:» or «> wrote:» of a header whose address was broken over lines; not a quote. */
export function isHeaderTail(line: string): boolean {
  return (
    line.length <= 60 &&
    /^\s{0,3}>/u.test(line) &&
    (/^\s{0,3}>\s?:\s{0,3}$/u.test(line) ||
      (/:\s{0,3}$/u.test(line) && VERB_END.test(line) && line.trim().split(/\s+/u).length <= 3))
  )
}

function isHeaderText(text: string, quotedNext: boolean): boolean {
  if (text.length > MAX_LINE * 2) return false
  if (DATED_LINE.test(text) || (QUOTING.test(text) && (quotedNext || ADDRESS.test(text)))) return true
  const verb = VERB_END.test(text) || JOINED_VERB_END.test(text)
  const inside = !verb && /[:：]$/u.test(text) && VERB_INSIDE.test(text)
  if (!verb && !inside && !ADDRESS_END.test(text)) return false

  const rest = text.replace(/<[^<>]{0,300}>|[^\s<>()]{1,100}@[^\s<>()]{1,200}/gu, ' ')
  const when = TIME.test(rest) || DATE.test(rest)
  const named = NAMED_DATE.test(rest)
  if (ADDRESS.test(text)) {
    return (
      when || (verb && ADDRESS_THEN_VERB.test(text)) || (named && (verb || VERB_INSIDE.test(text) || OPENER.test(text)))
    )
  }
  // A whole date and a time of day beside the verb are written by programs.
  if ((verb || inside) && FULL_DATE.test(rest) && TIME.test(rest) && text.length <= 160) return true
  // Without an address «On Friday at 10:30 the plumber wrote:» may be the customer's own sentence.
  if (!/[:：]\s{0,3}$|-{2}$/u.test(text)) return false
  return quotedNext ? when || named : OPENER.test(text) && YEAR.test(rest)
}

/** Takes in first lines that the minimal header left out («On Nov 21, 2014,» above «at 10:18,»). */
function completed(lines: readonly string[], from: number, to: number): QuoteHeader {
  const first = (lines[from] ?? '').trim()
  for (let at = from - 1; at >= 0 && at >= from - 2 && !OPENER.test(first); at -= 1) {
    const line = (lines[at] ?? '').trim()
    if (line === '' || line.length > 80 || !/\d/u.test(line) || !/[\d,]$/u.test(line)) break
    if (OPENER.test(line)) return { from: at, to, own: '' }
  }

  const shared = OPENER.test(first) ? null : SHARED_LINE.exec(first)
  const own = shared?.[1] ? first.slice(0, first.length - shared[1].length).replace(/[\s\-—]+$/u, '') : ''
  return { from, to, own }
}

/** Labels of Outlook-like blocks, by what they name. */
const LABELS: Readonly<Record<string, string>> = {
  from: 'from|보낸 사람|από|מאת|dari|de la|từ|від кого|от|от кого|отправитель|kimdan|yuboruvchi|من|المرسل|de|von|da|van|fra|från|od|lähettäjä|kimden|від|feladó|кімнен|发件人|差出人',
  sent: 'sent|date|odesláno|odoslané|보낸 날짜|날짜|στάλθηκε|ημερομηνία|נשלח|תאריך|dikirim|tanggal|trimis|đã gửi|ngày|enviad[oa] em|enviada|data de envio|inviato il|отправлено|дата|yuborilgan|yuborildi|sana|تاريخ الإرسال|التاريخ|تم الإرسال|مرسل|envoyé|envoyé le|gesendet|datum|enviado|enviado el|fecha|inviato|data|verzonden|sendt|dato|skickat|wysłano|lähetetty|gönderilen|tarih|gönderildi|надіслано|elküldve|message du|发送时间|送信日時',
  to: 'to|komu|받는 사람|προς|אל|kepada|ke|către|tới|đến|кому|получатель|kimga|إلى|الى|à|a|an|para|aan|til|till|do|vastaanottaja|kime|címzett|收件人|宛先',
  copy: 'cc|bcc|копия|скрытая копия|nusxa|نسخة|copie à|kopie|kopi|kopia|dw|bilgi|másolatot kap|копія|抄送',
  subject:
    'subject|předmět|predmet|제목|θέμα|נושא|perihal|subjek|subiect|chủ đề|тема|mavzu|الموضوع|objet|sujet|betreff|asunto|oggetto|assunto|onderwerp|emne|ämne|temat|aihe|konu|tárgy|тақырып|主题|件名',
  answer: 'reply-to|ответить|importance|важность|priority|attachments|вложения',
}
const LABEL = new RegExp(
  `^[>\\s*]{0,12}(?:${Object.entries(LABELS)
    .map(([kind, words]) => `(?<${kind}>${words})`)
    .join('|')})[\\s*]{0,3}[:：][\\s*]{0,3}(?=.)`,
  'iu',
)
const MAX_BLOCK = 14

/** A block «From: … Sent: … To: … Subject: …» that starts on line `at`, in any of the known languages. */
export function labelledBlock(lines: readonly string[], at: number): boolean {
  const first = label(lines[at])
  if (first === null || first === 'copy' || first === 'answer') return false

  const kinds = new Set<string>([first])
  let evidence = ADDRESS.test(bounded(lines[at])) || TIME.test(bounded(lines[at]))
  for (let index = at + 1, blank = 0; index < lines.length && index < at + MAX_BLOCK; index += 1) {
    const line = bounded(lines[index])
    if (line.trim() === '') {
      blank += 1
      if (blank > 1) break
      continue
    }
    const kind = label(line)
    // Between labels only continued values may stand: an address on a line of its own, a folded list.
    if (kind === null && !/^\s*<?[^\s<>]{1,200}@|^\s{2,}\S/u.test(line)) break
    if (kind !== null) kinds.add(kind)
    evidence ||= kind !== null && (ADDRESS.test(line) || TIME.test(line))
  }
  // «Subject: … To: …» is also how people begin a form.
  if (first === 'subject') return kinds.size >= 4 && kinds.has('from') && evidence
  return kinds.size >= 3 || (kinds.size === 2 && evidence)
}

function label(line: string | undefined): string | null {
  const groups = LABEL.exec(bounded(line) + ' ')?.groups
  if (!groups) return null
  return Object.keys(groups).find((kind) => groups[kind] !== undefined) ?? null
}

function bounded(line: string | undefined): string {
  return (line ?? '').slice(0, MAX_LINE).replace(UNSEEN, '')
}
