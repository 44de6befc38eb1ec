// The arithmetic of the chain: pure, so that whoever holds an export can do it again.
import { createHash, createHmac } from 'node:crypto'

/** An entry as it is sealed, `hash` aside. Instants as PostgreSQL writes them in UTC, macs and hashes in hexadecimal. */
export type Sealed = {
  tenant_id: string
  seq: number
  id: string
  position: number
  part_of: string | null
  at: string
  actor_kind: string
  actor_id: string | null
  role: string
  session_id: string | null
  action: string
  entity: string
  about_id: string | null
  outcome: string
  code: string
  request_id: string
  channel: string
  count: number
  touched: string
  origin_mac: string
  changes_mac: string
  prev_hash: string
}

const ORDER = [
  'tenant_id', 'seq', 'id', 'position', 'part_of', 'at', 'actor_kind', 'actor_id', 'role', 'session_id', 'action', 'entity',
  'about_id', 'outcome', 'code', 'request_id', 'channel', 'count', 'touched', 'origin_mac', 'changes_mac', 'prev_hash',
] as const satisfies readonly (keyof Sealed)[] // prettier-ignore

/** The hash before the first entry. */
export const BEGINNING = '0'.repeat(64)

/** SHA-256 over the entry's fields as a JSON array in the order above, which begins with the form's number. */
export const hashOf = (entry: Sealed): string =>
  createHash('sha256')
    .update(JSON.stringify([1, ...ORDER.map((name) => entry[name])]))
    .digest('hex')

/** What stands in the chain for a text that may be erased: HMAC-SHA-256 under a salt that is erased with it; '' for none. */
export const commitment = (text: string | null, salt: string | null): string =>
  text === null || salt === null ? '' : createHmac('sha256', salt).update(text).digest('hex')

/** The key that signs heads, from the platform's secret. */
export const headKey = (secret: string): Buffer =>
  createHmac('sha256', secret).update('workernet audit head 1').digest()

export const headMac = (key: Buffer, tenant: string, seq: number, hash: string): string =>
  createHmac('sha256', key).update(`${tenant} ${seq} ${hash}`).digest('hex')

/** One changed row as the triggers tell it. */
export type RowChange = {
  table: string
  op: 'insert' | 'update' | 'delete' | 'truncate' | 'upkeep'
  id?: string | null
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  hidden?: string[]
}

/** What of a change is told for good: table, record and names of fields, no values. */
export const touchedBy = (changes: readonly RowChange[]): string =>
  changes.length === 0
    ? ''
    : JSON.stringify(
        changes.map(({ table, op, id, before, after, hidden = [] }) => ({
          table,
          op,
          id: id ?? null,
          fields: [...Object.keys(after ?? before ?? {}), ...hidden],
        })),
      )
