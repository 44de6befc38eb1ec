// Which version of the API a request speaks. Decision 10: path > API-Version > Accept > ?version=, and no two may disagree.
import type { IncomingMessage } from 'node:http'
import { malformed } from '../../contract/index.ts'

export const VERSIONS = [1, 2, 3, 4]

export type Versioned = { url: string; fromPath: number | null }

/** `/api/v2/x` and `/v2/x` as the one path the router knows, `/api/x`. */
export function canonicalUrl(url: string): Versioned {
  const [, version, rest] = /^(?:\/api)?\/v(\d{1,3})(\/.*|\?.*|$)/.exec(url) ?? []
  return version === undefined ? { url, fromPath: null } : { url: `/api${rest}`, fromPath: Number(version) }
}

/** The version a request asks for; throws 400 when two places disagree or the version is unknown. */
export function versionOf(
  fromPath: number | null,
  headers: IncomingMessage['headers'],
  query: Record<string, unknown>,
  standard: number,
): number {
  const accept = /application\/vnd\.workernet\.v(\d{1,3})\+json/.exec(headers.accept ?? '')?.[1]
  const header = headers['api-version']
  const asked = [fromPath, numberOf(header), numberOf(accept), numberOf(query['version'])].filter(
    (version) => version !== null,
  )
  const [first = standard] = asked
  if (asked.some((version) => version !== first)) throw malformed('version_conflict')
  if (!VERSIONS.includes(first))
    throw malformed('version_unknown', { version: String(first), known: VERSIONS.join(', ') })
  return first
}

function numberOf(said: unknown): number | null {
  if (said === undefined) return null
  const text = String(said)
  const digits = /^v?(\d{1,3})$/.exec(text.trim())?.[1]
  if (!digits) throw malformed('version_unknown', { version: text.slice(0, 20), known: VERSIONS.join(', ') })
  return Number(digits)
}
