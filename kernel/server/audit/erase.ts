// Taking a person out of the audit: the readable part goes with its salt, the chain stays whole.
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/**
 * Erases what the audit says of a person: from where they acted, what was typed in their name, and the values of every change
 * to their own record. `records` are more records whose values are to be erased. Answers how many entries lost a part.
 */
export async function eraseFromAudit(db: Db, person: string, records: readonly string[] = []): Promise<number> {
  const about = [person, ...records]
  const origins = await sql<{ position: number }>`
    update audit_details set origin = null, origin_salt = null
    where origin is not null and position in (
      select position from audit_entries where actor_id = ${person}
      union
      select e.position from audit_records r join audit_entries e on e.tenant_id = r.tenant_id and e.seq = r.seq
      where r.record_id = ${person} and e.actor_kind <> 'person')
    returning position`.execute(db)
  const values = await sql<{ position: number }>`
    update audit_details set changes = null, changes_salt = null
    where changes is not null and position in (
      select e.position from audit_records r join audit_entries e on e.tenant_id = r.tenant_id and e.seq = r.seq
      where r.record_id = any (${about}::uuid[]))
    returning position`.execute(db)
  const positions = [...new Set([...origins.rows, ...values.rows].map(({ position }) => position))]
  await sql`
    delete from audit_search where seq in (select seq from audit_entries where position = any (${positions}::bigint[]))`.execute(
    db,
  )
  return positions.length
}
