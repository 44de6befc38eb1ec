// What the handlers of clients work on.
import type { Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import type { Generated } from 'kysely'
import { Client, type ClientRow, Contact, type IdentityKind } from '../contract.ts'

export const tables = [Client, Contact] as const

/** Mirrors of clients that triggers keep: for the unique index, for comparing names, for filtering by tags. */
export type Mirrors = {
  client_identities: {
    tenant_id: Generated<string>
    kind: IdentityKind
    value: string
    client: string
    /** The merge by which it came from another client; null for the client's own. */
    merge: string | null
  }
  client_names: { tenant_id: Generated<string>; client: string; key: string }
  client_tags: { tenant_id: Generated<string>; tag: string; client: string }
}

export type ClientContext = Context<TablesOf<typeof tables> & Mirrors>
export type ContactRow = Row<typeof Contact>

/** Column lists with their types, for `returning` and `select`. */
export const clientFields = Object.keys(Client.fields) as (keyof ClientRow)[]
export const contactFields = Object.keys(Contact.fields) as (keyof ContactRow)[]
