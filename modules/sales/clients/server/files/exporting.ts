// Clients in files: the columns of the import, and cards for an address book with the people of each client.
import type { Context } from '#kernel/server/context.ts'
import { type Card, exportable, type ExportedRow } from '#kernel/server/imports/exportable.ts'
import { Client, clients, EXPORT_PERSONAL } from '../../contract.ts'
import { exported } from '../listing.ts'
import type { ClientContext } from '../tables.ts'

export const clientExport = exportable(Client, clients.export, {
  clear: EXPORT_PERSONAL,
  page: exported,
  card: {
    of: (row, said): Card => ({
      kind: row['kind'] === 'organisation' ? 'organisation' : 'person',
      name: said('name'),
      email: said('email'),
      phone: said('phone'),
      address: said('address'),
      note: said('notes'),
      tags: row['tags'] as string[],
    }),
    people,
  },
})

/** The people of some clients, whom their reader may see as a whole. */
async function people(context: Context, rows: readonly ExportedRow[]): Promise<ReadonlyMap<string, readonly Card[]>> {
  const { db } = context as ClientContext
  if (rows.length === 0) return new Map()
  const found = await db
    .selectFrom('client_contacts')
    .select(['id', 'client', 'name', 'job', 'email', 'phone', 'note'])
    .where(
      'client',
      'in',
      rows.map(({ id }) => id),
    )
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  const names = new Map(rows.map((row) => [row.id, String(row['name'])]))
  return Map.groupBy(
    found.map(({ client, email, phone, ...rest }) => ({
      ...rest,
      client,
      kind: 'person' as const,
      company: names.get(client),
      email: email ?? undefined,
      phone: phone ?? undefined,
    })),
    ({ client }) => client,
  )
}
