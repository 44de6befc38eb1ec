// What people type, read: words, "phrases", -without, or, field:value, field:>value, field:from..to.

export type Clause = { text: string; phrase: boolean; not: boolean }
export type Operator = '=' | '>' | '>=' | '<' | '<='
/** `at` is where the field begins, from 1, for messages; 0 in what no person typed. */
export type Filter = { field: string; operator: Operator; values: string[]; not: boolean; at: number }
/** Every filter holds, and every clause of one of `any`. */
export type Asked = { any: Clause[][]; filters: Filter[] }

const OR = new Set(['or', 'или', 'yoki', 'ёки', 'أو', '|', 'OR'])
const QUOTES: Readonly<Record<string, string>> = { '"': '"', '«': '»', '“': '”', '„': '“' }

type Piece = { text: string; at: number; quoted: boolean }

/** Reads a query; `isField` says which names before a colon are fields, in lower case. What is no field is words. */
export function readQuery(query: string, isField: (name: string) => boolean): Asked {
  const any: Clause[][] = [[]]
  const filters: Filter[] = []
  let at = 0
  while (at < query.length) {
    if (/\s/.test(query[at]!)) {
      at += 1
      continue
    }
    const begin = at
    const not = /^-[^\s\d-]/.test(query.slice(at, at + 2))
    if (not) at += 1
    const field = /^[\p{L}_]{1,40}:(?=\S)/u.exec(query.slice(at))?.[0]
    const name = field?.slice(0, -1).toLowerCase()
    if (field && name && isField(name)) {
      const { filter, end } = readFilter(query, at + field.length)
      filters.push({ field: name, ...filter, not, at: begin + 1 })
      at = end
      continue
    }
    const { text, at: end, quoted } = readPiece(query, at, false)
    at = Math.max(end, at + 1)
    if (!quoted && !not && OR.has(text)) {
      if (any.at(-1)!.length > 0) any.push([])
    } else if (text) any.at(-1)!.push({ text, phrase: quoted, not })
  }
  const filled = any.filter((clauses) => clauses.some(({ not }) => !not))
  return { any: filled.slice(0, 6), filters: filters.slice(0, 20) }
}

function readFilter(query: string, from: number): { filter: Pick<Filter, 'operator' | 'values'>; end: number } {
  const operator = (/^(?:>=|<=|>|<)/.exec(query.slice(from))?.[0] ?? '=') as Operator
  let at = operator === '=' ? from : from + operator.length
  const values: string[] = []
  for (;;) {
    const piece = readPiece(query, at, true)
    at = piece.at
    if (piece.text) values.push(piece.text)
    if (query[at] !== ',' || at + 1 >= query.length) break
    at += 1
  }
  return { filter: { operator, values }, end: at }
}

/** A run without spaces, or what stands between quotation marks; one that is still open goes to the end. */
function readPiece(query: string, from: number, inList: boolean): Piece {
  const close = QUOTES[query[from] ?? '']
  if (close) {
    const end = query.indexOf(close, from + 1)
    const stop = end < 0 ? query.length : end
    return { text: query.slice(from + 1, stop).trim(), at: end < 0 ? stop : stop + 1, quoted: true }
  }
  const end = query.slice(from).search(inList ? /[\s,]/ : /\s/)
  const stop = end < 0 ? query.length : from + end
  return { text: query.slice(from, stop), at: stop, quoted: false }
}
