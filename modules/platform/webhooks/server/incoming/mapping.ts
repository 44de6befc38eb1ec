// From what a sender says to what a command takes: templates with places in the call.

const PLACE = /\{\{\s*([\w-]+(?:\.[\w-]+)*)\s*\}\}/g
const ONE_PLACE = /^\{\{\s*([\w-]+(?:\.[\w-]+)*)\s*\}\}$/

/**
 * The input of a command: every field's template filled from the call. A template that is one place alone gives the value as
 * it is (a list stays a list, what is not there is left out); beside other text values become text. Without templates the
 * call is the input.
 */
export function mapped(fields: Readonly<Record<string, string>>, call: unknown): unknown {
  if (Object.keys(fields).length === 0) return call
  const entries = Object.entries(fields).map(([name, template]) => [name, filled(template, call)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function filled(template: string, call: unknown): unknown {
  const [, only] = ONE_PLACE.exec(template) ?? []
  if (only) return at(call, only)
  return template.replaceAll(PLACE, (_whole, path: string) => textOf(at(call, path)))
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined
    return (inner as Record<string, unknown>)[key]
  }, value)
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
