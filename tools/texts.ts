// The catalogues of people's text: complete in every language, plural where the language is, and in step with the code.
import { globSync } from 'node:fs'
import path from 'node:path'
import { exists, isTest, read, sourceFiles, withoutComments } from './source-files.ts'

const languages = ['ru', 'en', 'uz', 'ar'] as const
type Language = (typeof languages)[number]

/** Key without plural suffix → its texts by plural form; a text without plural forms stands under ''. */
type Catalogue = Map<string, Map<string, string>>
type Tree = { [key: string]: string | Tree }

/** Keys that code puts together at run time; nothing under these is called unused. Entity names are added from the contracts. */
const builtAtRunTime = [
  'problem.',
  'invalid.',
  'permission.',
  'permission_group.',
  'role.',
  'language.',
  'event.',
  'audit.',
  'menu.',
  'outgoing.',
  'notify_group.',
]

/** Words that are the same in every language. */
const everywhere =
  /\b(WorkerNet|API|REST|OpenAPI|Swagger|GraphQL|Webhooks?|URL|ID|UUID|e-?mail|SMTP|IMAP|SLA|CSV|XLSX|PDF|HTML|JSON|JWT|TOTP|SAML|LDAP|OIDC|SSO|IP|TLS|HTTPS?|Telegram|WhatsApp|Payme|Click|English|Oʻzbekcha|O‘zbekcha|Ctrl|Shift|Alt|Enter|Esc|Tab|Cmd)\b/gi

const pluralForm = /^(.+)_(zero|one|two|few|many|other)$/
const placeholder = /\{\{-?\s*([\w.]+)[^}]*\}\}|<\/?(\w+)\s*\/?>|\$t\(([^)]+)\)/g
const staticKey = /(?<![\w.$])t\(\s*'([^'\n]+)'|(?<![\w.$])t\(\s*"([^"\n]+)"|\bi18nKey="([^"\n]+)"/g
const anyLiteral = /'([^'\\\n]*)'|"([^"\\\n]*)"|`([^`\\$\n]*)`/g
const literalBeginning = /`([\w-]+(?:\.[\w-]+)*[._])\$\{/g

/** Codes of refusals in the code, and the key each is translated by. */
const refusals: [code: RegExp, key: (code: string) => string][] = [
  [/\b(?:new Problem|conflict|malformed|unauthorized)\(\s*'([\w.]+)'/g, (code) => `problem.${code}`],
  [/\bnotFound\(\s*'([\w.]+)'/g, (code) => `problem.${code}.not_found`],
  [/\bpointer\b[^{}]*\bcode: '([\w.]+)'/g, (code) => `invalid.${code}`],
]
/** The answer to anything unexpected: while even this has no text, the refusals are not translated yet and are not asked for. */
const firstRefusal = 'problem.internal'

/** Every fault as one line "place: what is wrong"; an empty list means all catalogues are in order. */
export function checkTexts(root: string): string[] {
  const folders = globSync(['{kernel,ui,app}/text', 'modules/*/*/text'], { cwd: root }).sort()
  const faults: string[] = []
  const known = new Map<string, string>()
  for (const folder of folders.map((name) => name.split(path.sep).join('/'))) {
    const catalogues = new Map<Language, Catalogue>()
    for (const language of languages) {
      const file = `${folder}/${language}.json`
      if (exists(root, file)) catalogues.set(language, catalogueOf(JSON.parse(read(root, file)) as Tree))
      else faults.push(`${file}: missing`)
    }
    faults.push(...compare(folder, catalogues))
    for (const key of new Set([...catalogues.values()].flatMap((catalogue) => [...catalogue.keys()]))) {
      if (known.has(key)) faults.push(`${folder}: "${key}" stands in ${known.get(key)} too`)
      known.set(key, folder)
    }
  }
  return [...faults, ...compareWithCode(root, known)]
}

function catalogueOf(tree: Tree): Catalogue {
  const catalogue: Catalogue = new Map()
  const flat = (node: Tree, prefix: string): [string, string][] =>
    Object.entries(node).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
    )
  const texts = new Map(flat(tree, ''))
  for (const [full, text] of texts) {
    const [, base, form] = pluralForm.exec(full) ?? []
    // A choice may be called "…_other" without being a plural: plural keys have no bare twin and always an "other".
    const plural = base !== undefined && texts.has(`${base}_other`) && (texts.has(`${base}_one`) || form !== 'other')
    const key = plural ? base : full
    catalogue.set(key, (catalogue.get(key) ?? new Map<string, string>()).set(plural ? form! : '', text))
  }
  return catalogue
}

function* compare(folder: string, catalogues: Map<Language, Catalogue>) {
  const keys = new Set([...catalogues.values()].flatMap((catalogue) => [...catalogue.keys()]))
  for (const key of keys) {
    for (const [language, catalogue] of catalogues) {
      const place = `${folder}/${language}.json: "${key}"`
      const forms = catalogue.get(key)
      if (!forms) {
        yield `${place} is missing`
        continue
      }
      yield* plurals(place, language, forms)
      const english = catalogues.get('en')?.get(key)
      if (english && marks(forms) !== marks(english))
        yield `${place} has ${marks(forms) || 'no placeholders'}, English has ${marks(english) || 'none'}`
      for (const [form, text] of forms)
        yield* wording(place, language, text, english?.get(form) ?? english?.get('other'))
    }
  }
}

function* plurals(place: string, language: Language, forms: Map<string, string>) {
  if (forms.has('')) return
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const lacking = wanted.filter((form) => !forms.has(form))
  const odd = [...forms.keys()].filter((form) => !wanted.some((want) => want === form))
  if (lacking.length > 0) yield `${place} lacks the plural ${lacking.join(', ')}`
  if (odd.length > 0) yield `${place} has the plural ${odd.join(', ')}, which this language has not`
}

/** Placeholders and tags of a text, in one comparable line; `count` may be spoken instead of shown in some plural forms. */
function marks(forms: Map<string, string>): string {
  const found = [...forms.values()].flatMap((text) =>
    [...text.matchAll(placeholder)].map((match) => match[0].replace(/\s/g, '')),
  )
  return [...new Set(found)].sort().join(' ')
}

function* wording(place: string, language: Language, text: string, english: string | undefined) {
  if (text.trim() === '') yield `${place} is empty`
  const bare = text.replace(placeholder, '').replace(everywhere, '')
  if ((language === 'ru' || language === 'ar') && text === english && /[a-z]/i.test(bare))
    yield `${place} is still English: ${text}`
  if (language === 'uz' && /[\u0400-\u04ff]/.test(text)) yield `${place}: Uzbek is written in Latin`
  if (language === 'uz' && /[og]['’‘`]/i.test(text)) yield `${place}: write oʻ and gʻ with U+02BB`
  if (/!/.test(text) || /\bsuccessfully\b|успешно|muvaffaqiyatli|بنجاح/i.test(text))
    yield `${place}: no exclamation marks, no "successfully"`
}

