/**
 * Subject tokens `[#123]` (or `[#DESK-123]`). They carry no signature on purpose: people type and quote
 * them, so they are only a hint and never enough to write into a ticket.
 */
const TOKEN = /\[#((?:[A-Z][A-Z0-9]{0,9}-)?\d{1,12})\]/giu

/** What mail programs put before the subject of an answer or a forward, in the languages we meet. */
const PREFIX = new RegExp(
  `^\\s*(?:${[
    're',
    'r',
    'ré',
    'rép',
    'réf',
    'ref',
    'res',
    'resp',
    'rv',
    'aw',
    'antw',
    'antwort',
    'wg',
    'sv',
    'vs',
    'vb',
    'vl',
    'fs',
    'fw',
    'fwd',
    'tr',
    'i',
    'rif',
    'enc',
    'odp',
    'pd',
    'ynt',
    'ilt',
    'bls',
    'trs',
    'отв',
    'ответ',
    'на',
    'пересл',
    'перес',
    'пер',
    'ha',
    'нa',
    'fyi',
    'відп',
    'javob',
    'uzatildi',
    'yoʻnaltirildi',
    "yo'naltirildi",
    'жауап',
    'رد',
    'الرد',
    'إعادة توجيه',
    'اعادة توجيه',
    'تحويل',
    '回复',
    '答复',
    '转发',
  ].join('|')})\\s?(?:[\\[(]\\d{1,3}[\\])])?\\s?[:：]`,
  'iu',
)
const MAX_SUBJECT = 1_000
const MAX_PREFIXES = 30

/** The plain subject with the token of `reference` in front. */
export function subjectWithToken(subject: string, reference: string): string {
  const plain = plainSubject(subject)
  return `[#${reference}] ${plain}`.trim()
}

/** References of all tokens in the subject, in order, upper case, at most five. */
export function subjectReferences(subject: string): string[] {
  const found = [...subject.slice(0, MAX_SUBJECT).matchAll(TOKEN)].map((match) => (match[1] ?? '').toUpperCase())
  return [...new Set(found)].slice(0, 5)
}

/** The subject without answer and forward prefixes and without our tokens; one line, one space between words. */
export function plainSubject(subject: string): string {
  let rest = subject
    .slice(0, MAX_SUBJECT)
    .replace(TOKEN, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  for (let count = 0; count < MAX_PREFIXES; count += 1) {
    const shorter = rest.replace(PREFIX, '').trimStart()
    if (shorter === rest) break
    rest = shorter
  }
  return rest
}

/** A key under which subjects of the same conversation are equal, whatever prefixes, tokens, case and spacing. */
export function subjectKey(subject: string): string {
  return plainSubject(subject).normalize('NFKC').toLowerCase()
}
