// Numbers and money as people of a language write them, on screens and on paper alike.

/** Arabic with the digits of the rest of the interface; Uzbek writes numbers as Russian does. */
export const LOCALES = { ru: 'ru-RU', en: 'en-GB', uz: 'ru-RU', ar: 'ar-u-nu-latn' } as const

// What Intl knows by its code only, people who pay in it call by a word.
const SUM: Record<keyof typeof LOCALES, string | null> = { ru: 'сум', en: null, uz: 'soʻm', ar: 'سوم' }

/** How amounts of a currency are written. `isBrief` leaves out the noughts of whole ones. */
export function moneyIn(
  language: keyof typeof LOCALES,
  currency: string,
  isBrief: boolean,
): (amount: number) => string {
  const made = new Intl.NumberFormat(LOCALES[language], {
    style: 'currency',
    currency,
    trailingZeroDisplay: isBrief ? 'stripIfInteger' : 'auto',
  })
  // Letters before a sign (US$) would change places with it in lines that run to the left.
  const sign = (symbol: string) => (currency === 'UZS' && SUM[language]) || symbol.replace(/^[A-Z]+(?=[^A-Z])/, '')
  return (amount) =>
    made
      .formatToParts(amount)
      .map(({ type, value }) => (type === 'currency' ? sign(value) : value))
      .join('')
}