function* compareWithCode(root: string, known: Map<string, string>) {
  const literals = new Set<string>()
  const beginnings = [...builtAtRunTime]
  for (const file of sourceFiles(root, 'ts,tsx')) {
    if (/^(tools|bench)\//.test(file)) continue
    // An apostrophe in a comment would be taken for the beginning of a text.
    const code = withoutComments(read(root, file))
    for (const match of code.matchAll(anyLiteral)) literals.add(match[1] ?? match[2] ?? match[3]!)
    for (const match of code.matchAll(staticKey)) literals.add(match[1] ?? match[2] ?? match[3]!)
    if (isTest(file)) continue
    for (const [, name] of code.matchAll(/\b(?:entity|settingsOf)\(\s*'([\w-]+)'/g)) beginnings.push(`${name}.`)
    for (const [, beginning] of code.matchAll(literalBeginning)) beginnings.push(beginning!)
    for (const match of code.matchAll(staticKey)) {
      const key = match[1] ?? match[2] ?? match[3]!
      if (!known.has(key)) yield `${file}: t('${key}') has no text`
    }
    if (!known.has(firstRefusal)) continue
    for (const [pattern, keyOf] of refusals)
      for (const [, refusal] of code.matchAll(pattern))
        if (!known.has(keyOf(refusal!))) yield `${file}: the refusal '${refusal}' has no text "${keyOf(refusal!)}"`
  }
  for (const [key, folder] of known) {
    if (!literals.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))
      yield `${folder}: "${key}" is not used`
  }
}

if (import.meta.main) {
  const faults = checkTexts(process.cwd())
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}
