// Whose addresses these are, for mail that comes in.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { sql } from 'kysely'
import type { identity as contract } from '../../contract.ts'
import type { ClientContext } from '../tables.ts'

type Found = Out<typeof contract.correspondents>['items'][number]

/** By the indexes over identities and over the addresses of people; a client's own address goes before a person's. */
export async function correspondents(
  { db }: ClientContext,
  { addresses }: Parsed<typeof contract.correspondents>,
): Promise<Out<typeof contract.correspondents>> {
  const wanted = addresses.map((address) => address.toLowerCase())
  const { rows } = await sql<Found>`
    select address, client, name, removed from (
      select i.value as address, c.id as client, c.name, c.deleted_at is not null as removed, 0 as place
      from client_identities i join clients c on c.id = i.client
      where i.kind = 'email' and i.value = any(${wanted})
      union all
      select p.email, c.id, p.name, false, 1
      from client_contacts p join clients c on c.id = p.client and c.deleted_at is null
      where p.email = any(${wanted}) and p.deleted_at is null
    ) known order by place, client`.execute(db)
  return { items: rows }
}
