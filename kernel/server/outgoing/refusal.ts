// Why a call to the outside did not happen or did not end; every code has its words under `outgoing.` in the catalogues.
import type { Texts } from '../texts.ts'

export const OUTGOING_REFUSALS = [
  'url_refused',
  'credentials_refused',
  'port_refused',
  'address_refused',
  'name_not_found',
  'name_lookup_failed',
  'connection_refused',
  'connection_lost',
  'unreachable',
  'tls',
  'not_http',
  'timeout',
  'busy',
] as const

export type RefusalCode = `outgoing.${(typeof OUTGOING_REFUSALS)[number]}`

/** `params` fill the words: `host`, `port`, `address`, `seconds`, `reason` (the technical name of a fault). */
export class OutgoingRefusal extends Error {
  readonly code: RefusalCode
  readonly params: Record<string, string | number>

  constructor(code: RefusalCode, params: Record<string, string | number> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}

/** The refusal in somebody's language. */
export const refusalText = (
  texts: Texts,
  language: string,
  { code, params }: { code: string; params: Record<string, string | number> },
): string => texts.t(language, code, params)

const UNREACHABLE = new Set([
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'ENETDOWN',
  'EACCES',
  'EPERM',
])
const LOST = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])
const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA', 'EBADNAME'])
const LOOKUP = /^(EAI_|ETIMEOUT|ESERVFAIL|EREFUSED|EFORMERR|ECANCELLED)/

/** A fault of the lookup of a name as a refusal. */
export function lookupRefusal(error: unknown, host: string): OutgoingRefusal {
  const reason = codeOf(error)
  return NO_SUCH_NAME.has(reason)
    ? new OutgoingRefusal('outgoing.name_not_found', { host })
    : new OutgoingRefusal('outgoing.name_lookup_failed', { host, reason })
}

/** A fault of the connection as a refusal; what is no fault of a connection is thrown on. */
export function connectionRefusal(error: unknown, { host, port }: { host: string; port: number }): OutgoingRefusal {
  if (error instanceof OutgoingRefusal) return error
  const reason = codeOf(error)
  if (reason === 'ECONNREFUSED') return new OutgoingRefusal('outgoing.connection_refused', { host, port })
  if (UNREACHABLE.has(reason)) return new OutgoingRefusal('outgoing.unreachable', { host, port })
  if (reason.startsWith('HPE_')) return new OutgoingRefusal('outgoing.not_http', { host, port })
  if (LOST.has(reason)) return new OutgoingRefusal('outgoing.connection_lost', { host, port })
  if (LOOKUP.test(reason)) return lookupRefusal(error, host)
  if (/CERT|SSL|TLS|ISSUER|EPROTO|SELF_SIGNED|VERIFY/.test(reason))
    return new OutgoingRefusal('outgoing.tls', { host, reason })
  throw error
}

/** Several addresses fail together with the faults of each inside; the first one tells. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return String((error as { code?: unknown } | null)?.code ?? '')
}
