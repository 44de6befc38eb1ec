// The page that strangers see: one answer without scripts, small, in their language, to be shown in a frame where that is allowed.
import { Readable } from 'node:stream'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import type { Texts } from '#kernel/server/texts.ts'
import type { WebFormRow, Words } from '../contract.ts'
import type { FormField } from '../contract.ts'
import type { OpenField } from './forms.ts'

export type Shown = {
  form: WebFormRow
  fields: readonly (OpenField & FormField)[]
  language: string
  texts: Texts
  token: string
  answers?: Readonly<Record<string, string>>
  /** What is wrong, by field; `''` is about the whole. */
  faults?: ReadonlyMap<string, string>
  isSent?: boolean
}

/** The field that people do not see; its name is one that programs like to fill in. */
export const TRAP = 'website'
export const TOKEN = '_at'
export const CONSENT = '_consent'

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => MARKS[mark]!)
const inLines = (text: string): string => escaped(text).replaceAll(/\r?\n/g, '<br>')

/** In the reader's language, else in any that is there. */
const wordIn = (words: Words, language: string): string =>
  words[language as keyof Words] ?? Object.values(words)[0] ?? ''

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0 auto;padding:16px;max-width:34rem}
h1{font-size:1.4rem;margin:0 0 .5rem}label{display:block;margin-top:14px}.in{display:block;width:100%;box-sizing:border-box;font:inherit;padding:8px 10px;border:1px solid #8a94a6;border-radius:6px;background:Canvas;color:CanvasText}
textarea.in{min-height:7rem}.check{display:flex;gap:8px;align-items:baseline}.bad{color:#b3261e}.off{position:absolute;inset-inline-start:-9999px;width:1px;height:1px;overflow:hidden}
button{margin-top:18px;padding:10px 20px;font:inherit;border:0;border-radius:6px;background:#4338ca;color:#fff;cursor:pointer}:focus-visible{outline:2px solid #4338ca;outline-offset:2px}@media(prefers-color-scheme:dark){.bad{color:#ffb4ab}}`

export function pageOf(shown: Shown): RawAnswer {
  const { form, language, isSent } = shown
  const title = wordIn(form.title, language) || form.name
  const html = `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main><h1>${escaped(title)}</h1>${isSent ? thanks(shown) : asking(shown)}</main></body></html>`
  const bytes = Buffer.from(html)
  const frames = form.sites.length > 0 ? form.sites.join(' ') : `'none'`
  return {
    open: async () => Readable.from([bytes]),
    type: 'text/html; charset=utf-8',
    name: 'form.html',
    size: bytes.length,
    inline: true,
    framed: form.sites.length > 0,
    policy: `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors ${frames}`,
  }
}

const thanks = ({ form, language, texts }: Shown): string =>
  `<p role="status">${inLines(wordIn(form.thanks, language) || texts.t(language, 'web_form_page.thanks'))}</p>`

function asking(shown: Shown): string {
  const { form, fields, language, texts, token, faults = new Map() } = shown
  const say = (key: string) => escaped(texts.t(language, key))
  const intro = wordIn(form.intro, language)
  const consent = wordIn(form.consent, language)
  const whole = faults.get('')
  return [
    intro && `<p>${inLines(intro)}</p>`,
    whole && `<p class="bad" role="alert">${escaped(whole)}</p>`,
    `<form method="post" action="?lang=${language}" accept-charset="utf-8">`,
    `<input type="hidden" name="${TOKEN}" value="${escaped(token)}">`,
    `<div class="off" aria-hidden="true"><label>${say('web_form_page.trap')}<input name="${TRAP}" tabindex="-1" autocomplete="off"></label></div>`,
    ...fields.map((field) => fieldOf(shown, field)),
    consent &&
      `<label class="check"><input type="checkbox" name="${CONSENT}" value="1" required${faults.has(CONSENT) ? ' aria-invalid="true"' : ''}><span>${inLines(consent)}</span></label>${faultOf(faults, CONSENT)}`,
    `<button>${say('web_form_page.send')}</button></form>`,
  ]
    .filter(Boolean)
    .join('')
}

const COMPLETE: Record<string, string> = { name: 'name', email: 'email', phone: 'tel', address: 'street-address' }
const TYPES: Partial<Record<OpenField['control'], string>> = {
  email: 'email',
  tel: 'tel',
  number: 'text',
  date: 'date',
}

const faultOf = (faults: ReadonlyMap<string, string>, name: string): string =>
  faults.has(name) ? `<div class="bad" id="fault-${name}">${escaped(faults.get(name)!)}</div>` : ''

function fieldOf({ language, texts, answers = {}, faults = new Map() }: Shown, field: OpenField & FormField): string {
  const { name, label, labels, control, choices, longest, required } = field
  const words = escaped((label ? texts.t(language, label) : wordIn(labels as Words, language)) + (required ? ' *' : ''))
  const value = answers[name] ?? ''
  const marks = [
    `name="${name}"`,
    required && 'required',
    faults.has(name) && `aria-invalid="true" aria-describedby="fault-${name}"`,
    COMPLETE[name] && `autocomplete="${COMPLETE[name]}"`,
  ]
  const fault = faultOf(faults, name)
  if (control === 'yes_no')
    return `<label class="check"><input type="checkbox" value="1" ${joined(marks)}${value ? ' checked' : ''}><span>${words}</span></label>${fault}`
  if (control === 'choice') {
    const options = choices.map(
      (one) =>
        `<option value="${escaped(one.value)}"${one.value === value ? ' selected' : ''}>${escaped(wordIn(one.labels as Words, language))}</option>`,
    )
    return `<label>${words}<select class="in" ${joined(marks)}><option></option>${options.join('')}</select></label>${fault}`
  }
  if (control === 'prose')
    return `<label>${words}<textarea class="in" dir="auto" maxlength="${longest}" ${joined(marks)}>${escaped(value)}</textarea></label>${fault}`
  const kind = TYPES[control] ?? 'text'
  return `<label>${words}<input class="in" type="${kind}" dir="${kind === 'tel' || kind === 'email' ? 'ltr' : 'auto'}" maxlength="${longest}" value="${escaped(value)}" ${joined(marks)}></label>${fault}`
}

const joined = (marks: readonly (string | false | undefined)[]): string => marks.filter(Boolean).join(' ')
