// What the mail server before ours found out about a mail's sender (RFC 8601).
import { headerValues, type ParsedMail } from '../reading/parsed-mail.ts'

/**
 * `fail`: the mail is not from the domain that stands in From (DMARC failed; without DMARC, SPF and DKIM both failed).
 * Anybody can write the header: only the topmost one of a server named in `trusted` counts, and null where there is none.
 */
export function authenticationOf(
  mail: Pick<ParsedMail, 'headers'>,
  trusted: ReadonlySet<string>,
): 'pass' | 'fail' | null {
  if (trusted.size === 0) return null
  // A server writes its header above those that were there: one further down came with the mail.
  const [topmost] = headerValues(mail, 'authentication-results')
  if (topmost === undefined) return null
  const [server = '', ...results] = withoutComments(topmost).toLowerCase().split(';')
  if (!trusted.has(server.trim().split(/\s+/)[0]!)) return null
  const said = (method: string) =>
    results.map((result) => new RegExp(`^\\s*${method}(?:/\\d+)?\\s*=\\s*([a-z]+)`).exec(result)?.[1]).filter(Boolean)
  const [dmarc] = said('dmarc')
  if (dmarc === 'pass' || dmarc === 'fail') return dmarc
  const [spf, dkim] = [said('spf'), said('dkim')]
  if (spf.includes('pass') || dkim.includes('pass')) return 'pass'
  return spf.some(failed) && dkim.some(failed) ? 'fail' : null
}

const failed = (result: string | undefined) => result === 'fail' || result === 'softfail' || result === 'permerror'

/** Comments may hold anything, semicolons too. */
const withoutComments = (value: string) => value.slice(0, 4_000).replace(/\([^()]*\)/g, ' ')
