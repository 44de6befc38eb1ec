// A mail about notices: text and HTML of one content. Everything in it is plain text of anybody's and is escaped.
import type { Texts } from '#kernel/server/texts.ts'

export type LetterItem = { title: string; body: string; url: string }
export type LetterOptions = {
  language: string
  organisation: string
  /** `#rrggbb`. */
  colour: string
  items: readonly LetterItem[]
  /** Why it came: the names of the kinds; null for what is always sent. */
  reasons: readonly string[] | null
  preferencesUrl: string
}

const rightToLeft = (language: string) => language === 'ar'

/** `items` are told one below the other; a mail of one item has its title as its heading. */
export function noticeLetter({ t }: Pick<Texts, 't'>, options: LetterOptions): { text: string; html: string } {
  const { language, items, reasons, preferencesUrl } = options
  const why =
    reasons === null
      ? t(language, 'notify_mail.mandatory')
      : t(language, 'notify_mail.reason', { kinds: reasons.map((one) => `«${one}»`).join(', ') })
  const open = t(language, 'notify_mail.open')
  const settings = t(language, 'notify_mail.settings')
  const text = [
    ...items.map(({ title, body, url }) => [title, body, url].filter(Boolean).join('\n\n')),
    `-- \n${why}\n${settings}: ${preferencesUrl}`,
  ].join('\n\n')
  return { text, html: page(options, { why, open, settings }) }
}

type Words = { why: string; open: string; settings: string }

/** Tables and inline styles, because mail programs know little else; colours for dark ones stand in the head. */
function page({ language, organisation, colour, items, preferencesUrl }: LetterOptions, words: Words): string {
  const [direction, side] = rightToLeft(language) ? ['rtl', 'right'] : ['ltr', 'left']
  const font = `font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Arabic',sans-serif`
  return `<!doctype html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(items[0]?.title ?? organisation)}</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background:#15181d!important}.card{background:#1f242b!important;border-color:#343b45!important}
.ink{color:#eceff3!important}.quiet{color:#a7b0bd!important}.line{border-color:#343b45!important}
}
</style></head>
<body class="ground" style="margin:0;padding:0;background:#f4f6f8">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f6f8"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" dir="${direction}" style="max-width:560px;background:#ffffff;border:1px solid #dfe3e8;border-radius:10px;${font};text-align:${side}">
<tr><td style="height:4px;line-height:4px;font-size:0;background:${colour};border-radius:10px 10px 0 0">&nbsp;</td></tr>
<tr><td class="quiet" style="padding:20px 24px 0;font-size:13px;color:#5b6673"><bdi>${escapeHtml(organisation)}</bdi></td></tr>
${items.map((item, index) => itemHtml(item, { colour, open: words.open, isFirst: index === 0, isOnly: items.length === 1 })).join('\n')}
<tr><td class="quiet line" style="padding:16px 24px 20px;border-top:1px solid #e6e9ed;font-size:12px;line-height:1.5;color:#5b6673">${escapeHtml(words.why)}<br>
<a class="quiet" href="${escapeHtml(preferencesUrl)}" style="color:#5b6673">${escapeHtml(words.settings)}</a></td></tr>
</table></td></tr></table></body></html>
`
}

type Look = { colour: string; open: string; isFirst: boolean; isOnly: boolean }

function itemHtml({ title, body, url }: LetterItem, { colour, open, isFirst, isOnly }: Look): string {
  const heading = `<h1 class="ink" dir="auto" style="margin:0;font-size:${isOnly ? 18 : 16}px;line-height:1.4;font-weight:600;color:#1c232b">${escapeHtml(title)}</h1>`
  const text = body
    ? `<p class="ink" dir="auto" style="margin:8px 0 0;font-size:15px;line-height:1.55;color:#1c232b">${escapeHtml(body).replaceAll('\n', '<br>')}</p>`
    : ''
  const link = `<a href="${escapeHtml(url)}" style="display:inline-block;margin-top:14px;padding:9px 18px;border-radius:7px;background:${colour};color:${inkOn(colour)};font-size:14px;font-weight:600;text-decoration:none">${escapeHtml(open)}</a>`
  const line = isFirst ? '' : 'border-top:1px solid #e6e9ed;'
  return `<tr><td class="line" style="${line}padding:${isFirst ? 8 : 18}px 24px 22px">${heading}${text}${link}</td></tr>`
}

/** White or near-black, whichever reads better on a colour (WCAG relative luminance). */
export function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.0533 ? '#ffffff' : '#111418'
}

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
