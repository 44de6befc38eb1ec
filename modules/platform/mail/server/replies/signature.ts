/**
 * Finds where the signature of a text starts: an index into `lines`, or `lines.length` when there is
 * none. Careful on purpose: a signature shown is a blemish, a hidden sentence is a lost request.
 */
export function signatureStart(lines: readonly string[]): number {
  const end = lastFilled(lines) + 1
  const devices = deviceTail(lines, end)
  const named = dashedName(lines, devices < end ? lastFilled(lines.slice(0, devices)) + 1 : end)
  for (let at = 1; at < end; at += 1) {
    const line = lines[at] ?? ''
    if (line.length > MAX_LINE || !hasTextBefore(lines, at)) continue
    if (/^--\s?$/u.test(line)) return at
    if (LIST_RULE.test(line) && filled(lines, at + 1, end) <= LIST_FOOTER) return at
    if (isClosing(line) && isBlockOfNames(lines, at + 1, end)) return at
    if (RULE.test(line) && startsWithName(lines, at + 1, end) && isBlockOfNames(lines, at + 1, end)) return at
    if (at === devices) return at
    if (at === named) return at
  }
  return lines.length
}

const MAX_LINE = 200
const LIST_FOOTER = 8
const NAME_LINES = 8

/** The rule above the footer of a mailing list. */
const LIST_RULE = /^_{2,80}\s?$/u

/** Three dashes, which say nothing by themselves. */
const RULE = /^-{3,4}\s?$/u
/** «Anna Karimova»: up to four words that begin as names do. */
const NAME = /^\s{0,4}\p{Lu}[\p{L}.'’-]{0,30}(?: \p{Lu}[\p{L}.'’-]{0,30}){0,3}\s{0,4}$/u
const DASHED_NAME = /^(?:[-—–]|[-—–]{1,2}\s?(?=\p{Lu}))\p{L}[\p{L}'’]{1,20}(?: \p{Lu}[\p{L}'’]{0,20}){0,2}\.?\s?$/u

function startsWithName(lines: readonly string[], from: number, end: number): boolean {
  let at = from
  while (at < end && lines[at]?.trim() === '') at += 1
  return at < end && NAME.test((lines[at] ?? '').slice(0, MAX_LINE))
}

/** A last line «-Anna» or «— Anna Karimova»; `end` when it may be an item of a list. */
function dashedName(lines: readonly string[], end: number): number {
  const at = end - 1
  if (!DASHED_NAME.test((lines[at] ?? '').slice(0, MAX_LINE))) return -1
  let before = at - 1
  while (before >= 0 && lines[before]?.trim() === '') before -= 1
  const above = (lines[before] ?? '').slice(-MAX_LINE).trim()
  return /[:：]$/u.test(above) || /^[-—–*•]/u.test((lines[before] ?? '').trim()) ? -1 : at
}

const CLOSINGS = [
  'best regards',
  'kind regards',
  'warm regards',
  'with regards',
  'regards',
  'best wishes',
  'yours sincerely',
  'sincerely yours',
  'sincerely',
  'yours faithfully',
  'с уважением',
  'с наилучшими пожеланиями',
  'с почтением',
  'с ув\\.',
  'с большим уважением',
  'всего доброго',
  'hurmat bilan',
  'ehtirom bilan',
  'hurmat-ehtirom bilan',
  'ҳурмат билан',
  'مع أطيب التحيات',
  'مع خالص التحيات',
  'مع التحية',
  'تحياتي',
  'مع فائق الاحترام',
  'cordialement',
  'bien cordialement',
  'mit freundlichen grüßen',
  'viele grüße',
  'saludos cordiales',
  'cordiali saluti',
  'atenciosamente',
  'met vriendelijke groet',
  'saygılarımla',
  'з повагою',
  'құрметпен',
]
const CLOSING = new RegExp(`^\\s{0,4}(?:${CLOSINGS.join('|')})(?:[\\s,.!،…]{0,4}|[,،]\\s?[^.?!:]{1,40})$`, 'iu')

