// What must not stand in a log, whoever wrote it there: error texts quote what they failed at, and addresses carry secrets.

const EMAIL = /[\w.+%-]+@(?=[\w-]+\.[\w.-]+)/g
const JWT = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g
const NAMED =
  /\b(password|passwd|secret|token|authorization|api[_-]?key)(["']?\s*[:=]\s*["']?)(?:Bearer\s+)?[^\s"',;&}]+/gi
const IN_URL = /(:\/\/[^\s:/@]*):[^\s@/]+@/g

/** A text without e-mail names, tokens and passwords. */
export const scrubbed = (text: string): string =>
  text.replace(IN_URL, '$1:…@').replace(JWT, '…').replace(NAMED, '$1$2…').replace(EMAIL, '…@')

const LONGEST = 24
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i

/** The path of an address without its query; parts that are long and no ids of records, or hold an @, may be secrets. */
export function shownPath(url: string): string {
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  if (path.length <= LONGEST && !path.includes('@') && !path.includes('%40')) return path
  return path
    .split('/')
    .map((part) => {
      const isSecret = (part.length >= LONGEST && !UUID.test(part)) || part.includes('@') || part.includes('%40')
      return isSecret ? '…' : part
    })
    .join('/')
}
