// A quote in words: every text as it is printed, so that drawing knows nothing of deals or languages.
import { LOCALES, moneyIn } from '#kernel/contract/index.ts'
import { type DealLine, linesTotal, lineTotal, type QUOTE_LANGUAGES, taxesOf } from '../../contract.ts'
import type { Sheet } from './paper/sheet.ts'

type Language = (typeof QUOTE_LANGUAGES)[number]

export type Offer = {
  language: Language
  number: number
  issued_on: string
  valid_until: string
  organisation: string
  client: string
  contact: string | null
  author: string | null
  title: string
  lines: readonly DealLine[]
  tax_included: boolean
  amount: number
  currency: string
  terms: string
}
type Say = (key: string, params?: Record<string, unknown>) => string

/** A deal without lines is offered as one whole. */
export function sheetOf(offer: Offer, say: Say): Sheet {
  const { language, currency, lines, tax_included, amount } = offer
  const locale = LOCALES[language]
  const asMoney = moneyIn(language, currency, false)
  const asNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
  const asDay = new Intl.DateTimeFormat(locale, {
    ...(language === 'uz' ? { dateStyle: 'short' } : { dateStyle: 'long' }),
    timeZone: 'UTC',
  })
  const money = (minor: number) => asMoney(minor / 100)
  const day = (iso: string) => asDay.format(new Date(`${iso}T00:00:00Z`))
  const percent = (rate: number) => `${asNumber.format(rate)} %`
  const taxes = taxesOf(lines, tax_included)
  const isTaxed = taxes.length > 0
  const rows = lines.map((line, index) => [
    asNumber.format(index + 1),
    line.name,
    asNumber.format(line.quantity),
    money(line.price),
    line.discount > 0 ? percent(line.discount) : '—',
    ...(isTaxed ? [line.tax === undefined ? '—' : percent(line.tax)] : []),
    money(lineTotal(line)),
  ])
  const whole = ['1', offer.title, '1', money(amount), '—', money(amount)]
  const before = lines.reduce((sum, line) => sum + lineTotal({ ...line, discount: 0 }), 0)
  const net = linesTotal(lines, true) ?? 0
  const off = lines.length > 0 ? before - net : 0
  return {
    language,
    rtl: language === 'ar',
    organisation: offer.organisation,
    heading: say('quote.heading', { number: asNumber.format(offer.number) }),
    facts: [
      [say('quote.date'), day(offer.issued_on)],
      [say('quote.valid_until'), day(offer.valid_until)],
      [say('quote.client'), offer.client],
      ...(offer.contact ? [[say('quote.contact'), offer.contact] as const] : []),
      ...(offer.author ? [[say('quote.author'), offer.author] as const] : []),
      [say('quote.subject'), offer.title],
    ],
    columns: [
      'quote.no',
      'quote.what',
      'quote.quantity',
      'quote.price',
      'quote.discount',
      ...(isTaxed ? ['quote.tax'] : []),
      'quote.sum',
    ].map((key) => say(key)),
    rows: lines.length > 0 ? rows : [whole],
    totals: [
      ...(off > 0
        ? ([
            [say('quote.before'), money(before)],
            [say('quote.off'), money(-off)],
          ] as const)
        : []),
      ...(isTaxed && !tax_included ? [[say('quote.net'), money(net)] as const] : []),
      ...(tax_included
        ? []
        : taxes.map(({ rate, tax }) => [say('quote.tax_of', { rate: percent(rate) }), money(tax)] as const)),
      [say('quote.total'), money(amount)],
    ],
    within: tax_included
      ? taxes.map(({ rate, tax }) => [say('quote.tax_within', { rate: percent(rate) }), money(tax)] as const)
      : [],
    terms: offer.terms,
    page: say('quote.page', { page: '{page}', pages: '{pages}' }),
  }
}
