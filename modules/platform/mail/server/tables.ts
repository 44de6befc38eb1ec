// What the handlers of mail work on.
import type { Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import type { Generated } from 'kysely'
import { InboundMail, MailAddress, Mailbox, OUTBOUND_LINE, OutboundMail, OwnMailbox } from '../contract.ts'
import type { ParsedMail } from './reading/parsed-mail.ts'

export const tables = [MailAddress, InboundMail, OutboundMail, Mailbox, OwnMailbox] as const

/** A mail as it is kept after reading: its files stand beside it, without their bytes. */
export type StoredMail = Omit<ParsedMail, 'attachments'> & {
  attachments: { file_name: string | null; type: string; size: number; inline: boolean }[]
}

/** Tables that nobody reads but through this module. */
export type ContentTables = {
  inbound_contents: {
    tenant_id: Generated<string>
    mail: string
    raw: Buffer
    parsed: StoredMail | null
    same_as: string | null
    restored: Generated<boolean>
    restored_into: Generated<string | null>
    /** Where it was fetched, for a mail of a mailbox; numbers are bigint, as text. */
    mailbox: Generated<string | null>
    uidvalidity: Generated<string | null>
    uid: Generated<string | null>
  }
  undeliverable_addresses: {
    tenant_id: Generated<string>
    address: string
    since: Generated<string>
    status: string | null
    said: string | null
  }
  mailbox_secrets: { tenant_id: Generated<string>; mailbox: string; sealed: string }
  mailbox_places: {
    tenant_id: Generated<string>
    mailbox: string
    folder: string
    uidvalidity: string
    last_uid: string
    backlog: string | null
    cleared_uid: Generated<string>
  }
  own_mailbox_secrets: { tenant_id: Generated<string>; mailbox: string; sealed: string }
  own_mailbox_places: {
    tenant_id: Generated<string>
    mailbox: string
    direction: 'in' | 'out'
    folder: string
    uidvalidity: string
    last_uid: string
    since: string | null
  }
}

export type MailContext = Context<TablesOf<typeof tables> & ContentTables>
export type AddressRow = Row<typeof MailAddress>
export type InboundRow = Row<typeof InboundMail>
export type OutboundRow = Row<typeof OutboundMail>
export type OutboundLine = Pick<OutboundRow, (typeof OUTBOUND_LINE)[number]>

export const addressFields = Object.keys(MailAddress.fields) as (keyof AddressRow)[]
export const mailboxFields = Object.keys(Mailbox.fields) as (keyof Row<typeof Mailbox>)[]
export const ownMailboxFields = Object.keys(OwnMailbox.fields) as (keyof Row<typeof OwnMailbox>)[]
export const inboundFields = Object.keys(InboundMail.fields) as (keyof InboundRow)[]
export const outboundFields = Object.keys(OutboundMail.fields) as (keyof OutboundRow)[]

/** What lists and live events carry of a mail that leaves: everything but its texts. */
export const lineOf = (mail: OutboundRow): OutboundLine =>
  Object.fromEntries(OUTBOUND_LINE.map((field) => [field, mail[field]])) as OutboundLine

/** A value of a `jsonb` column as the driver takes it. */
export const json = <T>(value: T): T => JSON.stringify(value) as T