function isClosing(line: string): boolean {
  return CLOSING.test(line)
}

const DEVICES = [
  'sent (?:wirelessly )?(?:from|via|using|on|by) (?:my |the |a |an )?',
  'get outlook for ',
  'отправлено (?:с|со|из|через) ',
  'отправлено от ',
  'послано с ',
  'написано в ',
  'mening .{2,30} yuborildi',
  'iphone ?dan yuborildi',
  'androiddan yuborildi',
  'أرسل من ',
  'أُرسلت من ',
  'مرسل من ',
  'تم الإرسال من ',
  'envoyé (?:de|depuis|à partir de|sans fil) ',
  'télécharger outlook ',
  'gesendet (?:von|mit|über) ',
  'von (?:meinem|unterwegs) .{0,40}gesendet',
  'verstuurd vanaf ',
  'odesláno z',
  'odoslané z',
  '(?:iphone|ipad|android|samsung)\\S{0,12} gönderildi',
  '(?:iphone|ipad|android|samsung)\\S{0,12} (?:orqali )?yuborildi',
  '(?:发自|發自|从我的|從我的)',
  '(?:iphone|ipad|android)から送信',
  '(?:나의|내) \\S{2,20}에서 보냄',
  'sent with (?:airmail|proton|spark|mailspring|canary|unibox|mail)',
  'get (?:typeapp|bluemail) for ',
  'trimis de pe ',
  'στάλθηκε από ',
  'dikirim dari ',
  'diese nachricht wurde von meinem ',
  'enviado (?:desde|do|a partir) ',
  'inviato da ',
  'verzonden (?:vanaf|met|via) ',
  'skickat från ',
  'sendt fra ',
  'wysłane (?:z|ze) ',
  'lähetetty ',
  'надіслано (?:з|із) ',
]
const DEVICE = new RegExp(`^\\s{0,4}(?:${DEVICES.join('|')})`, 'iu')

/** «Sent from my iPhone», «Отправлено из мобильной Почты»: short, without a second clause. */
export function isDeviceLine(line: string): boolean {
  const plain = line
    .replace(/<(?:https?|mailto):[^<>]{0,300}>/gu, '')
    .trim()
    .replace(/^(?:\(([^()]*)\)|<<([^<>]*)>>|\[([^[\]]*)\])$/u, '$1$2$3')
  if (plain.length > 110 || !DEVICE.test(plain)) return false
  // «Sent from my desk, …» goes on as a sentence; «… my Verizon, Samsung Galaxy smartphone» does not.
  return !/[,;:()]|[.!?]\s/u.test(plain) || (BRAND.test(plain) && plain.split(/\s+/u).length <= 10)
}
const BRAND = /\b(?:iphone|ipad|galaxy|verizon|at&t|yahoo mail|outlook|xiaomi|huawei|blackberry|proton mail)\b/iu

function isBlockOfNames(lines: readonly string[], from: number, end: number): boolean {
  if (filled(lines, from, end) > NAME_LINES) return false
  for (let at = from; at < end; at += 1) {
    const line = lines[at] ?? ''
    if (line.length > 90 || /[?]\s{0,3}$/u.test(line)) return false
  }
  return true
}

/** The first of the device lines that end the text; `end` when it ends otherwise. */
function deviceTail(lines: readonly string[], end: number): number {
  let first = end
  for (let at = end - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    if (line.length > MAX_LINE || !isDeviceLine(line)) break
    first = at
  }
  return first
}

function hasTextBefore(lines: readonly string[], at: number): boolean {
  // Only the first lines can be empty for long; the caller trims them, so this ends at once.
  for (let index = 0; index < at; index += 1) if (lines[index]?.trim()) return true
  return false
}

function filled(lines: readonly string[], from: number, end: number): number {
  let count = 0
  for (let at = from; at < end && count <= 20; at += 1) if (lines[at]?.trim()) count += 1
  return count
}

function lastFilled(lines: readonly string[]): number {
  let at = lines.length - 1
  while (at >= 0 && lines[at]?.trim() === '') at -= 1
  return at
}
