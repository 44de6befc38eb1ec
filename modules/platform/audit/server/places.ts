// Where a person signs in from: their network and their kind of browser.
import { sql } from 'kysely'
import type { Origin } from '#kernel/server/audit/entry.ts'
import type { Context } from '#kernel/server/context.ts'

const MOST = 200

/**
 * Whether a sign-in comes from a network and a browser that this person never signed in with, though they signed in before:
 * homes and mobile networks give new addresses every day, and browsers renew themselves every month.
 */
export async function isNewPlace(
  { db }: Context,
  person: string,
  seq: number,
  { address = '', user_agent = '' }: Origin,
): Promise<boolean> {
  const { rows } = await sql<{ origin: string }>`
    select d.origin from audit_entries e join audit_details d on d.tenant_id = e.tenant_id and d.position = e.position
    where e.actor_id = ${person} and e.action = 'auth.login' and e.outcome = 'done' and e.part_of is null and e.seq < ${seq} and d.origin is not null
    order by e.at desc, e.seq desc limit ${sql.lit(MOST)}`.execute(db)
  const known = rows.map(({ origin }) => JSON.parse(origin) as Origin)
  if (known.length === 0) return false
  const network = networkOf(address)
  const browser = browserOf(user_agent)
  return !known.some((one) => networkOf(one.address ?? '') === network || browserOf(one.user_agent ?? '') === browser)
}

/** The /24 of an IPv4 address, the /48 of an IPv6 address. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain.split('.').slice(0, 3).join('.')
  const [before = '', after] = plain.split('::')
  const parts = before.split(':').filter((part) => part !== '')
  const zeros = after === undefined ? [] : ['0', '0', '0']
  return [...parts, ...zeros].slice(0, 3).join(':')
}

/** A user agent without its version numbers. */
export const browserOf = (agent: string): string => agent.replaceAll(/[\d._]+/g, '')
