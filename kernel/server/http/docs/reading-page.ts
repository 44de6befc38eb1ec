// The API as one page to read and print: no script, made from the OpenAPI document.
type Schema = { [key: string]: unknown }
type Parameter = { name: string; in: string; required?: boolean; description?: string; schema: Schema }
type Operation = {
  operationId: string
  tags: string[]
  summary: string
  'x-permission'?: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, unknown>
}
export type ApiDocument = {
  info: { title: string; description: string }
  paths: Record<string, Record<string, Operation>>
}

type Entry = { method: string; path: string; operation: Operation }

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const code = (text: string) => `<code dir="ltr">${escape(text)}</code>`

/** The body of the page: a table of contents, then every operation with its parameters, body and answers. */
export function readingPage({ info, paths }: ApiDocument, word: (key: string) => string): string {
  const entries = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation })),
  )
  const groups = Map.groupBy(entries, ({ operation }) => operation.tags[0] ?? '')
  const contents = [...groups.keys()].map((group) => `<li><a href="#${group}">${escape(group)}</a></li>`).join('')
  const sections = [...groups].map(([group, list]) => section(group, list, word)).join('')
  return `${STYLE}<main><h1>${escape(info.title)}</h1><p>${escape(info.description)}</p><nav><ul>${contents}</ul></nav>${sections}</main>`
}

const section = (group: string, entries: readonly Entry[], word: (key: string) => string) =>
  `<section id="${group}"><h2>${escape(group)}</h2>${entries.map((entry) => article(entry, word)).join('')}</section>`

function article({ method, path, operation }: Entry, word: (key: string) => string): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation
  const body = Object.values(requestBody?.content ?? {})[0]?.schema as
    | { properties?: Record<string, Schema>; required?: string[] }
    | undefined
  const permission = operation['x-permission']
  const rows = [
    ...parameters.map(({ name, in: place, required, schema }) => row(name, place, typeOf(schema), required ?? false)),
    ...Object.entries(body?.properties ?? {}).map(([name, schema]) =>
      row(name, 'body', typeOf(schema), body?.required?.includes(name) ?? false),
    ),
  ]
  return `<article id="${operationId}"><h3><code dir="ltr"><b>${method}</b> ${escape(path)}</code></h3><p>${escape(summary)}</p>${
    permission ? `<p>${escape(word('permission'))}: ${code(permission)}</p>` : ''
  }${rows.length > 0 ? `<table><tbody>${rows.join('')}</tbody></table>` : ''}<p>${escape(word('answers'))}: ${Object.keys(responses).map(code).join(' ')}</p></article>`
}

const row = (name: string, place: string, type: string, required: boolean) =>
  `<tr><th scope="row">${code(name)}${required ? ' *' : ''}</th><td>${place}</td><td>${code(type)}</td></tr>`

/** A schema in a few words: its type, its choices, or what it is made of. */
function typeOf(schema: Schema): string {
  const {
    type,
    format,
    enum: choices,
    anyOf,
    items,
    $ref,
  } = schema as { type?: string; format?: string; enum?: unknown[]; anyOf?: Schema[]; items?: Schema; $ref?: string }
  if ($ref) return $ref.split('/').at(-1)!
  if (choices) return choices.join(' | ')
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' | ')
  if (type === 'array') return `${typeOf(items ?? {})}[]`
  return format ?? type ?? 'any'
}

const STYLE = `<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1e293b; background: #fff }
main { max-inline-size: 60rem; margin-inline: auto; padding: 2rem 1rem }
nav ul { columns: 3 12rem; padding-inline-start: 1.2rem }
article { border-block-start: 1px solid #e2e8f0; padding-block: 1rem; break-inside: avoid }
h2 { margin-block-start: 3rem } h3 { font-size: 1rem; margin: 0 } h3 code { overflow-wrap: anywhere }
table { border-collapse: collapse; inline-size: 100% } th, td { text-align: start; padding: .25rem .75rem .25rem 0; vertical-align: top; font-weight: 400; overflow-wrap: anywhere }
a { color: #3730a3 } code { font-family: ui-monospace, monospace; font-size: .9em }
@media (prefers-color-scheme: dark) { body { color: #e2e8f0; background: #0f172a } article { border-color: #334155 } a { color: #a5b4fc } }
</style>`
